package io.webim.chat.bridge;

/** Time for deadlines: it never jumps. */
final class Clock {
    private Clock() {}

    static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
