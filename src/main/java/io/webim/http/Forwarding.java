package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.webim.config.TrustedProxies;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Edge;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who really asks, and how, where a proxy stands in between: its word counts only when it is trusted. */
final class Forwarding implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(Forwarding.class);
    private static final String REMOTE_ADDRESS = "remoteAddress";
    private static final String SECURE = "secure";

    private final TrustedProxies proxies;
    private final boolean publicIsSecure;
    private final AtomicBoolean noted = new AtomicBoolean();

    /** @param publicIsSecure whether everybody comes over TLS, whatever a proxy says */
    Forwarding(TrustedProxies proxies, boolean publicIsSecure) {
        this.proxies = proxies;
        this.publicIsSecure = publicIsSecure;
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var peer = request.remoteAddress().hostAddress();
        boolean trusted = proxies.trusts(peer);
        if (!trusted && request.headers().contains("X-Forwarded-For")) {
            noteUntrusted(peer);
        }
        var client = proxies.clientOf(peer, request.headers().getAll("X-Forwarded-For"));
        context.put(REMOTE_ADDRESS, client);
        @Nullable ConnectionGuard guard = Edge.guardOf(request.connection());
        if (guard != null) {
            guard.from(client);
        }
        context.put(SECURE, publicIsSecure || request.isSSL() || (trusted && isForwardedOverTls(request)));
        context.next();
    }

    static String remoteAddress(RoutingContext context) {
        return context.get(REMOTE_ADDRESS);
    }

    /** Whether the client came over TLS. */
    static boolean isSecure(RoutingContext context) {
        return context.get(SECURE);
    }

    /** The last value is the nearest proxy's own. */
    private static boolean isForwardedOverTls(HttpServerRequest request) {
        @Nullable String proto = request.getHeader("X-Forwarded-Proto");
        return proto != null
                && proto.substring(proto.lastIndexOf(',') + 1).strip().equalsIgnoreCase("https");
    }

    /** Once: whoever sends such a header could fill the log with it. */
    private void noteUntrusted(String peer) {
        if (noted.compareAndSet(false, true)) {
            log.warn(
                    "X-Forwarded-For from {} is not believed, since WEBIM_TRUSTED_PROXIES does not name it: if it is"
                            + " your proxy, everybody behind it counts as one",
                    peer);
        }
    }
}
