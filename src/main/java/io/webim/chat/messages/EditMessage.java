package io.webim.chat.messages;

import io.webim.contract.Fields;
import io.webim.contract.Message;
import io.webim.contract.Weight;

/** {@code {conversationId, seq, text}}: what a message says from now on; it may be nothing where there are files. */
public record EditMessage(long conversationId, long seq, String text) {
    public static EditMessage read(Fields fields) {
        return new EditMessage(
                fields.id("conversationId"), fields.id("seq"), fields.lines("text", 0, Message.MAX_TEXT));
    }

    /** About how many bytes are stored of it. */
    public int weight() {
        return Weight.OF_MESSAGE + Weight.of(text);
    }
}
