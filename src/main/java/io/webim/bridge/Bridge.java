package io.webim.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import io.webim.bus.Bus;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.config.OwnOrigin;
import io.webim.contract.Access;
import io.webim.contract.Address;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where clients join the event bus: SockJS and raw WebSockets on the one origin, TCP for other services. */
public final class Bridge {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);
    private static final long LONGEST_STOP_MILLIS = 2_000;
    private static final int HANDSHAKE_SECONDS = 5;

    private final Vertx vertx;
    private final Bus bus;
    private final Config config;
    private final Edge edge;
    private final Admission admission;
    private final Sockets sockets;
    private @Nullable NetServer tcp;
    private long sweeper;

    public Bridge(
            Vertx vertx,
            Bus bus,
            Config config,
            Delivery delivery,
            Edge edge,
            Admission admission,
            MeterRegistry meters) {
        this(
                vertx,
                bus,
                config,
                delivery,
                edge,
                admission,
                SocketLimits.of(
                        config.limits().socketsPerUser(),
                        config.limits().socketsPerAddress(),
                        config.messages().editing()),
                Clock.SYSTEM);
        meters.gauge("webim.sockets.open", sockets, Sockets::count);
        meters.gauge("webim.users.connected", delivery, Delivery::users);
    }

    Bridge(
            Vertx vertx,
            Bus bus,
            Config config,
            Delivery delivery,
            Edge edge,
            Admission admission,
            SocketLimits limits,
            Clock clock) {
        this.vertx = vertx;
        this.bus = bus;
        this.config = config;
        this.edge = edge;
        this.admission = admission;
        this.sockets = new Sockets(bus, delivery, edge, admission, limits, clock);
    }

    /** A router to be mounted at {@code /eventbus/*}; one for each HTTP verticle instance. */
    public Router sockets(Vertx vertx) {
        return new SocketRoutes(vertx, sockets, admission, new OwnOrigin(config.publicUrl()), config.trustedProxies())
                .router();
    }

    /** Starts the TCP bridge where a port is configured. */
    public Future<Void> start() {
        bus.listen(Address.AUTH_SESSION_REVOKED, event -> revoke(event, "sessionIds", id -> id));
        bus.listen(Address.AUTH_BOT_TOKENS_REVOKED, event -> revoke(event, "tokenIds", Access::keyOfToken));
        bus.listen(Address.FEED_GREW, event -> sockets.feedGrew(event.getLong("accountId")));
        bus.listen(Address.NODES_MISSED, missed -> {
            if (missed.getBoolean("back")) {
                sockets.closeThoseWithTokens();
            }
        });
        sweeper = vertx.setPeriodic(sockets.limits().sweepInterval(), tick -> sockets.sweep());
        return config.bridge().port().map(this::listenTo).orElseGet(Future::succeededFuture);
    }

    /**
     * Tells every socket and closes it.
     *
     * @param over for so long they go on, until one after the other is closed
     */
    public Future<Void> stop(Duration over) {
        vertx.cancelTimer(sweeper);
        return sockets.stop(over.toMillis(), vertx::timer)
                .timeout(over.toMillis() + LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(told -> tcp == null ? Future.succeededFuture() : tcp.close());
    }

    /** The port of the TCP bridge, 0 when it is off. */
    public int tcpPort() {
        return tcp == null ? 0 : tcp.actualPort();
    }

    /** How many sockets of any transport are open. */
    int openSockets() {
        return sockets.count();
    }

    /** Whether a login of this session would still be undone. */
    boolean remembersRevoked(long sessionId) {
        return sockets.remembersRevoked(sessionId);
    }

    private Future<Void> listenTo(int port) {
        var options = new NetServerOptions().setHost(config.bridge().host()).setPort(port);
        config.bridge().tls().ifPresent(tls -> demandCertificates(options, tls));
        var server = vertx.createNetServer(options)
                .connectHandler(this::connected)
                .exceptionHandler(refused -> log.debug("A TLS handshake failed: {}", refused.toString()));
        tcp = server;
        return server.listen()
                .<Void>mapEmpty()
                .recover(error -> Future.failedFuture(new CannotStart(
                        "The event bus bridge cannot listen on " + options.getHost() + ":" + port + ": " + error,
                        error)));
    }

    private void connected(NetSocket socket) {
        @Nullable ConnectionGuard guard = edge.guard(socket);
        if (guard != null) {
            TcpWire.attach(socket, guard, sockets, vertx.getOrCreateContext());
        }
    }

    private static void demandCertificates(NetServerOptions options, Config.MutualTls tls) {
        options.setSsl(true)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(tls.certificate().toString())
                        .addKeyPath(tls.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.clientCa().toString()));
    }

    private void revoke(JsonObject event, String ids, LongUnaryOperator key) {
        var accessKeys = event.getJsonArray(ids, new JsonArray()).stream()
                .map(id -> key.applyAsLong(((Number) id).longValue()))
                .collect(Collectors.toSet());
        sockets.revoke(event.getLong("userId", 0L), accessKeys);
    }
}
