package io.webim.bench;

/** Something wrong, missing or doubled was received: whatever was measured counts for nothing. */
final class VoidRun extends RuntimeException {
    VoidRun(String message) {
        super(message);
    }

    VoidRun(String message, Throwable cause) {
        super(message, cause);
    }
}
