package io.webim.chat;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: which unread messages mention the caller, the page above a seq. */
record ListMentions(long conversationId, long after, int limit) {
    static ListMentions read(Fields fields) {
        return new ListMentions(
                fields.id("conversationId"), fields.has("after") ? fields.seq("after") : 0, fields.limit());
    }
}
