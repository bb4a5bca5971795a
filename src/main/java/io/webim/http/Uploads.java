package io.webim.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import io.webim.limits.NetworkAddress;
import io.webim.limits.RateLimits;
import io.webim.limits.TransferPlaces;
import java.util.List;

/**
 * Who may send a file now, decided before any of it is read: each is held in memory until it is dealt with. A place is
 * free again when its request is over, however it ends.
 */
final class Uploads {
    private static final int MOST = 8;
    private static final int MOST_OF_NETWORK = 4;
    private static final String REFUSED = "webim.uploads.refused";

    private final RateLimits limits;
    private final MeterRegistry meters;
    private final TransferPlaces places;

    /** @param shared whether no user and no network may take all the places */
    Uploads(RateLimits limits, boolean shared, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        this.places = new TransferPlaces(1, MOST_OF_NETWORK, MOST, shared);
        // Seen from the start, as nought.
        List.of("user", "network", "all").forEach(share -> meters.counter(REFUSED, "share", share));
        Gauge.builder("webim.uploads.pending", places, TransferPlaces::taken).register(meters);
    }

    void enter(RoutingContext context, Limit limit) {
        if (context.response().closed()) {
            // Nothing would tell any more that it is over.
            return;
        }
        Object user = BearerToken.caller(context).userId();
        Object network = NetworkAddress.of(Forwarding.remoteAddress(context));
        places.full(user, network, System.nanoTime()).ifPresent(share -> {
            throw busy(share);
        });
        limits.of(limit).take(user);
        var place =
                places.take(user, network, System.nanoTime(), context.request().connection()::close);
        context.addEndHandler(over -> places.leave(place));
        context.next();
    }

    private Failure busy(String share) {
        meters.counter(REFUSED, "share", share).increment();
        return Failure.retryAfter(ErrorCode.BUSY, "Too many files are on their way. Try again shortly.", 2);
    }
}
