package io.webim.chat.messages;

import io.webim.contract.Fields;
import io.webim.contract.SeqRanges;

/** {@code {conversationId, seqs: [[from, to]], scope}} with scope {@code me} or {@code everyone}. */
public record DeleteMessages(long conversationId, SeqRanges seqs, boolean everyone) {
    private static final int MAX_RANGES = 100;

    public static DeleteMessages read(Fields fields) {
        return new DeleteMessages(
                fields.id("conversationId"),
                fields.ranges("seqs", MAX_RANGES),
                fields.oneOf("scope", "me", "everyone").equals("everyone"));
    }
}
