package io.webim.auth;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code session}.
 *
 * @param previousHash of the refresh token before the current one; null until the first refresh
 * @param rotatedAt when the current refresh token was given out
 */
record Session(
        long id,
        long userId,
        Buffer refreshHash,
        @Nullable Buffer previousHash,
        Instant rotatedAt,
        Instant createdAt,
        Instant expiresAt) {}
