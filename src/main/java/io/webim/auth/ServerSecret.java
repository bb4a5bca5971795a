package io.webim.auth;

import io.webim.datadir.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What seals secrets in the database and continues refresh tokens. It stays the same when the keys of access tokens are
 * rotated.
 */
final class ServerSecret {
    private static final String FILE = "server-secret";

    private final byte[] bytes;

    ServerSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param configured empty takes the data dir's */
    static ServerSecret load(Optional<String> configured, Path dataDir) throws IOException {
        return configured.isPresent()
                ? new ServerSecret(configured.get().getBytes(StandardCharsets.UTF_8))
                : load(dataDir);
    }

    static ServerSecret load(Path dataDir) throws IOException {
        var secret = new SecretFile(dataDir.resolve(FILE)).readOrMake("authenticator apps must be set up anew");
        return new ServerSecret(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** A key of 32 bytes for one purpose, from which this secret cannot be found. */
    byte[] derive(String purpose) {
        return Hmac.sha256(bytes, purpose.getBytes(StandardCharsets.UTF_8));
    }
}
