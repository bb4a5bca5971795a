package io.webim.chat.messages;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId?, after?, limit?}}: what the caller has saved, the newest first.
 *
 * @param conversationId of which alone; null: of all
 * @param below the page below a bookmark
 */
public record ListSaved(@Nullable Long conversationId, long below, int limit) {
    public static ListSaved read(Fields fields) {
        return new ListSaved(
                fields.optionalId("conversationId"),
                fields.has("after") ? fields.id("after") : Long.MAX_VALUE,
                fields.limit());
    }
}
