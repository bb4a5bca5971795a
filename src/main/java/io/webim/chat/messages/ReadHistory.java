package io.webim.chat.messages;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, before? or after?, limit?}}: the page below {@code before}, above {@code after}, or the newest.
 */
public record ReadHistory(
        long conversationId,
        @Nullable Long before,
        @Nullable Long after,
        int limit) {
    public static ReadHistory read(Fields fields) {
        if (fields.has("before") && fields.has("after")) {
            fields.refuse("before", "give either before or after");
        }
        return new ReadHistory(
                fields.id("conversationId"), fields.optionalSeq("before"), fields.optionalSeq("after"), fields.limit());
    }
}
