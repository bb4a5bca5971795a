package io.webim.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId or toUserId, clientId, text, replyToSeq?}}, or {@code forward: {conversationId, seq}} instead of
 * the text: exactly one of the two targets is there.
 *
 * @param text empty of what is sent on
 * @param forward the message whose text it is to have
 */
public record SendMessage(
        @Nullable Long conversationId,
        @Nullable Long toUserId,
        UUID clientId,
        String text,
        @Nullable Long replyToSeq,
        @Nullable FindMessage forward) {
    public static SendMessage read(Fields fields) {
        if (fields.has("conversationId") == fields.has("toUserId")) {
            fields.refuse("conversationId", "give either conversationId or toUserId");
        }
        boolean forwards = fields.has("forward");
        if (forwards && (fields.has("text") || fields.has("replyToSeq"))) {
            fields.refuse("forward", "stands instead of text and replyToSeq");
        }
        return new SendMessage(
                fields.optionalId("conversationId"),
                fields.optionalId("toUserId"),
                fields.uuid("clientId"),
                forwards && !fields.has("text") ? "" : fields.visibleLines("text", Message.MAX_TEXT),
                fields.optionalId("replyToSeq"),
                forwards ? fields.part("forward", FindMessage::read) : null);
    }

    /** About how many bytes are stored of it, as far as it says so itself. */
    public int weight() {
        return Weight.OF_MESSAGE + Weight.of(text);
    }
}
