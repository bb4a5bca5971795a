package io.webim.chat.presence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Delivery;
import io.webim.bus.SparseLog;
import io.webim.chat.conversations.Postage;
import io.webim.chat.presence.PresenceStore.Relation;
import io.webim.contract.Event;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells who is there, and only those whom the user has added and who have the user on their list: adding somebody must
 * let one neither watch them nor be heard by them. It is settled once a second: whoever comes and goes in between, or
 * blocks and unblocks, makes one event with the latest state, or none where all is as it was.
 */
public final class Presence {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(Presence.class));
    private static final long SETTLE_MILLIS = 1_000;

    private final Vertx vertx;
    private final PresenceStore store;
    private final Delivery delivery;
    private final Postage postage;
    private final LongConsumer away;
    /** Who has come or gone since it was told, with what was told last. */
    private final Map<Long, Boolean> changed = new HashMap<>();

    private final Map<Place, Shown> shown = new HashMap<>();
    private final Map<Long, Instant> seen = new HashMap<>();
    private boolean scheduled;
    private boolean stopped;

    /** Where a user shows the own presence to one peer. */
    private record Place(long userId, long peerId) {}

    /**
     * What the peer knows so far.
     *
     * @param shows whether there was anything to be seen
     */
    private record Shown(boolean shows, boolean online) {}

    private record Told(long userId, long peerId) {}

    /** @param away told of each user who has gone, once it is settled */
    public Presence(Vertx vertx, PresenceStore store, Delivery delivery, Postage postage, LongConsumer away) {
        this.vertx = vertx;
        this.store = store;
        this.delivery = delivery;
        this.postage = postage;
        this.away = away;
    }

    public void changed(long userId, boolean online) {
        seen.put(userId, Times.now());
        // Whoever comes to this node from another was there for all.
        changed.putIfAbsent(userId, !online || delivery.isOnlineElsewhere(userId));
        schedule();
    }

    /** The user begins, or ceases, to show the own presence to one peer; the end of it looks like leaving. */
    public void shown(long userId, long peerId, boolean shows) {
        shown.putIfAbsent(new Place(userId, peerId), new Shown(!shows, isToldOnline(userId)));
        schedule();
    }

    /** Whether others take the user for online, as far as they have been told. */
    public boolean isToldOnline(long userId) {
        return changed.getOrDefault(userId, delivery.isOnline(userId));
    }

    /** The sockets are going, and who could be told with them. */
    public Future<Void> stop() {
        stopped = true;
        return store.setLastSeen(Map.copyOf(seen));
    }

    private void schedule() {
        if (!scheduled && !stopped) {
            scheduled = true;
            vertx.setTimer(SETTLE_MILLIS, id -> settle());
        }
    }

    /** One after the other: what is told later is newer. */
    private void settle() {
        if (stopped) {
            return;
        }
        var users = takeDue(changed, Function.identity());
        var places = takeDue(shown, Place::userId);
        var online = new HashMap<Long, Boolean>();
        users.forEach((userId, before) -> {
            boolean now = delivery.isOnline(userId);
            if (!now) {
                // Also of a device that came and went: what reached it meanwhile may have been seen by nobody.
                away.accept(userId);
            }
            if (now != before) {
                online.put(userId, now);
            }
        });
        var told = new HashSet<Told>();
        var times = new HashMap<>(seen);
        times.keySet().removeAll(changed.keySet());
        keep(times)
                .compose(kept -> store.audiences(online.keySet()))
                .onSuccess(audiences -> {
                    online.forEach((userId, now) -> tell(
                            userId,
                            put(new JsonObject(), now, times.get(userId)),
                            audiences.getOrDefault(userId, List.of()),
                            told));
                    users.clear();
                })
                .compose(done -> settle(places, told))
                .onFailure(error -> {
                    if (!stopped) {
                        untold.warn("Presence waits for the database: {}", error.toString());
                    }
                    // Of what was not told, what was told last is older than what has changed meanwhile.
                    users.forEach(changed::put);
                    places.forEach(shown::put);
                })
                .onComplete(done -> {
                    scheduled = false;
                    if (!changed.isEmpty() || !shown.isEmpty()) {
                        schedule();
                    }
                });
    }

    /** Whoever has told too much for now waits, and is told as it stands then. */
    private <K, V> Map<K, V> takeDue(Map<K, V> waiting, Function<K, Long> whose) {
        var due = new HashMap<>(waiting);
        due.keySet().removeIf(key -> postage.isOwing(whose.apply(key)));
        waiting.keySet().removeAll(due.keySet());
        return due;
    }

    /** When those were last seen who came or went; many of them with one statement. */
    private Future<Void> keep(Map<Long, Instant> times) {
        return store.setLastSeen(times).onSuccess(done -> times.forEach(seen::remove));
    }

    private void tell(long userId, JsonObject presence, List<Long> audience, Set<Told> told) {
        var event = Event.presenceChanged(userId, presence);
        postage.oweState(userId, 0, audience);
        for (long peerId : audience) {
            delivery.deliver(peerId, event);
            told.add(new Told(userId, peerId));
        }
    }

    /** @param places those that are settled are taken out */
    private Future<Void> settle(Map<Place, Shown> places, Set<Told> told) {
        if (places.isEmpty()) {
            return Future.succeededFuture();
        }
        var place = places.keySet().iterator().next();
        return store.relation(place.userId(), place.peerId()).compose(relation -> {
            var before = Objects.requireNonNull(places.remove(place));
            if (!told.contains(new Told(place.userId(), place.peerId()))) {
                tell(place, before, relation);
            }
            return settle(places, told);
        });
    }

    private void tell(Place place, Shown before, Relation relation) {
        boolean online = relation.shows() && isToldOnline(place.userId());
        boolean begins = relation.shows() && !before.shows();
        boolean wasOnline = before.shows() && before.online();
        if (relation.isListed() && (begins || wasOnline != online)) {
            var presence = put(new JsonObject(), online, relation.lastSeen());
            postage.oweState(place.userId(), 0, List.of(place.peerId()));
            delivery.deliver(place.peerId(), Event.presenceChanged(place.userId(), presence));
        }
    }

    /** Adds {@code online} and, for those who are not, {@code lastSeen} where it is known. */
    public static JsonObject put(JsonObject json, boolean online, @Nullable Instant lastSeen) {
        json.put("online", online);
        return online || lastSeen == null ? json : json.put("lastSeen", Times.iso(lastSeen));
    }
}
