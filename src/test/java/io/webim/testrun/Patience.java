package io.webim.testrun;

import java.time.Duration;

/** How long a test waits for what has to come: longer than the busiest machine takes, since who waits in vain has failed. */
public final class Patience {
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private Patience() {}
}
