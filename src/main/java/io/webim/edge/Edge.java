package io.webim.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.webim.limits.Limit;
import io.webim.limits.NetworkAddress;
import io.webim.limits.RateLimit;
import io.webim.limits.RateLimits;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the server meets the network: every connection is guarded from its first byte, and what all of them hold comes out
 * of budgets of the process, of networks and of users. Safe from any thread.
 */
public final class Edge {
    private static final AttributeKey<Boolean> GUARDED = AttributeKey.valueOf(Edge.class, "guarded");

    final Budget connections;
    final Budget open;
    final Pool input;
    final Pool output;
    final Timeouts patience;
    final Evictable evictable = new Evictable();

    private final Vertx vertx;
    private final Bounds bounds;
    private final Predicate<String> proxies;
    private final RateLimit newConnections;
    private final long sweeper;
    private final Map<String, Network> networks = new ConcurrentHashMap<>();
    private final Map<Long, ConnectedUser> users = new ConcurrentHashMap<>();
    private final Set<ConnectionGuard> watched = ConcurrentHashMap.newKeySet();
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);

    /** @param proxies whose own address counts for nobody: their connections serve many networks */
    public Edge(
            Vertx vertx,
            Bounds bounds,
            Timeouts patience,
            Predicate<String> proxies,
            RateLimits limits,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.bounds = bounds;
        this.patience = patience;
        this.proxies = proxies;
        this.newConnections = limits.of(Limit.CONNECTIONS);
        this.connections = new Budget(bounds.connections());
        this.open = new Budget(bounds.connectionsOfAll());
        this.input = Pool.input(bounds);
        this.output = Pool.output(bounds);
        for (var ending : Ending.values()) {
            endings.put(ending, meters.counter("webim.connections.ended", "reason", ending.text()));
        }
        gauge(meters, "webim.connections", open, bounds.connectionsOfAll());
        gauge(meters, "webim.connections.bytes", connections, bounds.connections());
        gauge(meters, "webim.input.bytes", input.all, bounds.input());
        gauge(meters, "webim.output.bytes", output.all, bounds.output());
        this.sweeper = vertx.setPeriodic(patience.sweep(), tick -> sweep());
    }

    private static void gauge(MeterRegistry meters, String name, Budget budget, long most) {
        Gauge.builder(name + ".held", budget, Budget::held).register(meters);
        Gauge.builder(name + ".most", () -> most).register(meters);
    }

    /**
     * A new connection that speaks HTTP; to be called on its event loop, before it is read.
     *
     * @param options of the server that it came to
     */
    public void guard(HttpConnection connection, HttpServerOptions options) {
        var context = ((HttpServerConnection) connection).channelHandlerContext();
        @Nullable
        ConnectionGuard guard = guard(context.channel(), connection.remoteAddress(), ConnectionGuard.Kind.HTTP);
        if (guard != null) {
            // Nearest to the wire: what it throws away is nobody's work.
            context.pipeline().addAfter("httpEncoder", "exchanges", new Exchanges(guard));
            context.pipeline().replace(VertxHttpRequestDecoder.class, "httpDecoder", new ExactHeaderNames(options));
        }
    }

    /** A new connection of another protocol; null when it has been refused. */
    public @Nullable ConnectionGuard guard(NetSocket socket) {
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        return guard(channel, socket.remoteAddress(), ConnectionGuard.Kind.TCP);
    }

    private @Nullable ConnectionGuard guard(Channel channel, SocketAddress peer, ConnectionGuard.Kind kind) {
        guardPort(channel.parent());
        var address = Objects.requireNonNullElse(peer.hostAddress(), "");
        boolean isProxy = proxies.test(address);
        var holding = new Holding(this, isProxy ? null : enter(address));
        var guard = new ConnectionGuard(this, channel, holding, kind, isProxy ? null : address);
        channel.pipeline().addFirst("guard", guard);
        return guard.isAdmitted() ? guard : null;
    }

    /** Vert.x does not hand out the port that it listens on: the first connection leads there. */
    private void guardPort(@Nullable Channel port) {
        if (port != null && port.attr(GUARDED).setIfAbsent(true) == null) {
            port.pipeline().addFirst("acceptGuard", new AcceptGuard(this));
        }
    }

    /** Whether a network that opens another connection keeps within its rate. */
    boolean isInTime(String address) {
        return proxies.test(address) || newConnections.has(NetworkAddress.of(address), 1);
    }

    /** For a session that goes over one connection after another. */
    public Holding session(String remoteAddress) {
        return new Holding(this, enter(remoteAddress));
    }

    /** The connection's guard; null for one that is not guarded, as in a test of something else. */
    public static @Nullable ConnectionGuard guardOf(HttpConnection connection) {
        return ((HttpServerConnection) connection)
                .channelHandlerContext()
                .pipeline()
                .get(ConnectionGuard.class);
    }

    /** Ends a connection at once, be it one whose other end does not read. */
    public static void cut(HttpConnection connection) {
        @Nullable ConnectionGuard guard = guardOf(connection);
        if (guard == null) {
            var unused = connection.close();
        } else {
            guard.cut();
        }
    }

    /**
     * To be called before the answer to somebody who has nothing left to spend.
     *
     * @return whether it will be the last on its connection, which is to be said
     */
    public static boolean answersNoMore(HttpConnection connection) {
        @Nullable ConnectionGuard guard = guardOf(connection);
        return guard != null && guard.answersNoMore();
    }

    /** Answers a request once those before it have been read: who sends one after the other and reads no answer waits. */
    public static void onceRead(HttpServerRequest request, Runnable answer) {
        @Nullable ConnectionGuard guard = guardOf(request.connection());
        if (guard == null || guard.isWritable()) {
            answer.run();
            return;
        }
        request.pause();
        guard.whenWritable(() -> {
            request.resume();
            answer.run();
        });
    }

    public void close() {
        vertx.cancelTimer(sweeper);
    }

    /** Takes room for a connection, be it that of others that nobody is signed in on; false where those are too few. */
    boolean makeRoom(long bytes) {
        if (take(bytes)) {
            return true;
        }
        long freed = 0;
        while (freed < bytes) {
            @Nullable ConnectionGuard victim = evictable.take();
            if (victim == null) {
                return false;
            }
            freed += victim.cost();
            victim.run(() -> victim.end(Ending.EVICTED));
        }
        connections.takeOver(bytes);
        open.takeOver(1);
        return true;
    }

    private boolean take(long bytes) {
        if (!open.take(1)) {
            return false;
        }
        if (connections.take(bytes)) {
            return true;
        }
        open.giveBack(1);
        return false;
    }

    void watch(ConnectionGuard guard) {
        watched.add(guard);
    }

    void unwatch(ConnectionGuard guard) {
        watched.remove(guard);
    }

    void ended(Ending ending) {
        Objects.requireNonNull(endings.get(ending)).increment();
    }

    Network enter(String remoteAddress) {
        return networks.compute(NetworkAddress.of(remoteAddress), (name, present) -> {
            var network = present == null ? new Network(name, remoteAddress, bounds) : present;
            network.holders++;
            return network;
        });
    }

    @SuppressWarnings("NullAway") // compute() takes null for "remove"; the checker reads it as a value.
    void leave(Network network) {
        networks.computeIfPresent(network.name, (name, present) -> --present.holders == 0 ? null : present);
    }

    ConnectedUser enter(long userId) {
        return users.compute(userId, (id, present) -> {
            var user = present == null ? new ConnectedUser(userId, bounds) : present;
            user.holders++;
            return user;
        });
    }

    @SuppressWarnings("NullAway") // as above
    void leave(ConnectedUser user) {
        users.computeIfPresent(user.id, (id, present) -> --present.holders == 0 ? null : present);
    }

    /** One look at all that are waited for; quiet sockets are not among them. */
    private void sweep() {
        for (var guard : watched) {
            guard.run(() -> {
                if (!guard.isStillWatched()) {
                    watched.remove(guard);
                }
            });
        }
    }
}
