package io.webim.auth;

import io.webim.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's secret: configured, or generated once into the data dir, readable by its owner only. */
final class SigningKey {
    private static final String FILE = "jwt-secret";
    private static final int BYTES = 48;
    private static final int LEAST_CHARACTERS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String secret;

    SigningKey(String secret) {
        this.secret = secret;
    }

    static SigningKey load(Config.Jwt configured, Path dataDir) throws IOException {
        if (configured.secret().isPresent()) {
            return new SigningKey(configured.secret().get());
        }
        var file = dataDir.resolve(FILE);
        if (!Files.exists(file)) {
            generate(dataDir, file);
        }
        var secret = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (secret.length() < LEAST_CHARACTERS) {
            throw new IOException(file + " is damaged; delete it to have a new one made (everybody logs in again)");
        }
        return new SigningKey(secret);
    }

    /** For {@code HS256}. */
    byte[] bytes() {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    /** A key for another purpose, from which this one cannot be found. */
    byte[] derive(String purpose) {
        return hmac(bytes(), purpose.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // Written aside and moved into place: a crash leaves the whole secret or none.
    private static void generate(Path dataDir, Path file) throws IOException {
        Files.createDirectories(dataDir);
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var aside = Files.createTempFile(dataDir, FILE, ".new");
        try {
            restrict(aside);
            Files.writeString(aside, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }
}
