package io.webim.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.webim.config.OwnOrigin;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what pages of other sites would have a browser do. Browsers say where a page came from, and pages cannot change
 * it; whoever is not a browser says nothing and brings a token.
 */
final class OtherSites {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** A neighbour under the same domain is {@code same-site}; it gets the cookie sent, and is somebody else. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final OwnOrigin own;

    OtherSites(OwnOrigin own) {
        this.own = own;
    }

    /** Lets requests pass that change nothing, or that no other site's page made. */
    void keepOut(RoutingContext context) {
        if (READING.contains(context.request().method()) || isOwn(context.request())) {
            context.next();
        } else {
            context.fail(Failure.of(ErrorCode.BAD_ORIGIN, "Pages of another site may not do this."));
        }
    }

    private boolean isOwn(HttpServerRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            @Nullable String site = request.getHeader("Sec-Fetch-Site");
            return site == null || OWN_SITE.contains(site);
        }
        return own.is(origin, request.getHeader(HttpHeaders.HOST));
    }
}
