package io.webim;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be set, checked once at the start.
 *
 * @param dataDir the embedded database, uploads and generated secrets
 * @param publicUrl the origin that browsers use; empty means the request's own host
 * @param limits false lifts the rate limits, for benchmarks
 */
public record Config(
        Http http,
        Path dataDir,
        Database database,
        Jwt jwt,
        Optional<String> publicUrl,
        Bridge bridge,
        Password password,
        boolean limits) {

    /** @param port 0 takes any free one */
    public record Http(String host, int port) {}

    /** @param url {@code mysql://user:password@host:3306/db}; empty starts the embedded server */
    public record Database(Optional<String> url) {}

    /** @param secret signing key; empty generates one into the data dir */
    public record Jwt(Optional<String> secret) {}

    /** @param port TCP port of the event bus bridge; 0 takes any free one, empty is off */
    public record Bridge(Optional<Integer> port) {}

    /** @param cost log2 of scrypt's N */
    public record Password(int cost) {}
}
