package io.webim.client;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before each next attempt: longer each time, never all at once, and at least what the server asks. */
final class Backoff {
    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 10_000;
    private static final int MOST_DOUBLINGS = 10;

    private int attempts;

    void reset() {
        attempts = 0;
    }

    Duration next(WebimException refused) {
        long longest = Math.min(FIRST_MILLIS << Math.min(attempts++, MOST_DOUBLINGS), LONGEST_MILLIS);
        var backoff = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        return backoff.compareTo(refused.retryAfter()) > 0 ? backoff : refused.retryAfter();
    }

    static void pause(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** The thread stays interrupted. */
    static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted");
    }
}
