package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;

/** Waits for what another thread is about to do, and fails where it never does. */
public final class Eventually {
    private Eventually() {}

    /** The same of assertions, the last failure of which is told. */
    public static void that(Runnable assertions) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static void holds(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                fail("still not so after " + TIMEOUT);
            }
            Thread.sleep(5);
        }
    }
}
