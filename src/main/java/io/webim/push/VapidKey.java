package io.webim.push;

import com.interaso.webpush.VapidKeys;
import io.webim.config.CannotStart;
import io.webim.contract.Sha256;
import io.webim.datadir.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The key pair by which push services know this server (VAPID, RFC 8292), generated once into the data dir. Browsers
 * bind their subscriptions to it.
 */
final class VapidKey {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int TOPIC_LENGTH = 22;

    private final VapidKeys keys;

    private VapidKey(VapidKeys keys) {
        this.keys = keys;
    }

    /** @param configured empty takes the data dir's */
    static VapidKey load(Optional<String> configured, Path dataDir) throws IOException {
        if (configured.isEmpty()) {
            return load(dataDir);
        }
        try {
            return of(configured.get().split("\\s+", -1));
        } catch (RuntimeException unusable) {
            throw new CannotStart("WEBIM_VAPID_KEYS holds no pair of keys", unusable);
        }
    }

    static VapidKey load(Path dataDir) throws IOException {
        var file = new SecretFile(dataDir.resolve("vapid-keys"));
        if (!Files.exists(file.path())) {
            var made = VapidKeys.generate();
            file.write(made.getX509PublicKey() + "\n" + made.getPkcs8PrivateKey());
        }
        try {
            return of(file.read().orElse("").lines().toArray(String[]::new));
        } catch (RuntimeException damaged) {
            throw new IOException(
                    file.path() + " is damaged; delete it to have new ones made (browsers subscribe again)", damaged);
        }
    }

    private static VapidKey of(String... pair) {
        return new VapidKey(VapidKeys.create(pair[0], pair[1]));
    }

    VapidKeys keys() {
        return keys;
    }

    /** The uncompressed point in base64url, as browsers want it. */
    String publicKey() {
        return BASE64URL.encodeToString(keys.getApplicationServerKey());
    }

    /** The same for the same words, and nothing that a push service could read in it. */
    String topic(String words) {
        var hash = Sha256.of(keys.getPrivateKey().getEncoded(), words.getBytes(StandardCharsets.UTF_8));
        return BASE64URL.encodeToString(hash).substring(0, TOPIC_LENGTH);
    }
}
