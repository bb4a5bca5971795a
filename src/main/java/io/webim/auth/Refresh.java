package io.webim.auth;

import io.webim.contract.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new access token.
 *
 * @param openedBefore only a session of before this may come this way; null where any may
 * @param remoteAddress where the request came from
 */
record Refresh(String refreshToken, @Nullable Instant openedBefore, String remoteAddress) {
    static final int MAX_LENGTH = 16_384;

    static Refresh read(Fields fields) {
        return new Refresh(
                fields.text("refreshToken", 1, MAX_LENGTH),
                fields.optionalTime("openedBefore"),
                LogIn.remoteAddress(fields));
    }

    boolean isFor(Session session) {
        return openedBefore == null || session.createdAt().isBefore(openedBefore);
    }
}
