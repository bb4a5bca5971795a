package io.webim.contract;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the one origin knows of a request, for modules that answer some by themselves. */
public interface Entrance {
    /** Who asks, by the access token; fails with 401, and with 403 where it is a bot's that is not for this. */
    Future<Caller> identify(RoutingContext context, Scope needed);

    /** Where the request comes from, whatever proxies stand in between. */
    String remoteAddress(RoutingContext context);

    /** A module with requests of its own. */
    interface Module {
        void mount(Router router, Entrance entrance);
    }
}
