package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.CannotStart;
import io.webim.Config;
import io.webim.bus.Bus;
import io.webim.http.SlowRequests.Patience;
import io.webim.limits.Admission;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one origin: the web client, REST under {@code /api}, and the sockets that chat's bridge serves. */
public final class HttpVerticle extends VerticleBase {
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_LINE_BYTES = 8 * 1024;
    /** Smaller answers fit one packet anyway. */
    private static final int LEAST_COMPRESSED_BYTES = 1024;
    /** As many as Linux lets wait: after a restart everybody comes at once. */
    private static final int ACCEPT_BACKLOG = 4096;

    private final Config config;
    private final Function<Vertx, Router> sockets;
    private final Admission admission;
    private final Patience patience;
    private @Nullable HttpServer server;

    /** @param sockets makes the router for {@code /eventbus/*} */
    public HttpVerticle(Config config, Function<Vertx, Router> sockets, Admission admission) {
        this(config, sockets, admission, Patience.DEFAULT);
    }

    HttpVerticle(Config config, Function<Vertx, Router> sockets, Admission admission, Patience patience) {
        this.admission = admission;
        this.config = config;
        this.sockets = sockets;
        this.patience = patience;
    }

    @Override
    public Future<?> start() {
        var client = vertx.executeBlocking(WebClient::load);
        var document = vertx.executeBlocking(Api::readDocument);
        return Future.all(client, document).compose(read -> listen(client.result(), document.result()));
    }

    /** The port that was really bound. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    private Future<?> listen(WebClient client, Buffer document) {
        var slow = new SlowRequests(vertx, patience);
        return vertx.createHttpServer(options())
                .connectionHandler(slow::connected)
                .requestHandler(router(client, document, slow))
                .listen()
                .onSuccess(listening -> server = listening)
                .recover(error -> Future.failedFuture(new CannotStart(
                        "The address " + config.http().host() + ":"
                                + config.http().port() + " cannot be listened on: " + error,
                        error)));
    }

    private Router router(WebClient client, Buffer document, SlowRequests slow) {
        var origins = new Origins(config.publicUrl());
        var endpoints = Endpoints.all();
        var router = Router.router(vertx);
        router.route().handler(slow::headArrived);
        router.route().handler(new Forwarding(config.trustedProxies(), isPublicSecure()));
        router.route().handler(new SecurityHeaders(client.importMapHash()));
        router.route("/eventbus/*").handler(HttpVerticle::leaveUnpacked);
        router.route("/eventbus/*").subRouter(sockets.apply(vertx));
        router.route("/api/*").handler(origins::guard);
        new Api(new Bus(vertx), admission, endpoints, document).mount(router, slow);
        client.mount(router);
        Problems.mount(router);
        return router;
    }

    private boolean isPublicSecure() {
        return config.publicUrl().filter(url -> url.startsWith("https:")).isPresent();
    }

    /** A stream would wait in the compressor, and each would cost one its memory. */
    private static void leaveUnpacked(RoutingContext context) {
        if (context.request().getHeader("Upgrade") == null) {
            context.response().putHeader("Content-Encoding", "identity");
        }
        context.next();
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.http().host())
                // -1 has all instances share one free port, where 0 would give each its own.
                .setPort(config.http().port() == 0 ? -1 : config.http().port())
                // HTTP/2 would break content-encoding together with compression (vert.x#5896).
                .setHttp2ClearTextEnabled(false)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(LEAST_COMPRESSED_BYTES)
                // 90 KB a socket, once used.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setStrictThreadMode(true);
    }
}
