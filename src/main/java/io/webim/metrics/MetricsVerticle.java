package io.webim.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.webim.config.Config;
import io.webim.contract.Failure;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import io.webim.limits.NetworkAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may count, on a port of its own. The modules write into one registry; where no port is configured it
 * keeps nothing. Vert.x's own metrics are left out: they would cost every message, and tell less.
 */
public final class MetricsVerticle extends VerticleBase {
    private static final String PATH = "/metrics";
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** As a frame of so many bytes. */
    private static final int COST = 64 << 10;

    private final Config.Metrics config;
    private final MeterRegistry meters;
    private final Edge edge;
    private final Admission admission;
    private final JvmGcMetrics garbageCollections = new JvmGcMetrics();
    private @Nullable HttpServer server;

    /** Whoever else asks this server from the same network keeps nobody from counting. */
    private record Scraper(String network) {}

    /** @param meters that {@link #registry} has made */
    public MetricsVerticle(Config.Metrics config, MeterRegistry meters, Edge edge, Admission admission) {
        this.config = config;
        this.meters = meters;
        this.edge = edge;
        this.admission = admission;
    }

    /** Where the modules count. */
    public static MeterRegistry registry(Config.Metrics config) {
        return config.port().isPresent()
                ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
                : new CompositeMeterRegistry();
    }

    /** The port that was really bound, 0 when it is off. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    @Override
    public Future<?> start() {
        return meters instanceof PrometheusMeterRegistry prometheus
                ? listen(prometheus, config.port().orElse(0))
                : Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        garbageCollections.close();
        meters.close();
        return Future.succeededFuture();
    }

    private Future<?> listen(PrometheusMeterRegistry prometheus, int port) {
        List<MeterBinder> ofTheProcess = List.of(
                new JvmMemoryMetrics(),
                garbageCollections,
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        ofTheProcess.forEach(binder -> binder.bindTo(prometheus));
        var options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> edge.guard(connection, options))
                .requestHandler(request -> Edge.onceRead(request, () -> answer(request, prometheus)))
                .listen(port, config.host())
                .onSuccess(listening -> server = listening);
    }

    private void answer(HttpServerRequest request, PrometheusMeterRegistry prometheus) {
        boolean isThere = PATH.equals(request.path());
        if (!pays(request, isThere ? COST : 0)) {
            Edge.answersNoMore(request.connection());
            request.response()
                    .setStatusCode(429)
                    .putHeader("Connection", "close")
                    .end("Too many requests.\n");
        } else if (isThere) {
            request.response().putHeader("Content-Type", CONTENT_TYPE).end(prometheus.scrape());
        } else {
            request.response().setStatusCode(404).end("There is " + PATH + ", and nothing else.\n");
        }
    }

    private boolean pays(HttpServerRequest request, int bytes) {
        try {
            admission.pay(new Scraper(NetworkAddress.of(request.remoteAddress().hostAddress())), bytes);
            return true;
        } catch (Failure refused) {
            return false;
        }
    }
}
