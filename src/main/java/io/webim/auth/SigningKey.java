package io.webim.auth;

import io.webim.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What signs access tokens: configured, or generated once into the data dir. */
final class SigningKey {
    private static final String FILE = "jwt-secret";

    private final String secret;

    SigningKey(String secret) {
        this.secret = secret;
    }

    static SigningKey load(Config.Jwt configured, Path dataDir) throws IOException {
        return new SigningKey(
                configured.secret().isPresent()
                        ? configured.secret().get()
                        : new SecretFile(dataDir.resolve(FILE)).readOrMake("everybody renews the access token"));
    }

    /** For {@code HS256}. */
    byte[] bytes() {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
