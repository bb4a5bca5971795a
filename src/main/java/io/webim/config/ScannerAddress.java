package io.webim.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a virus scanner listens that speaks the protocol of clamd.
 *
 * @param path a Unix socket; else host and port
 */
public record ScannerAddress(Optional<String> path, String host, int port) {
    static final String ACCEPTS = "clamd:/path/of/its/socket, or clamd://host:3310";

    private static final int DEFAULT_PORT = 3310;

    /** @throws IllegalArgumentException that says what is wrong */
    static ScannerAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL");
        }
        if (!"clamd".equals(uri.getScheme())) {
            throw new IllegalArgumentException("not clamd:…");
        }
        if (uri.getHost() == null) {
            if (uri.getRawAuthority() != null
                    || uri.getPath() == null
                    || uri.getPath().length() < 2) {
                throw new IllegalArgumentException("neither the path of a socket nor a host");
            }
            return new ScannerAddress(Optional.of(uri.getPath()), "", 0);
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("no such port");
        }
        return new ScannerAddress(
                Optional.empty(), unbracketed(uri.getHost()), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
