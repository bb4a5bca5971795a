package io.webim.torture;

import java.io.IOException;
import java.util.Random;

/**
 * Something that breaks, and is whole again when it returns.
 *
 * @param kind as it is counted
 * @param share how often it comes beside others, more than 0 and at most 1
 */
record Fault(String kind, double share, Strike strike) {
    interface Strike {
        void run(Random random) throws IOException;
    }
}
