package io.webim.files;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.edge.Edge;
import io.webim.limits.NetworkAddress;
import io.webim.limits.TransferPlaces;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** How many send or get files at this moment; a place is free again when its request is over, however it ends. */
final class Transfers {
    private static final String REFUSED = "webim.files.refused";

    private final TransferPlaces places;
    private final MeterRegistry meters;
    private final Entrance entrance;
    private final String way;
    private final Map<HttpConnection, Caller> callers = new HashMap<>();

    private Transfers(TransferPlaces places, MeterRegistry meters, Entrance entrance, String way) {
        this.places = places;
        this.meters = meters;
        this.entrance = entrance;
        this.way = way;
        List.of("user", "network", "all").forEach(share -> meters.counter(REFUSED, "way", way, "share", share));
        Gauge.builder("webim.files." + way, places, TransferPlaces::taken).register(meters);
    }

    /** @param shared whether no user and no network may take all the places */
    static Transfers receiving(boolean shared, MeterRegistry meters, Entrance entrance) {
        return new Transfers(new TransferPlaces(4, 16, 64, shared), meters, entrance, "receiving");
    }

    static Transfers sending(boolean shared, MeterRegistry meters, Entrance entrance) {
        return new Transfers(new TransferPlaces(32, 128, 512, shared), meters, entrance, "sending");
    }

    /**
     * Fails with 503 where there is no place.
     *
     * @return leaves it, where somebody else listens to the response, which then tells nobody that it has broken off
     */
    Runnable enter(RoutingContext context, Caller caller) {
        long payer = caller.payer();
        if (context.response().closed()) {
            // Nothing would tell any more that it is over.
            throw busy();
        }
        Object network = NetworkAddress.of(entrance.remoteAddress(context));
        long now = System.nanoTime();
        places.full(payer, network, now).ifPresent(share -> {
            meters.counter(REFUSED, "way", way, "share", share).increment();
            throw busy();
        });
        var connection = context.request().connection();
        var place = places.take(payer, network, now, () -> Edge.cut(connection));
        callers.put(connection, caller);
        Runnable leave = () -> {
            places.leave(place);
            callers.remove(connection);
        };
        context.addEndHandler(over -> leave.run());
        return leave;
    }

    /** Cuts off whoever is at it in these sessions, which have ended. */
    void end(Collection<Long> sessionIds) {
        end(caller -> sessionIds.contains(caller.sessionId()));
    }

    /** The same of a bot of which a token has ended: with another one it goes on from where it was. */
    void endOf(long botId) {
        end(caller -> caller.userId() == botId);
    }

    private void end(Predicate<Caller> which) {
        callers.entrySet().stream()
                .filter(one -> which.test(one.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(Edge::cut);
    }

    private static Failure busy() {
        return Failure.retryAfter(ErrorCode.BUSY, "Too many files are on their way. Try again shortly.", 2);
    }
}
