package io.webim.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.webim.bridge.Networks.Network;
import io.webim.bus.Bus;
import io.webim.contract.Event;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/** Every open socket of every transport, and what ends them all: deadlines, revocation, the stop of the server. */
final class Sockets {
    /** Longer than a login can take: a session revoked while its login was under way is still known then. */
    private static final long REMEMBER_REVOKED = 60_000;

    private final Bus bus;
    private final Delivery delivery;
    private final Admission admission;
    private final Limits limits;
    private final Edge edge;
    private final Clock clock;
    private final Networks networks;
    private final Programs programs;
    private final Set<ClientSession> open = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> revoked = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    Sockets(Bus bus, Delivery delivery, Edge edge, Admission admission, Limits limits) {
        this(bus, delivery, edge, admission, limits, Clock.SYSTEM);
    }

    Sockets(Bus bus, Delivery delivery, Edge edge, Admission admission, Limits limits, Clock clock) {
        this.edge = edge;
        this.bus = bus;
        this.admission = admission;
        this.delivery = delivery;
        this.limits = limits;
        this.clock = clock;
        this.networks = new Networks(limits.socketsPerAddress());
        this.programs = new Programs(limits.socketsPerUser());
    }

    Bus bus() {
        return bus;
    }

    Delivery delivery() {
        return delivery;
    }

    Edge edge() {
        return edge;
    }

    Admission admission() {
        return admission;
    }

    Limits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }

    int count() {
        return open.size();
    }

    /** Whether no more sockets are taken from there. */
    boolean isFull(String remoteAddress) {
        return networks.isFull(remoteAddress);
    }

    /** A new socket, to be called on its own context. */
    ClientSession open(Wire wire, Context context, String remoteAddress) {
        return open(wire, context, networks.enter(remoteAddress));
    }

    /** The same for a socket of this machine's own services, which may be many. */
    ClientSession open(Wire wire, Context context) {
        return open(wire, context, Network.ANY);
    }

    private ClientSession open(Wire wire, Context context, Network network) {
        var session = new ClientSession(this, wire, context, network);
        open.add(session);
        if (stopped) {
            session.close(CloseReason.GOING_AWAY);
        } else if (networks.isOver(network)) {
            session.close(CloseReason.TOO_MANY_SOCKETS);
        }
        return session;
    }

    void loggedIn(ClientSession session) {
        session.wire().belongsTo(session.caller().payer());
        delivery.add(session, limits.socketsPerUser());
        programs.add(session);
        // Looked at after the socket can be found: whichever comes second, this or the revocation, sees the other.
        if (remembersRevoked(session.accessKey())) {
            revoke(session);
        }
    }

    boolean remembersRevoked(long accessKey) {
        return revoked.containsKey(accessKey);
    }

    void closed(ClientSession session) {
        open.remove(session);
        networks.leave(session.network());
        delivery.remove(session);
        programs.remove(session);
    }

    /** Of bots: their tokens may have been revoked, which is looked at as they come back. */
    void closeThoseWithTokens() {
        for (var session : open) {
            if (session.hasToken()) {
                session.run(() -> session.close(CloseReason.GOING_AWAY));
            }
        }
    }

    /**
     * @param userId 0 where it is not known whose they are
     * @param accessKeys of the sessions, or of the tokens of a bot
     */
    void revoke(long userId, Set<Long> accessKeys) {
        long now = clock.millis();
        accessKeys.forEach(key -> revoked.put(key, now));
        for (var session : userId == 0 ? open : List.of(delivery.of(userId))) {
            if (accessKeys.contains(session.accessKey())) {
                session.run(() -> revoke(session));
            }
        }
    }

    /** There is more in the feed of a user. */
    void feedGrew(long userId) {
        for (var session : delivery.of(userId)) {
            session.feedGrew();
        }
    }

    private static void revoke(ClientSession session) {
        session.send(session.format()
                .delivery(session.inbox(), Event.sessionRevoked().encode()));
        session.close(CloseReason.SESSION_REVOKED);
    }

    /** One look at all deadlines; a timer for each socket would cost more than the socket's own state. */
    void sweep() {
        long now = clock.millis();
        for (var session : open) {
            if (session.deadline() <= now) {
                session.run(session::checkDeadline);
            }
            session.lookIntoFeed(now);
        }
        revoked.values().removeIf(since -> since < now - REMEMBER_REVOKED);
    }

    /**
     * Tells every socket and closes it; no more are taken from now on.
     *
     * @param millis over which they are closed one after the other
     * @param pause what lets so many milliseconds pass
     */
    Future<Void> stop(long millis, LongFunction<Future<?>> pause) {
        stopped = true;
        return Spread.over(List.copyOf(open), millis, pause, Sockets::close);
    }

    private static Future<?> close(List<ClientSession> sessions) {
        return Future.join(sessions.stream()
                .map(session -> Future.<Void>future(closed ->
                        session.run(() -> session.close(CloseReason.GOING_AWAY).onComplete(closed))))
                .toList());
    }
}
