package io.webim.chat.messages;

import io.webim.contract.Fields;

/** {@code {conversationId, seq}}: one message. */
public record FindMessage(long conversationId, long seq) {
    public static FindMessage read(Fields fields) {
        return new FindMessage(fields.id("conversationId"), fields.id("seq"));
    }
}
