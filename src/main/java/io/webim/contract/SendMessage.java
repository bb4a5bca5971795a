package io.webim.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code {conversationId or toUserId, clientId, text, replyToSeq?}}: exactly one of the two targets is there. */
public record SendMessage(
        @Nullable Long conversationId,
        @Nullable Long toUserId,
        UUID clientId,
        String text,
        @Nullable Long replyToSeq) {
    public static SendMessage read(Fields fields) {
        if (fields.has("conversationId") == fields.has("toUserId")) {
            fields.refuse("conversationId", "give either conversationId or toUserId");
        }
        return new SendMessage(
                fields.optionalId("conversationId"),
                fields.optionalId("toUserId"),
                fields.uuid("clientId"),
                fields.visibleLines("text", Message.MAX_TEXT),
                fields.optionalId("replyToSeq"));
    }

    /** About how many bytes are stored of it. */
    public int weight() {
        return Weight.OF_MESSAGE + Weight.of(text);
    }
}
