package io.webim.chat.members;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: the page above a user's id. */
public record ListBanned(long conversationId, long after, int limit) {
    public static ListBanned read(Fields fields) {
        return new ListBanned(
                fields.id("conversationId"), fields.has("after") ? fields.seq("after") : 0, fields.limit());
    }
}
