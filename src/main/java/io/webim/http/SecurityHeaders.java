package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What every answer tells a browser to refuse. */
final class SecurityHeaders implements Handler<RoutingContext> {
    private final Map<String, String> headers = new TreeMap<>();

    /** @param importMapHash of the one inline script that the page has, if it has one */
    SecurityHeaders(Optional<String> importMapHash) {
        headers.put("Content-Security-Policy", contentSecurityPolicy(importMapHash));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Permissions-Policy",
                "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(),"
                        + " midi=(), payment=(), usb=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
    }

    @Override
    public void handle(RoutingContext context) {
        headers.forEach(context.response()::putHeader);
        if (Forwarding.isSecure(context)) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    private static String contentSecurityPolicy(Optional<String> importMapHash) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'"
                        + importMapHash.map(hash -> " '" + hash + "'").orElse(""),
                "style-src 'self'",
                "img-src 'self' data: blob:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }
}
