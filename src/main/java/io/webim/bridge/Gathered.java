package io.webim.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Bytes that wait for the rest of their message, in memory that grows by doubling and not beyond what is foreseen. */
final class Gathered {
    private Buffer bytes = Buffer.buffer();

    /** @param foreseen how many there will be at most, as far as one can tell */
    Buffer append(Buffer more, int foreseen) {
        int needed = bytes.length() + more.length();
        if (needed > capacity()) {
            var larger = Buffer.buffer(Math.max(needed, Math.min(2 * capacity(), foreseen)));
            bytes = larger.appendBuffer(bytes);
        }
        return bytes.appendBuffer(more);
    }

    /** Those before are dealt with. */
    void removeUntil(int end) {
        bytes = bytes.getBuffer(end, bytes.length());
    }

    void clear() {
        bytes = Buffer.buffer();
    }

    int length() {
        return bytes.length();
    }

    /** What they hold of memory; 0 when there are none. */
    int capacity() {
        return bytes.length() == 0 ? 0 : ((BufferInternal) bytes).getByteBuf().capacity();
    }
}
