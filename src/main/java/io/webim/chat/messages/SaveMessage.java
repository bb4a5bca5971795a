package io.webim.chat.messages;

import io.webim.contract.Fields;

/** {@code {conversationId, seq, on}}: the caller has a message at hand from now on, or not any more. */
public record SaveMessage(long conversationId, long seq, boolean on) {
    public static SaveMessage read(Fields fields) {
        return new SaveMessage(fields.id("conversationId"), fields.id("seq"), fields.requiredFlag("on"));
    }
}
