package io.webim.testrun;

import java.time.Duration;

/** How long a test waits for what has to come: longer than the busiest machine takes, since who waits in vain has failed. */
public final class Timeout {
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    private Timeout() {}
}
