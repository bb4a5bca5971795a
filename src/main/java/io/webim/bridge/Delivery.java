package io.webim.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Elsewhere;
import io.webim.contract.Elsewhere.Devices;
import io.webim.contract.Follower;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The one class that knows where a user's sockets are. Everything else says "deliver this event to that user".
 *
 * <p>Delivery is best effort and keeps the caller's order for each user; the database is the truth and a device that
 * missed something syncs.
 */
public final class Delivery implements Elsewhere.Here {
    private static final ClientSession[] NONE = {};

    /** The logged-in sockets of each user; an array never changes once it stands here. */
    private final Map<Long, ClientSession[]> sockets = new ConcurrentHashMap<>();

    private final List<BiConsumer<Long, Boolean>> listeners = new CopyOnWriteArrayList<>();
    private volatile Follower follower = Follower.NOBODY;
    private final Elsewhere elsewhere;

    public Delivery() {
        this(Elsewhere.NOWHERE);
    }

    /** @param elsewhere who is told the same */
    public Delivery(Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** Hands an event to every device of the user that registered the inbox; encoded once. */
    public void deliver(long userId, JsonObject event) {
        deliver(List.of(userId), event);
    }

    /** The same for several users. */
    public void deliver(Collection<Long> userIds, JsonObject event) {
        follower.told(userIds, event);
        deliverHere(userIds, event);
        elsewhere.deliver(userIds, event);
    }

    @Override
    public void deliverHere(Collection<Long> userIds, JsonObject event) {
        var mailing = new Mailing(event, userIds.size());
        for (long userId : userIds) {
            for (var session : of(userId)) {
                if (session.isRegistered()) {
                    mailing.add(session);
                }
            }
        }
        mailing.end();
    }

    /** How many copies an event for the user is. */
    public int reach(long userId) {
        int reach = 0;
        for (var session : of(userId)) {
            reach += session.isRegistered() ? 1 : 0;
        }
        return reach == 0 ? elsewhere.there(userId).sessionIds().size() : reach;
    }

    /** Whether the user has at least one registered inbox. */
    public boolean isOnline(long userId) {
        return anyRegistered(of(userId)) || isOnlineElsewhere(userId);
    }

    /** The same at another node than this one. */
    public boolean isOnlineElsewhere(long userId) {
        return !elsewhere.there(userId).isNone();
    }

    @Override
    public void deliverToAllHere(JsonObject event) {
        deliverHere(sockets.keySet(), event);
    }

    @Override
    public void goneElsewhere(Collection<Long> userIds) {
        for (long userId : userIds) {
            if (!isOnline(userId)) {
                tell(userId, true, false);
            }
        }
    }

    @Override
    public void takenForGone() {
        sockets.forEach((userId, sessions) -> {
            if (anyRegistered(sessions)) {
                tell(userId, false, true);
            }
        });
    }

    /** Completes when all that is told from now on, wherever, reaches the devices that the user has here. */
    public Future<Void> heard(long userId) {
        return elsewhere.heard(userId);
    }

    /** Whether anybody hears what is told to the user: a device, or who follows them. */
    public boolean isHeard(long userId) {
        return isOnline(userId) || follower.follows(userId);
    }

    /** From now on this one is told whatever is, beside the devices. */
    public void followedBy(Follower one) {
        follower = one;
    }

    /** Whether somebody is looking at one of the user's devices, as far as they have told. */
    public boolean isWatched(long userId) {
        for (var session : of(userId)) {
            if (session.isWatched()) {
                return true;
            }
        }
        return elsewhere.there(userId).watched();
    }

    /** The sessions with a registered inbox. */
    public Set<Long> sessions(long userId) {
        var there = elsewhere.there(userId).sessionIds();
        var all = sessions(of(userId));
        all.addAll(there);
        return all;
    }

    private static Set<Long> sessions(ClientSession... sessions) {
        return Arrays.stream(sessions)
                .filter(ClientSession::isRegistered)
                .map(session -> session.caller().sessionId())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Tells of each change between no open device and at least one; on the context that called this method. */
    public void onPresence(BiConsumer<Long, Boolean> listener) {
        var context = Vertx.currentContext();
        listeners.add(
                context == null
                        ? listener
                        : (userId, online) -> context.runOnContext(go -> listener.accept(userId, online)));
    }

    /** How many users have a socket that is logged in. */
    int users() {
        return sockets.size();
    }

    /** All logged-in sockets of a user. */
    ClientSession[] of(long userId) {
        return sockets.getOrDefault(userId, NONE);
    }

    /** A socket has logged in; the oldest of the user makes room where there are too many. */
    void add(ClientSession session, int most) {
        var after = change(session, before -> {
            var more = Arrays.copyOf(before, before.length + 1);
            more[before.length] = session;
            return more;
        });
        if (after.length > most) {
            var oldest = after[0];
            oldest.run(() -> oldest.close(CloseReason.TOO_MANY_SOCKETS));
        }
    }

    void register(ClientSession session, boolean wanted) {
        change(session, same -> {
            session.setRegistered(wanted);
            return same;
        });
    }

    void remove(ClientSession session) {
        change(session, before -> {
            session.setRegistered(false);
            return Arrays.stream(before).filter(other -> other != session).toArray(ClientSession[]::new);
        });
    }

    /** Somebody begins, or ceases, to look at a device. */
    void watched(ClientSession session) {
        change(session, same -> same);
    }

    private interface Change {
        ClientSession[] of(ClientSession[] before);
    }

    /** All changes of one user's sockets come one after the other, and presence is told in the same order. */
    private ClientSession[] change(ClientSession session, Change change) {
        long userId = session.caller().userId();
        if (userId == 0) {
            return NONE;
        }
        var after = sockets.compute(userId, (id, present) -> {
            var before = present == null ? NONE : present;
            boolean wasOnline = anyRegistered(before);
            var changed = change.of(before);
            tell(id, wasOnline, anyRegistered(changed));
            if (elsewhere != Elsewhere.NOWHERE) {
                elsewhere.here(id, devices(changed));
            }
            return orNothing(changed);
        });
        return after == null ? NONE : after;
    }

    private static Devices devices(ClientSession... sessions) {
        var ids = sessions(sessions);
        return ids.isEmpty()
                ? Devices.NONE
                : new Devices(ids, Arrays.stream(sessions).anyMatch(ClientSession::isWatched));
    }

    @SuppressWarnings("NullAway") // compute() takes null for "remove"; the checker reads it as a value.
    private static ClientSession[] orNothing(ClientSession[] sessions) {
        return sessions.length == 0 ? null : sessions;
    }

    private void tell(long userId, boolean before, boolean after) {
        if (before != after) {
            listeners.forEach(listener -> listener.accept(userId, after));
        }
    }

    private static boolean anyRegistered(ClientSession... sessions) {
        for (var session : sessions) {
            if (session.isRegistered()) {
                return true;
            }
        }
        return false;
    }
}
