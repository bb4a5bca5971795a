package io.webim.files;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way.
 *
 * @param length that it is to have, in bytes
 * @param whole all of it has come
 * @param expiresAt when it is given up, where no more of it comes
 */
record Upload(String id, long ownerId, long length, boolean whole, Announced announced, Instant expiresAt) {
    /**
     * What was said of it.
     *
     * @param original whether its bytes stay as they are
     * @param width used where it cannot be found out, as the others here
     * @param waveform of a voice, one byte for each peak
     */
    record Announced(
            String name,
            String claimedType,
            boolean original,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Long durationMs,
            @Nullable Buffer waveform) {}
}
