package io.webim.database;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** For what takes as long as the machine is busy. */
final class Waiting {
    private static final int PATIENCE_SECONDS = 60;

    private Waiting() {}

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + PATIENCE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
