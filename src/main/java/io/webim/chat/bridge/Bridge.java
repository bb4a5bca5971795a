package io.webim.chat.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.Config;
import io.webim.bus.Bus;

/** Where clients join the event bus: SockJS and raw WebSockets on the one origin, TCP for other services. */
public final class Bridge {
    public Bridge(Vertx vertx, Bus bus, Config config, Delivery delivery) {}

    /** A router to be mounted at {@code /eventbus/*}; one for each HTTP verticle instance. */
    public Router sockets(Vertx vertx) {
        return Router.router(vertx);
    }

    /** Starts the TCP bridge where a port is configured. */
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    /** Tells every socket and closes it. */
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    /** The port of the TCP bridge, 0 when it is off. */
    public int tcpPort() {
        return 0;
    }
}
