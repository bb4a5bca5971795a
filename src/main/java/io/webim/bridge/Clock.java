package io.webim.bridge;

import java.util.concurrent.TimeUnit;

/** Time for deadlines: it never jumps. */
@FunctionalInterface
interface Clock {
    Clock SYSTEM = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());

    long millis();
}
