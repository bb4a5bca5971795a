package io.webim.chat.messages;

import io.webim.contract.AttachedFiles;
import io.webim.contract.Fields;
import io.webim.contract.Message;
import io.webim.contract.Signs;
import io.webim.contract.Weight;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId or toUserId or to, clientId, text, replyToSeq?, fileIds?}}, or {@code forward: {conversationId,
 * seq}} instead of the text: exactly one of the three targets is there.
 *
 * @param to a username
 * @param text empty of what is sent on, and may be where there are files
 * @param forward the message whose text it is to have
 */
public record SendMessage(
        @Nullable Long conversationId,
        @Nullable Long toUserId,
        @Nullable String to,
        UUID clientId,
        String text,
        @Nullable Long replyToSeq,
        @Nullable FindMessage forward,
        List<String> fileIds) {
    private static final int LONGEST_USERNAME = 32;

    public static SendMessage read(Fields fields) {
        if (Stream.of("conversationId", "toUserId", "to").filter(fields::has).count() != 1) {
            fields.refuse("conversationId", "give one of conversationId, toUserId and to");
        }
        boolean forwards = fields.has("forward");
        if (forwards && (fields.has("text") || fields.has("replyToSeq") || fields.has("fileIds"))) {
            fields.refuse("forward", "stands instead of text, replyToSeq and fileIds");
        }
        return new SendMessage(
                fields.optionalId("conversationId"),
                fields.optionalId("toUserId"),
                fields.optionalName("to", 1, LONGEST_USERNAME),
                fields.uuid("clientId"),
                text(fields, forwards),
                fields.optionalId("replyToSeq"),
                forwards ? fields.part("forward", FindMessage::read) : null,
                fields.has("fileIds") ? fields.fileIds("fileIds", AttachedFiles.MOST) : List.of());
    }

    private static String text(Fields fields, boolean forwards) {
        if (fields.has("fileIds")) {
            var text = fields.has("text") ? fields.lines("text", 0, Message.MAX_TEXT) : "";
            return Signs.hasVisible(text) ? text : "";
        }
        return forwards && !fields.has("text") ? "" : fields.visibleLines("text", Message.MAX_TEXT);
    }

    private static final int WEIGHT_OF_FILE = 512;

    /** About how many bytes are stored of it, as far as it says so itself. */
    public int weight() {
        return Weight.OF_MESSAGE + Weight.of(text) + WEIGHT_OF_FILE * fileIds.size();
    }
}
