package io.webim.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;

/** Who asks, for rooms that answer by themselves. */
final class Visitors implements Entrance {
    private final BearerToken bearer;

    Visitors(Bus bus) {
        this.bearer = new BearerToken(bus);
    }

    @Override
    public Future<Caller> identify(RoutingContext context) {
        return bearer.verify(context).map(access -> {
            access.requirePerson();
            return access.caller();
        });
    }

    @Override
    public String remoteAddress(RoutingContext context) {
        return Forwarding.remoteAddress(context);
    }
}
