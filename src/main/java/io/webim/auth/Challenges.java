package io.webim.auth;

import io.webim.contract.Failure;
import io.webim.contract.Fields;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was begun with the right password and waits for its second step. It is kept in memory: a restart only asks for the
 * password again. A challenge is also what a passkey signs.
 *
 * @param <T> what is remembered of the first step
 */
final class Challenges<T> {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int MOST = 10_000;
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 100;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Open<T>> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Open<T>> eldest) {
            return size() > MOST || eldest.getValue().isOver();
        }
    };

    /** One that is open, or was taken. */
    record Open<T>(T step, Instant expiresAt) {
        boolean isOver() {
            return Instant.now().isAfter(expiresAt);
        }
    }

    static String read(Fields fields) {
        return fields.text("challenge", 1, MAX_LENGTH);
    }

    /** What the client has to bring back: base64url of random bytes. */
    String open(T step) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(challenge, new Open<>(step, Instant.now().plus(LIFETIME)));
        return challenge;
    }

    /**
     * Whoever brings the same answer at the same moment finds the challenge gone.
     *
     * @param status of the refusal, where there is no such challenge any more
     */
    Open<T> take(String challenge, int status) {
        @Nullable Open<T> found = open.remove(challenge);
        if (found == null || found.isOver()) {
            throw invalid(status);
        }
        return found;
    }

    static Failure invalid(int status) {
        return Failure.of(status, "invalid_challenge", "This took too long. Begin again with the password.");
    }

    /** Nothing came of it: the same challenge may be tried again for the rest of its time. */
    void giveBack(String challenge, Open<T> taken) {
        open.put(challenge, taken);
    }
}
