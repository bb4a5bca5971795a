package io.webim.chat.marks;

import io.webim.contract.Fields;

/** {@code {conversationId, seq}}: everything up to seq was received, or read. */
public record MarkConversation(long conversationId, long seq) {
    public static MarkConversation read(Fields fields) {
        return new MarkConversation(fields.id("conversationId"), fields.seq("seq"));
    }
}
