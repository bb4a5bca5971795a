package io.webim.database;

import static io.webim.testrun.Timeout.TIMEOUT;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** For what takes as long as the machine is busy. */
final class Waiting {
    private Waiting() {}

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + TIMEOUT);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
