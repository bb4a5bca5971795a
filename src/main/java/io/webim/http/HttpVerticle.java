package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.Config;
import java.util.function.Function;

/** The one origin: the web client, REST under {@code /api}, and the sockets that chat's bridge serves. */
public final class HttpVerticle extends VerticleBase {
    /** @param sockets makes the router for {@code /eventbus/*} */
    public HttpVerticle(Config config, Function<Vertx, Router> sockets) {}

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    /** The port that was really bound. */
    public int port() {
        return 0;
    }
}
