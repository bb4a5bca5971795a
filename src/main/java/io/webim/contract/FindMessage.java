package io.webim.contract;

/** {@code {conversationId, seq}}: one message. */
public record FindMessage(long conversationId, long seq) {
    public static FindMessage read(Fields fields) {
        return new FindMessage(fields.id("conversationId"), fields.id("seq"));
    }
}
