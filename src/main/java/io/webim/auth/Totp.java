package io.webim.auth;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** The codes of authenticator apps (RFC 6238), with the only parameters that all of them know. */
final class Totp {
    private static final int SECRET_BYTES = 20;
    /** Steps by which the clock of a phone may be wrong, either way. */
    private static final int DRIFT = 1;

    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
    private final SecureRandom random = new SecureRandom();
    private final Optional<String> host;

    /** @param publicUrl tells the accounts of several servers apart in the app */
    Totp(Optional<String> publicUrl) {
        this.host = publicUrl.map(URI::create).map(URI::getHost);
    }

    byte[] newSecret() {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** What the app takes as a QR code. */
    String uri(String username, byte[] secret) {
        var account = username + host.map(name -> "@" + name).orElse("");
        return "otpauth://totp/webim:%s?secret=%s&issuer=webim".formatted(account, Base32.encode(secret));
    }

    /** The step whose code this is, above the last one that was used; empty for a wrong or used code. */
    OptionalLong step(byte[] secret, String code, long lastStep) {
        long now = Instant.now().getEpochSecond() / seconds();
        for (long step = now - DRIFT; step <= now + DRIFT; step++) {
            if (step > lastStep && isEqual(code(secret, step), code)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    String code(byte[] secret, long step) {
        try {
            var key = new SecretKeySpec(secret, codes.getAlgorithm());
            return codes.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * seconds()), Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    long seconds() {
        return codes.getTimeStep().toSeconds();
    }

    private static boolean isEqual(String right, String typed) {
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), typed.getBytes(StandardCharsets.UTF_8));
    }
}
