package io.webim.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an external MySQL or MariaDB is: {@code mysql://user:password@host:3306/database?sslMode=…&sslCa=…}. User,
 * password and database may be percent-encoded.
 *
 * @param sslMode how TLS is used; {@code disabled} without the parameter
 * @param sslCa PEM file with the authorities to trust; empty trusts those of the Java runtime
 */
public record DatabaseUrl(
        String host, int port, String user, String password, String database, SslMode sslMode, Optional<String> sslCa) {

    /** As MySQL's own clients name them. */
    public enum SslMode {
        DISABLED,
        REQUIRED,
        VERIFY_CA,
        VERIFY_IDENTITY
    }

    static final String ACCEPTS = "mysql://user:password@host:3306/database, with"
            + " sslMode=disabled|required|verify_ca|verify_identity and sslCa=<PEM file> if wanted";

    private static final int DEFAULT_PORT = 3306;

    /** @throws IllegalArgumentException that says what is wrong, without the password */
    public static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL (percent-encode what is special in user or password)");
        }
        if (!"mysql".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not mysql://user:password@host…");
        }
        if (uri.getPort() > 65_535) {
            throw new IllegalArgumentException("no such port");
        }
        var login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        var user = decode(colon < 0 ? login : login.substring(0, colon));
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        var database = decode(path.startsWith("/") ? path.substring(1) : path);
        if (user.isEmpty() || database.isEmpty() || database.contains("/")) {
            throw new IllegalArgumentException(user.isEmpty() ? "no user" : "no database name");
        }
        var parameters = Parameters.of(uri.getRawQuery());
        return new DatabaseUrl(
                unbracketed(uri.getHost()),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                user,
                colon < 0 ? "" : decode(login.substring(colon + 1)),
                database,
                parameters.sslMode,
                parameters.sslCa);
    }

    /** The password does not stand in any log. */
    @Override
    public String toString() {
        return "mysql://" + user + ":***@" + host + ":" + port + "/" + database;
    }

    private record Parameters(SslMode sslMode, Optional<String> sslCa) {
        static Parameters of(String query) {
            var sslMode = SslMode.DISABLED;
            var sslCa = Optional.<String>empty();
            for (var pair : query == null ? new String[0] : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                switch (name.replace("-", "").toLowerCase(Locale.ROOT)) {
                    case "sslmode" -> sslMode = mode(value);
                    case "sslca" -> sslCa = Optional.of(value);
                    default -> throw new IllegalArgumentException("unknown parameter " + name);
                }
            }
            return new Parameters(sslMode, sslCa);
        }

        private static SslMode mode(String value) {
            try {
                return SslMode.valueOf(value.replace('-', '_').toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("unknown sslMode " + value, e);
            }
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String decode(String text) {
        // A plus is a plus here; only %2B and the like are encoded.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
