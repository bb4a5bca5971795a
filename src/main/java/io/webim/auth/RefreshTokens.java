package io.webim.auth;

import io.webim.contract.Sha256;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Refresh tokens: 32 bytes that mean nothing to their holder. The first half, the family, is the session's for its whole
 * life; the second half changes with every use.
 *
 * <p>The next secret is a keyed hash of the one before. So the same token always gets the same successor, and two tabs
 * that refresh at once, or a client whose answer was lost, end with the same cookie.
 */
final class RefreshTokens {
    private static final int HALF = 16;

    private final SecureRandom random = new SecureRandom();
    private final byte[] key;

    RefreshTokens(ServerSecret secret) {
        this.key = secret.derive("refresh");
    }

    RefreshToken first() {
        var bytes = new byte[2 * HALF];
        random.nextBytes(bytes);
        return new RefreshToken(bytes);
    }

    RefreshToken successor(RefreshToken token) {
        var bytes = Arrays.copyOf(token.bytes, 2 * HALF);
        System.arraycopy(Hmac.sha256(key, token.bytes), 0, bytes, HALF, HALF);
        return new RefreshToken(bytes);
    }

    /** Empty for whatever this server cannot have made. */
    static Optional<RefreshToken> parse(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == 2 * HALF ? Optional.of(new RefreshToken(bytes)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** One token; what the database gets of it are the two hashes. */
    static final class RefreshToken {
        private final byte[] bytes;

        private RefreshToken(byte[] bytes) {
            this.bytes = bytes;
        }

        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        byte[] familyHash() {
            return Sha256.of(Arrays.copyOf(bytes, HALF));
        }

        byte[] hash() {
            return Sha256.of(bytes);
        }
    }
}
