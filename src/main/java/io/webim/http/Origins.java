package io.webim.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sites' pages may talk to this server: its own. Browsers say where a page came from, and pages cannot change it;
 * whoever is not a browser says nothing and brings a token.
 */
final class Origins {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** A neighbour under the same domain is {@code same-site}; it gets the cookie sent, and is somebody else. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Optional<String> allowed;

    /** @param publicUrl empty allows the host that the request itself names */
    Origins(Optional<String> publicUrl) {
        this.allowed = publicUrl.flatMap(Origins::parse).map(Site::toString);
    }

    /** Lets requests pass that change nothing, or that no other site's page made. */
    void guard(RoutingContext context) {
        if (READING.contains(context.request().method()) || isOwn(context.request())) {
            context.next();
        } else {
            context.fail(Failure.of(ErrorCode.BAD_ORIGIN, "Pages of another site may not do this."));
        }
    }

    private boolean isOwn(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        if (origin == null) {
            @Nullable String site = request.getHeader("Sec-Fetch-Site");
            return site == null || OWN_SITE.contains(site);
        }
        return parse(origin)
                .filter(site -> isAllowed(site, request.authority()))
                .isPresent();
    }

    private boolean isAllowed(Site site, @Nullable HostAndPort own) {
        return allowed.map(only -> only.equals(site.toString())).orElseGet(() -> own != null && isSameHost(site, own));
    }

    private static boolean isSameHost(Site site, HostAndPort own) {
        var host = own.host().toLowerCase(Locale.ROOT);
        int port = own.port() > 0 ? own.port() : site.defaultPort();
        return port == site.port()
                && (host.equals(site.host()) || (LOOPBACK.contains(host) && LOOPBACK.contains(site.host())));
    }

    private static Optional<Site> parse(String origin) {
        try {
            var uri = new URI(origin);
            var scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                return Optional.empty();
            }
            return Optional.of(Site.of(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort()));
        } catch (URISyntaxException notAnOrigin) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port, the port always said. */
    private record Site(String scheme, String host, int port) {
        static Site of(String scheme, String host, int port) {
            return new Site(scheme, host, port > 0 ? port : defaultPort(scheme));
        }

        int defaultPort() {
            return defaultPort(scheme);
        }

        private static int defaultPort(String scheme) {
            return scheme.equals("https") ? 443 : 80;
        }
    }
}
