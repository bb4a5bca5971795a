package io.webim.chat.messages;

import io.webim.contract.AttachedFiles;
import io.webim.contract.Failure;
import io.webim.contract.Forwarded;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent on to another conversation, or to its own.
 *
 * @param message which one it is
 * @param source what its sender sees of it; null where that is nothing
 * @param missing why that is so
 */
public record Forward(
        FindMessage message,
        @Nullable Source source,
        @Nullable Failure missing) {
    public static Forward of(FindMessage message, Source source) {
        return new Forward(message, source, null);
    }

    /** One that may have been sent on before it went, which whoever asks again is to be told. */
    public static Forward missing(FindMessage message, Failure why) {
        return new Forward(message, null, why);
    }

    /** The text as it is now, where it was written first, and what it carries. */
    public record Source(String text, Forwarded from, AttachedFiles files) {}
}
