package io.webim.torture;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Whatever breaks, no message is lost, doubled or out of order; {@link TortureSoak} goes on for longer. */
class TortureIT {
    private static final long MESSAGES = 600;

    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        Torture.assertNothingIsLost(seed, torture -> torture.runUntilAcknowledged(MESSAGES));
    }
}
