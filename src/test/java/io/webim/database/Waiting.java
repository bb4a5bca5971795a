package io.webim.database;

import static io.webim.testrun.Patience.PATIENCE;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** For what takes as long as the machine is busy. */
final class Waiting {
    private Waiting() {}

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
