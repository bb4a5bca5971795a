package io.webim.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.config.Config;
import io.webim.contract.Instance;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import io.webim.limits.RateLimits;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** The HTTP verticle alone, without limits, for tests of what it does before anybody else is asked. */
public final class TestHttp {
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final RateLimits NO_LIMITS = new RateLimits(Map.of(), METERS);
    private static final Instance INSTANCE = new Instance("00000000", Instant.EPOCH);

    private TestHttp() {}

    /** @param sockets makes the router for {@code /eventbus/*} */
    public static HttpVerticle of(Vertx vertx, Config config, Function<Vertx, Router> sockets, Edge edge) {
        return of(vertx, config, sockets, edge, Admission.FREE);
    }

    /** The same, where what is asked is paid for. */
    public static HttpVerticle of(
            Vertx vertx, Config config, Function<Vertx, Router> sockets, Edge edge, Admission admission) {
        return new HttpVerticle(
                config,
                Pages.read(vertx),
                INSTANCE,
                NO_LIMITS,
                METERS,
                sockets,
                (router, entrance) -> {},
                edge,
                admission);
    }
}
