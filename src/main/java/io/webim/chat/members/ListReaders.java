package io.webim.chat.members;

import io.webim.contract.Fields;

/** {@code {conversationId, seq, after?, limit?}}: who has read a message, the page above a user's id. */
public record ListReaders(long conversationId, long seq, long after, int limit) {
    public static ListReaders read(Fields fields) {
        return new ListReaders(
                fields.id("conversationId"),
                fields.id("seq"),
                fields.has("after") ? fields.seq("after") : 0,
                fields.limit());
    }
}
