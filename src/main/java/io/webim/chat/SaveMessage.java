package io.webim.chat;

import io.webim.contract.Fields;

/** {@code {conversationId, seq, on}}: the caller has a message at hand from now on, or not any more. */
record SaveMessage(long conversationId, long seq, boolean on) {
    static SaveMessage read(Fields fields) {
        return new SaveMessage(fields.id("conversationId"), fields.id("seq"), fields.requiredFlag("on"));
    }
}
