package io.webim.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import io.webim.limits.NetworkAddress;
import io.webim.limits.RateLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may send a file now, decided before any of it is read: each is held in memory until it is dealt with. A place is
 * free again when its request is over, however it ends.
 */
final class Uploads {
    private static final String REFUSED = "webim.uploads.refused";
    private static final int MOST = 8;
    private static final int MOST_OF_NETWORK = 4;

    private final RateLimits limits;
    private final boolean shared;
    private final MeterRegistry meters;
    private final Map<Object, Integer> places = new HashMap<>();
    private int taken;

    /** @param shared whether no user and no network may take all the places */
    Uploads(RateLimits limits, boolean shared, MeterRegistry meters) {
        this.limits = limits;
        this.shared = shared;
        this.meters = meters;
        // Seen from the start, as nought.
        List.of("user", "network", "all").forEach(share -> meters.counter(REFUSED, "share", share));
        Gauge.builder("webim.uploads.pending", this, uploads -> uploads.taken).register(meters);
    }

    void enter(RoutingContext context, Limit limit) {
        Object user = BearerToken.caller(context).userId();
        Object network = NetworkAddress.of(Forwarding.remoteAddress(context));
        if (shared && places.containsKey(user)) {
            throw busy("user");
        }
        if (shared && places.getOrDefault(network, 0) >= MOST_OF_NETWORK) {
            throw busy("network");
        }
        if (taken >= MOST) {
            throw busy("all");
        }
        limits.of(limit).take(user);
        take(user, network);
        context.addEndHandler(over -> leave(user, network));
        context.next();
    }

    private void take(Object user, Object network) {
        taken++;
        places.merge(user, 1, Integer::sum);
        places.merge(network, 1, Integer::sum);
    }

    private void leave(Object user, Object network) {
        taken--;
        giveBack(user);
        giveBack(network);
    }

    private void giveBack(Object key) {
        places.computeIfPresent(key, (same, before) -> before == 1 ? null : before - 1);
    }

    private Failure busy(String share) {
        meters.counter(REFUSED, "share", share).increment();
        return Failure.retryAfter(503, "busy", "Too many files are on their way. Try again shortly.", 2);
    }
}
