package io.webim.auth;

import io.webim.limits.Limit;
import io.webim.limits.NetworkAddress;
import io.webim.limits.RateLimit;
import io.webim.limits.RateLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may try, decided before any work is done. An attempt that succeeds does not count, so that only
 * guessing is slowed down.
 */
final class Limits {
    /** A guesser at one account; the owner, elsewhere, is not locked out by it. */
    private final RateLimit accountFromAddress;
    /** Many guessers at one account. */
    private final RateLimit account;
    /** One guesser at many accounts. */
    private final RateLimit address;

    /** Guesses at a code, from wherever: six digits do not bear many. */
    private final RateLimit secondFactor;

    private final RateLimit registrations;
    private final RateLimit exports;

    Limits(RateLimits limits) {
        this.accountFromAddress = limits.of(Limit.LOG_INS);
        this.account = limits.of(Limit.LOG_INS_OF_ACCOUNT);
        this.address = limits.of(Limit.LOG_INS_OF_ADDRESS);
        this.secondFactor = limits.of(Limit.SECOND_FACTORS);
        this.registrations = limits.of(Limit.REGISTRATIONS);
        this.exports = limits.of(Limit.EXPORTS);
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
        registrations.take(NetworkAddress.of(remoteAddress));
    }

    void beforeExport(long userId) {
        exports.take("#" + userId);
    }

    private static Attempt attempt(Map<RateLimit, String> keys) {
        keys.forEach(RateLimit::take);
        return () -> keys.forEach(RateLimit::giveBack);
    }
}
