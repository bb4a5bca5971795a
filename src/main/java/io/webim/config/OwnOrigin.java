package io.webim.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one origin whose pages may ask this server anything, over REST and over sockets: that of {@code WEBIM_PUBLIC_URL},
 * and where that is not set the one that a request itself is addressed to.
 */
public final class OwnOrigin {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<Origin> only;

    /** @param publicUrl empty allows the host that the request itself names */
    public OwnOrigin(Optional<String> publicUrl) {
        this.only = publicUrl.flatMap(OwnOrigin::parse);
    }

    /**
     * @param origin the header Origin, which pages cannot change
     * @param host the header Host of the same request
     */
    public boolean is(String origin, @Nullable String host) {
        return parse(origin).filter(from -> isOwn(from, host)).isPresent();
    }

    private boolean isOwn(Origin from, @Nullable String host) {
        return only.map(from::equals)
                .orElseGet(() -> host != null
                        && parse(from.scheme() + "://" + host)
                                .filter(from::isSameHost)
                                .isPresent());
    }

    private static Optional<Origin> parse(String text) {
        try {
            var uri = new URI(text.toLowerCase(Locale.ROOT));
            var scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                return Optional.empty();
            }
            int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            return Optional.of(new Origin(scheme, uri.getHost(), port));
        } catch (URISyntaxException notAnOrigin) {
            return Optional.empty();
        }
    }

    /** In small letters, the port always said. */
    private record Origin(String scheme, String host, int port) {
        /** Whoever tries it at home says now localhost, now 127.0.0.1. */
        boolean isSameHost(Origin own) {
            return port == own.port
                    && (host.equals(own.host) || (LOOPBACK.contains(host) && LOOPBACK.contains(own.host)));
        }
    }
}
