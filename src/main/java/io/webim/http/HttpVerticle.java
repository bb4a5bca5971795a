package io.webim.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.config.OwnOrigin;
import io.webim.contract.Entrance;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Instance;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import io.webim.limits.RateLimits;
import java.util.function.BooleanSupplier;
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
    private final Future<Pages> pages;
    private final Instance instance;
    private final RateLimits limits;
    private final MeterRegistry meters;
    private final Function<Vertx, Router> sockets;
    private final Entrance.Module files;
    private final Edge edge;
    private final Admission admission;
    private @Nullable HttpServer server;
    private volatile boolean draining;
    private volatile BooleanSupplier engineAway = () -> false;

    /**
     * @param pages may still be read
     * @param sockets makes the router for {@code /eventbus/*}
     * @param files what is below {@code /api/files}
     */
    public HttpVerticle(
            Config config,
            Future<Pages> pages,
            Instance instance,
            RateLimits limits,
            MeterRegistry meters,
            Function<Vertx, Router> sockets,
            Entrance.Module files,
            Edge edge,
            Admission admission) {
        this.admission = admission;
        this.config = config;
        this.pages = pages;
        this.instance = instance;
        this.limits = limits;
        this.meters = meters;
        this.sockets = sockets;
        this.files = files;
        this.edge = edge;
    }

    @Override
    public Future<?> start() {
        return pages.compose(this::listenHere);
    }

    /** On the verticle's own event loop, not on that of whoever read them. */
    private Future<HttpServer> listenHere(Pages pages) {
        return Future.future(
                listening -> context.runOnContext(here -> listen(pages).onComplete(listening)));
    }

    /** @param away whether it cannot reach the other nodes; it is ready all the same */
    public void says(BooleanSupplier away) {
        engineAway = away;
    }

    /** It will stop soon, and says so to whoever asks whether it is ready. */
    public void drain() {
        draining = true;
    }

    /** The port that was really bound. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    private Future<HttpServer> listen(Pages pages) {
        var options = options();
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> edge.guard(connection, options))
                .requestHandler(router(pages))
                .listen()
                .onSuccess(listening -> server = listening)
                .recover(error -> Future.failedFuture(new CannotStart(
                        "The address " + config.http().host() + ":"
                                + config.http().port() + " cannot be listened on: " + error,
                        error)));
    }

    private Router router(Pages pages) {
        var client = pages.client();
        var otherSites = new OtherSites(new OwnOrigin(config.publicUrl()));
        var endpoints = Endpoints.all();
        var bus = new Bus(vertx);
        var toll = new Toll(admission, new BearerToken(bus));
        var router = Router.router(vertx);
        router.route().handler(HttpVerticle::answerOnlyWhoReads);
        router.route().handler(new Forwarding(config.trustedProxies(), isPublicSecure()));
        router.route().handler(toll);
        router.route().handler(HttpVerticle::requireOneHost);
        router.route().handler(new SecurityHeaders(client.inlineParts()));
        router.route().handler(client::answerUnreadable);
        router.route("/eventbus/*").handler(HttpVerticle::leaveUnpacked);
        router.route("/eventbus/*").subRouter(sockets.apply(vertx));
        router.route("/api/*").handler(otherSites::keepOut);
        router.route(HookRequests.PATH + "*").handler(otherSites::keepOut);
        router.route("/api/*").handler(new RefreshCookie(instance));
        files.mount(router, new Visitors(bus, toll));
        router.route(Api.READY).handler(this::answerWhileDraining);
        new Api(
                        bus,
                        admission,
                        toll,
                        endpoints,
                        pages,
                        new Uploads(limits, config.limits().on(), meters))
                .mount(router);
        client.mount(router, toll);
        Problems.mount(router);
        return router;
    }

    private void answerWhileDraining(RoutingContext context) {
        if (draining) {
            context.fail(Failure.of(ErrorCode.DRAINING, "The server is about to stop."));
        } else {
            context.put(Endpoints.ENGINE_AWAY, engineAway.getAsBoolean());
            context.next();
        }
    }

    /** Two would be read as one by this server and as the other by a proxy. */
    private static void requireOneHost(RoutingContext context) {
        if (hasOneHost(context)) {
            context.next();
        } else {
            context.fail(400);
        }
    }

    static boolean hasOneHost(RoutingContext context) {
        int hosts = context.request().headers().getAll("Host").size();
        return hosts == 1 || (hosts == 0 && context.request().version() == HttpVersion.HTTP_1_0);
    }

    private static void answerOnlyWhoReads(RoutingContext context) {
        Edge.onceRead(context.request(), context::next);
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
                // A body has a bound of its own.
                .setMaxFormAttributeSize(Endpoint.HOOK_BODY)
                .setStrictThreadMode(true);
    }
}
