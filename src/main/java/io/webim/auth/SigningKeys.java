package io.webim.auth;

import io.webim.config.Config;
import io.webim.datadir.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What signs access tokens, and what signed them before the last rotation; configured, or kept in the data dir.
 *
 * @param previous still verifies, for as long as a token lives
 */
record SigningKeys(Key current, Optional<Key> previous) {
    private static final int ID_BYTES = 8;

    /** @param id the {@code kid} of its tokens, from which the key cannot be found */
    record Key(String id, String secret) {
        static Key of(String secret) {
            var id = Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), "kid".getBytes(StandardCharsets.UTF_8));
            return new Key(HexFormat.of().formatHex(Arrays.copyOf(id, ID_BYTES)), secret);
        }

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    static SigningKeys load(Config.Jwt configured, Path dataDir) throws IOException {
        var current = configured.secret().isPresent()
                ? configured.secret().get()
                : SecretFile.signing(dataDir).readOrMake("everybody renews the access token");
        var previous = configured.secret().isPresent()
                ? configured.previousSecret()
                : SecretFile.previousSigning(dataDir).read();
        return new SigningKeys(
                Key.of(current),
                previous.filter(secret -> !secret.equals(current)).map(Key::of));
    }

    /** Once no token can be left that the previous key signed. */
    void forgetPrevious(Path dataDir) throws IOException {
        var file = SecretFile.previousSigning(dataDir);
        // Another rotation may have put the present key there, for the next start.
        if (previous.isPresent() && file.read().equals(previous.map(Key::secret))) {
            file.delete();
        }
    }
}
