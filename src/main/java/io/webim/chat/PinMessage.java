package io.webim.chat;

import io.webim.contract.Fields;

/** {@code {conversationId, seq, on}}: a message is pinned to its conversation, or not any more. */
record PinMessage(long conversationId, long seq, boolean on) {
    static PinMessage read(Fields fields) {
        return new PinMessage(fields.id("conversationId"), fields.id("seq"), fields.requiredFlag("on"));
    }
}
