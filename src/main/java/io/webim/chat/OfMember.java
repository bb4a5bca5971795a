package io.webim.chat;

import io.webim.contract.Fields;

/** {@code {conversationId, userId}}. */
record OfMember(long conversationId, long userId) {
    static OfMember read(Fields fields) {
        return new OfMember(fields.id("conversationId"), fields.id("userId"));
    }
}
