package io.webim.torture;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Whatever breaks of three nodes, their engine and their database, no message is lost, doubled or out of order. */
class NodesTortureIT {
    private static final int NODES = 3;
    private static final long MESSAGES = 300;

    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        Torture.assertNothingIsLost(seed, NODES, torture -> torture.runUntilAcknowledged(MESSAGES));
    }
}
