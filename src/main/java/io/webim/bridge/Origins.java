package io.webim.bridge;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may open a socket. Programs that are no browser send no Origin and are let through. */
final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<String> publicOrigin;

    Origins(Optional<String> publicUrl) {
        this.publicOrigin = publicUrl.map(Origins::authority);
    }

    /**
     * @param origin the header Origin
     * @param host the header Host of the same request
     */
    boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        var from = authority(origin);
        if (from.isEmpty()) {
            return false;
        }
        return publicOrigin
                .map(from::equals)
                .orElseGet(() -> host != null && isSameHost(from, authority(schemeOf(origin) + "://" + host)));
    }

    private static boolean isSameHost(String origin, String own) {
        return origin.equals(own)
                || (LOOPBACK.contains(hostOf(origin))
                        && LOOPBACK.contains(hostOf(own))
                        && portOf(origin).equals(portOf(own)));
    }

    /** {@code scheme://host:port} in small letters with the port always there; empty where the text is no origin. */
    private static String authority(String url) {
        try {
            var uri = URI.create(url.toLowerCase(Locale.ROOT));
            var scheme = uri.getScheme();
            if (uri.getHost() == null || scheme == null) {
                return "";
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            return scheme + "://" + uri.getHost() + ":" + port;
        } catch (IllegalArgumentException noUrl) {
            return "";
        }
    }

    private static String schemeOf(String origin) {
        return origin.substring(0, Math.max(0, origin.indexOf(':')));
    }

    private static String hostOf(String authority) {
        return authority.substring(authority.indexOf("://") + 3, authority.lastIndexOf(':'));
    }

    private static String portOf(String authority) {
        return authority.substring(authority.lastIndexOf(':'));
    }
}
