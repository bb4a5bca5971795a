package io.webim.chat.conversations;

import io.webim.contract.Fields;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code {userId, muted, until?}}.
 *
 * @param until null: not muted any more; {@link #FOR_EVER}: until unmuted
 */
public record Mute(long userId, @Nullable Instant until) {
    public static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

    public static Mute read(Fields fields) {
        return new Mute(fields.id("userId"), until(fields));
    }

    public static @Nullable Instant until(Fields fields) {
        boolean muted = fields.requiredFlag("muted");
        var until = fields.optionalTime("until");
        if (until != null && !muted) {
            fields.refuse("until", "belongs to muted: true");
        } else if (until != null && !until.isAfter(Times.now())) {
            fields.refuse("until", "must be in the future");
        }
        return !muted ? null : until == null ? FOR_EVER : until;
    }
}
