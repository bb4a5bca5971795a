package io.webim.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every answer tells a browser to refuse. */
final class SecurityHeaders implements Handler<RoutingContext> {
    private final Map<String, String> headers = new TreeMap<>();

    /** @param inline what the page has within itself */
    SecurityHeaders(InlineParts inline) {
        headers.put("Content-Security-Policy", contentSecurityPolicy(inline));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Permissions-Policy",
                "accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), microphone=(self),"
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

    private static String contentSecurityPolicy(InlineParts inline) {
        return String.join(
                "; ",
                "default-src 'none'",
                ownAnd("script-src", inline.scripts()),
                ownAnd("style-src", inline.styles()),
                "img-src 'self' data: blob:",
                "media-src 'self' blob:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }

    private static String ownAnd(String directive, List<String> sources) {
        return Stream.concat(Stream.of(directive, "'self'"), sources.stream()).collect(Collectors.joining(" "));
    }
}
