package io.webim.edge;

import java.util.concurrent.TimeUnit;

/** Whether so many bytes come on a second, looked at once a window. */
final class TransferProgress {
    private final long windowNanos;
    private final long leastBytes;
    private long since;
    private long bytes;

    /** @param bytes that had come on until now */
    TransferProgress(long windowMillis, long bytesPerSecond, long now, long bytes) {
        this.windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
        this.leastBytes = Math.max(1, bytesPerSecond * windowMillis / 1_000);
        begin(now, bytes);
    }

    boolean isTooSlow(long now, long bytesNow) {
        if (now - since < windowNanos) {
            return false;
        }
        if (bytesNow - bytes < leastBytes) {
            return true;
        }
        begin(now, bytesNow);
        return false;
    }

    /** From here on, whatever was before. */
    void begin(long now, long bytesNow) {
        since = now;
        bytes = bytesNow;
    }
}
