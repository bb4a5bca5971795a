package io.webim.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.webim.limits.RateLimits;
import java.util.Map;

/** For tests of something else. */
public final class TestEdge {
    private TestEdge() {}

    public static Edge of(Vertx vertx) {
        var bounds = Bounds.of(Runtime.getRuntime().maxMemory(), 0, Long.MAX_VALUE, Integer.MAX_VALUE);
        var meters = new SimpleMeterRegistry();
        return new Edge(vertx, bounds, Timeouts.DEFAULT, address -> false, new RateLimits(Map.of(), meters), meters);
    }
}
