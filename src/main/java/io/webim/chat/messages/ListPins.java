package io.webim.chat.messages;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: what is pinned, the newest messages first, the page below a seq. */
public record ListPins(long conversationId, long below, int limit) {
    public static ListPins read(Fields fields) {
        return new ListPins(
                fields.id("conversationId"), fields.has("after") ? fields.id("after") : Long.MAX_VALUE, fields.limit());
    }
}
