package io.webim.outbound;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Where requests may go. Anybody can name an address, so this server must not be made to call on its own network: https
 * to public addresses only, and the connection goes to the very address that was looked at.
 */
public final class Destinations {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** Well within the time that a caller waits. */
    private static final long MILLIS = 3_000;

    private final Workers workers;
    private final Names names;
    private final List<String> allowed;
    private final String field;

    /** Who knows the addresses of hosts; may take as long as some name server does. */
    public interface Names {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /**
     * @param allowed origins that are taken as they are
     * @param field in which an address is named, for refusals
     */
    public Destinations(Workers workers, Names names, List<String> allowed, String field) {
        this.field = field;
        this.workers = workers;
        this.names = names;
        this.allowed =
                allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    /** @param address of the host, to be connected to in place of looking it up again */
    public record Destination(URI uri, SocketAddress address) {
        public boolean isTls() {
            return uri.getScheme().equalsIgnoreCase("https");
        }

        public int port() {
            return uri.getPort() >= 0 ? uri.getPort() : isTls() ? HTTPS_PORT : HTTP_PORT;
        }

        /** For logs: the rest of the address is a secret between the browser and us. */
        public String origin() {
            return uri.getScheme() + "://" + uri.getRawAuthority();
        }
    }

    /**
     * Fails with 422 for the field, or with {@link UnknownHostException} or 503 {@code busy}: for now, perhaps.
     *
     * @param userId whose it is: the name servers of one user's addresses hold up nobody else's
     */
    public Future<Destination> resolve(long userId, String endpoint) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        return Future.succeededFuture(endpoint)
                .map(this::parse)
                .compose(uri -> workers.run(userId, deadline, () -> find(uri), Destinations::late)
                        .outcome());
    }

    private static Failure late() {
        return Failure.retryAfter(ErrorCode.BUSY, "The host was not found in time. Try again shortly.", 2);
    }

    private Destination find(URI uri) throws UnknownHostException {
        boolean trusted = allowed.contains((uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT));
        if (!trusted
                && !(uri.getScheme().equalsIgnoreCase("https") && (uri.getPort() < 0 || uri.getPort() == HTTPS_PORT))) {
            throw refusal("must be an https address at port 443");
        }
        var addresses = names.addressesOf(uri.getHost());
        if (!trusted && !Arrays.stream(addresses).allMatch(PublicAddress::is)) {
            throw refusal("must be at a public address");
        }
        var unconnected = new Destination(uri, SocketAddress.inetSocketAddress(HTTPS_PORT, uri.getHost()));
        return new Destination(
                uri, SocketAddress.inetSocketAddress(new InetSocketAddress(addresses[0], unconnected.port())));
    }

    private URI parse(String endpoint) {
        try {
            var uri = new URI(endpoint);
            boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(endpoint)
                    && uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
            if (plain) {
                return uri;
            }
        } catch (URISyntaxException broken) {
            // Refused below.
        }
        throw refusal("must be an https address");
    }

    private Failure refusal(String reason) {
        return Failure.invalid(field, reason);
    }
}
