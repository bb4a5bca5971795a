package io.webim.auth;

import io.webim.contract.Failure;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log-ins whose password was right and whose second factor is awaited. They are kept in memory: a restart only asks for
 * the password again.
 */
final class LogInChallenges {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int MOST = 10_000;
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Challenge> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Challenge> eldest) {
            return size() > MOST || eldest.getValue().isOver();
        }
    };

    /** @param account as it was when its password was right */
    record Challenge(Account account, String device, Instant expiresAt) {
        boolean isOver() {
            return Instant.now().isAfter(expiresAt);
        }
    }

    /** What the client has to bring back. */
    String open(Account account, String device) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(token, new Challenge(account, device, Instant.now().plus(LIFETIME)));
        return token;
    }

    Challenge find(String token) {
        @Nullable Challenge challenge = open.get(token);
        if (challenge == null || challenge.isOver()) {
            throw Failure.of(401, "invalid_challenge", "This log-in has expired. Begin again with the password.");
        }
        return challenge;
    }

    void close(String token) {
        open.remove(token);
    }
}
