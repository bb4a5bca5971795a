package io.webim.chat.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.ext.web.Router;
import io.webim.Config;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where clients join the event bus: SockJS and raw WebSockets on the one origin, TCP for other services. */
public final class Bridge {
    /** Without mutual TLS nobody but this machine may connect. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final long LONGEST_STOP_MILLIS = 2_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Config config;
    private final Sockets sockets;
    private @Nullable NetServer tcp;
    private long sweeper;

    public Bridge(Vertx vertx, Bus bus, Config config, Delivery delivery) {
        this(vertx, bus, config, delivery, Limits.DEFAULT);
    }

    Bridge(Vertx vertx, Bus bus, Config config, Delivery delivery, Limits limits) {
        this.vertx = vertx;
        this.bus = bus;
        this.config = config;
        this.sockets = new Sockets(bus, delivery, limits);
    }

    /** A router to be mounted at {@code /eventbus/*}; one for each HTTP verticle instance. */
    public Router sockets(Vertx vertx) {
        return new SocketRoutes(vertx, sockets, new Origins(config.publicUrl())).router();
    }

    /** Starts the TCP bridge where a port is configured. */
    public Future<Void> start() {
        bus.listen(Address.AUTH_SESSION_REVOKED, this::revoke);
        sweeper = vertx.setPeriodic(sockets.limits().sweepInterval(), tick -> sockets.sweep());
        return config.bridge().port().map(this::listen).orElseGet(Future::succeededFuture);
    }

    /** Tells every socket and closes it. */
    public Future<Void> stop() {
        vertx.cancelTimer(sweeper);
        return sockets.stop()
                .timeout(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS)
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

    private Future<Void> listen(int port) {
        var server = vertx.createNetServer()
                .connectHandler(socket -> TcpWire.attach(socket, sockets, vertx.getOrCreateContext()));
        tcp = server;
        return server.listen(port, LOOPBACK).mapEmpty();
    }

    private void revoke(JsonObject event) {
        var sessionIds = event.getJsonArray("sessionIds", new JsonArray()).stream()
                .map(id -> ((Number) id).longValue())
                .collect(Collectors.toSet());
        sockets.revoke(event.getLong("userId", 0L), sessionIds);
    }
}
