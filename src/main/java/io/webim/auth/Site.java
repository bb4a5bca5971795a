package io.webim.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a passkey is good, in the terms of WebAuthn.
 *
 * @param rpId the host
 * @param origin scheme, host and port of the pages
 */
record Site(String rpId, String origin) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    /**
     * The public URL where it is https. Without one, localhost, which browsers trust without TLS. Empty for all else, IP
     * addresses among it: passkeys do not work there.
     *
     * @param host of the request, with its port
     */
    static Optional<Site> of(Optional<String> publicUrl, String host) {
        return parse(publicUrl.orElse("http://" + host))
                .filter(url -> !ADDRESS.matcher(url.getHost()).matches())
                .filter(url -> "https".equals(url.getScheme()) || isLocal(url.getHost()))
                .map(url -> new Site(url.getHost().toLowerCase(Locale.ROOT), origin(url)));
    }

    private static boolean isLocal(String host) {
        return host.equalsIgnoreCase("localhost");
    }

    private static String origin(URI url) {
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static Optional<URI> parse(String text) {
        try {
            var url = new URI(text);
            @Nullable String host = url.getHost();
            return host == null ? Optional.empty() : Optional.of(url);
        } catch (URISyntaxException notAHost) {
            return Optional.empty();
        }
    }
}
