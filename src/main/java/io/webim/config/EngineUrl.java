package io.webim.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Redis or Valkey over which nodes tell each other: {@code redis://user:password@host:6379}, {@code rediss://…} with
 * TLS, or {@code redis+sentinel://user:password@host:26379,host:26379/master}. User and password may be percent-encoded.
 *
 * @param hosts the engine itself, or sentinels that know where it is; {@code host:port}
 * @param master by which name they know it; empty where there are none
 */
public record EngineUrl(boolean tls, String user, String password, List<String> hosts, Optional<String> master) {
    static final String ACCEPTS = "redis://user:password@host:6379, rediss://… with TLS,"
            + " or redis+sentinel://user:password@host:26379,host:26379/master";

    private static final Pattern URL =
            Pattern.compile("(rediss?)(\\+sentinel)?://(?:([^@/:]*)(?::([^@/]*))?@)?([^@/?#]+)(?:/([^/?#]*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final int PORT = 6_379;
    private static final int SENTINEL_PORT = 26_379;
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException that says what is wrong, without the password */
    public static EngineUrl parse(String text) {
        var found = URL.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("a URL that is none of these");
        }
        boolean asksSentinels = found.group(2) != null;
        var master = Optional.ofNullable(found.group(6)).filter(name -> !name.isEmpty());
        if (asksSentinels != master.isPresent()) {
            throw new IllegalArgumentException(
                    asksSentinels
                            ? "sentinels without the name of a master"
                            : "the name of a master without sentinels");
        }
        var hosts = Arrays.stream(found.group(5).split(",", -1))
                .map(host -> host(host, asksSentinels ? SENTINEL_PORT : PORT))
                .toList();
        if (hosts.size() > 1 && !asksSentinels) {
            throw new IllegalArgumentException("several hosts without sentinels");
        }
        return new EngineUrl(
                found.group(1).equals("rediss"), decode(found.group(3)), decode(found.group(4)), hosts, master);
    }

    private static String host(String text, int standard) {
        var found = HOST.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("no such host");
        }
        int port = found.group(2) == null ? standard : Integer.parseInt(found.group(2));
        if (port == 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port");
        }
        return found.group(1) + ":" + port;
    }

    private static String decode(@Nullable String text) {
        return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The password does not stand in any log. */
    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + (master.isPresent() ? "+sentinel" : "") + "://"
                + (user.isEmpty() && password.isEmpty() ? "" : user + ":***@")
                + String.join(",", hosts)
                + master.map(name -> "/" + name).orElse("");
    }
}
