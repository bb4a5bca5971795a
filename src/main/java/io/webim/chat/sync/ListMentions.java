package io.webim.chat.sync;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: which unread messages mention the caller, the page above a seq. */
public record ListMentions(long conversationId, long after, int limit) {
    public static ListMentions read(Fields fields) {
        return new ListMentions(
                fields.id("conversationId"), fields.has("after") ? fields.seq("after") : 0, fields.limit());
    }
}
