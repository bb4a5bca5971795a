package io.webim.auth;

import io.github.bucket4j.Bandwidth;
import io.webim.bus.RateLimit;
import io.webim.contract.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may try, decided before any work is done. An attempt that succeeds does not count, so that only
 * guessing is slowed down.
 */
final class Limits {
    private final boolean on;
    /** A guesser at one account; the owner, elsewhere, is not locked out by it. */
    private final RateLimit accountFromAddress = new RateLimit(
            most(10, Duration.ofMinutes(1)), most(30, Duration.ofHours(1)), most(100, Duration.ofDays(1)));
    /** Many guessers at one account. */
    private final RateLimit account = new RateLimit(most(100, Duration.ofHours(1)), most(500, Duration.ofDays(1)));
    /** One guesser at many accounts. */
    private final RateLimit address = new RateLimit(most(60, Duration.ofMinutes(1)), most(600, Duration.ofHours(1)));

    /** Guesses at a code, from wherever: six digits do not bear many. */
    private final RateLimit secondFactor =
            new RateLimit(most(10, Duration.ofMinutes(1)), most(30, Duration.ofHours(1)), most(60, Duration.ofDays(1)));

    private final RateLimit registrations = new RateLimit(most(30, Duration.ofHours(1)));

    Limits(boolean on) {
        this.on = on;
    }

    /** An attempt that was let through. */
    interface Attempt {
        void succeeded();
    }

    Attempt beforeLogIn(String username, String remoteAddress) {
        var name = Names.fold(username);
        var network = NetworkAddress.of(remoteAddress);
        var keys = new LinkedHashMap<RateLimit, String>();
        keys.put(address, network);
        keys.put(accountFromAddress, name + '@' + network);
        keys.put(account, name);
        return attempt(keys);
    }

    /** The owner of a session says the password once more. */
    Attempt beforeConfirmation(long userId) {
        return attempt(Map.of(accountFromAddress, "#" + userId));
    }

    /** A code is entered for an account whose password was right. */
    Attempt beforeSecondFactor(long userId) {
        return attempt(Map.of(secondFactor, "#" + userId));
    }

    void beforeRegistration(String remoteAddress) {
        attempt(Map.of(registrations, NetworkAddress.of(remoteAddress)));
    }

    private Attempt attempt(Map<RateLimit, String> keys) {
        if (!on) {
            return () -> {};
        }
        keys.forEach((limit, key) -> {
            int seconds = limit.take(key);
            if (seconds > 0) {
                throw Failure.retryAfter(429, "too_many_attempts", "Too many attempts. Try again later.", seconds);
            }
        });
        return () -> keys.forEach(RateLimit::giveBack);
    }

    private static Bandwidth most(int times, Duration period) {
        return Bandwidth.builder().capacity(times).refillGreedy(times, period).build();
    }
}
