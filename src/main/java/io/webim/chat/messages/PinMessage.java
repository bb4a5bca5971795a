package io.webim.chat.messages;

import io.webim.contract.Fields;

/** {@code {conversationId, seq, on}}: a message is pinned to its conversation, or not any more. */
public record PinMessage(long conversationId, long seq, boolean on) {
    public static PinMessage read(Fields fields) {
        return new PinMessage(fields.id("conversationId"), fields.id("seq"), fields.requiredFlag("on"));
    }
}
