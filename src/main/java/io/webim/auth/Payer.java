package io.webim.auth;

import io.webim.limits.NetworkAddress;
import java.util.concurrent.TimeUnit;

/**
 * Out of whose share a password is computed.
 *
 * @param network where the request came from
 * @param account its name, folded, whether or not there is such an account
 * @param deadline of {@link System#nanoTime}: what is not computed by then has come too late to be answered
 */
record Payer(String network, String account, long deadline) {
    /** Well within the time that a caller waits, so that the database has some of it too. */
    private static final long MILLIS = 3_500;

    static Payer of(String remoteAddress, String username) {
        return new Payer(NetworkAddress.of(remoteAddress), UserNames.fold(username), deadlineFromNow());
    }

    /** The same request, whose account is known by now. */
    Payer named(String username) {
        return new Payer(network, UserNames.fold(username), deadline);
    }

    /** For work that nobody waits for. */
    Payer again() {
        return new Payer(network, account, deadlineFromNow());
    }

    private static long deadlineFromNow() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    }
}
