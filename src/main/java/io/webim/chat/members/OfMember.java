package io.webim.chat.members;

import io.webim.contract.Fields;

/** {@code {conversationId, userId}}. */
public record OfMember(long conversationId, long userId) {
    public static OfMember read(Fields fields) {
        return new OfMember(fields.id("conversationId"), fields.id("userId"));
    }
}
