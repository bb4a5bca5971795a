package io.webim.auth;

import io.vertx.core.Future;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import io.webim.limits.NetworkAddress;
import io.webim.limits.RateLimit;
import io.webim.limits.RateLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How often somebody may try, decided before any work is done. An attempt that succeeds does not count here, so that only
 * guessing is slowed down; the work itself comes out of the {@link PasswordBudget}.
 */
final class AttemptLimits {
    /** A guesser at one account; the owner, elsewhere, is not locked out by it. */
    private final RateLimit accountFromAddress;
    /** Many guessers at one account. */
    private final RateLimit account;
    /** One guesser at many accounts. */
    private final RateLimit address;

    /** Guesses at a code, from wherever: six digits do not bear many. */
    private final RateLimit secondFactor;

    private static final int TOO_MANY = 429;

    private final RateLimit registrations;
    private final RateLimit exports;

    AttemptLimits(RateLimits limits) {
        this.accountFromAddress = limits.of(Limit.LOG_INS);
        this.account = limits.of(Limit.LOG_INS_OF_ACCOUNT);
        this.address = limits.of(Limit.LOG_INS_OF_ADDRESS);
        this.secondFactor = limits.of(Limit.SECOND_FACTORS);
        this.registrations = limits.of(Limit.REGISTRATIONS);
        this.exports = limits.of(Limit.EXPORTS);
    }

    /** @param attempt fails with a {@link Failure} below 500 where the name or password is wrong */
    <T> Future<T> logIn(String username, String remoteAddress, Supplier<Future<T>> attempt) {
        var name = UserNames.fold(username);
        var network = NetworkAddress.of(remoteAddress);
        var keys = new LinkedHashMap<RateLimit, String>();
        keys.put(address, network);
        keys.put(accountFromAddress, name + '@' + network);
        keys.put(account, name);
        return limited(keys, attempt);
    }

    /** The owner of a session says the password once more. */
    <T> Future<T> confirmation(long userId, Supplier<Future<T>> attempt) {
        return limited(Map.of(accountFromAddress, "#" + userId), attempt);
    }

    /** A code is entered for an account whose password was right. */
    <T> Future<T> secondFactor(long userId, Supplier<Future<T>> attempt) {
        return limited(Map.of(secondFactor, "#" + userId), attempt);
    }

    /** A code is entered for an app that is to be turned on; apart, since an access token suffices to guess at it. */
    <T> Future<T> newApp(long userId, Supplier<Future<T>> attempt) {
        return limited(Map.of(secondFactor, "new#" + userId), attempt);
    }

    /** Here it is success that counts, or a name that is taken: whoever tries names learns them. */
    <T> Future<T> registration(String remoteAddress, Supplier<Future<T>> attempt) {
        var network = NetworkAddress.of(remoteAddress);
        registrations.take(network);
        return attempt.get().onFailure(error -> {
            if (!isTheirFault(error)) {
                registrations.giveBack(network);
            }
        });
    }

    void beforeExport(long userId) {
        exports.take("#" + userId);
    }

    /** What succeeds is given back, and so is what this server was too busy to decide. */
    private static <T> Future<T> limited(Map<RateLimit, String> keys, Supplier<Future<T>> attempt) {
        keys.forEach(RateLimit::take);
        return attempt.get().onComplete(done -> {
            if (done.succeeded() || !isTheirFault(done.cause())) {
                keys.forEach(RateLimit::giveBack);
            }
        });
    }

    private static boolean isTheirFault(Throwable error) {
        return error instanceof Failure refusal && refusal.status() < 500 && refusal.status() != TOO_MANY;
    }
}
