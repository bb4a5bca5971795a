package io.webim.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;
import io.webim.contract.Scope;

/** Who asks, for modules that answer by themselves. */
final class Visitors implements Entrance {
    private final BearerToken bearer;
    private final Toll toll;

    Visitors(Bus bus, Toll toll) {
        this.bearer = new BearerToken(bus);
        this.toll = toll;
    }

    @Override
    public Future<Caller> identify(RoutingContext context, Scope needed) {
        return bearer.verify(context).map(access -> {
            toll.isOf(context, access.caller());
            access.require(needed);
            return access.caller();
        });
    }

    @Override
    public String remoteAddress(RoutingContext context) {
        return Forwarding.remoteAddress(context);
    }
}
