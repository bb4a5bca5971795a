package io.webim.contract;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A committed message.
 *
 * @param seq from 1, without gaps in its conversation
 * @param clientId chosen by the sender; the same (sender, clientId) is the same message for ever
 * @param text 1 to 10,000 code points; null once it is deleted for everyone
 * @param deleted for everyone: a stub without text
 * @param version of the conversation at the last change of the message; 0 while it is as it was sent
 */
public record Message(
        long conversationId,
        long seq,
        long senderId,
        UUID clientId,
        @Nullable String text,
        MessageState state,
        Instant sentAt,
        boolean deleted,
        long version)
        implements Reply {
    /** The most code points in a text. */
    public static final int MAX_TEXT = 10_000;

    /** As it is sent. */
    public Message(
            long conversationId,
            long seq,
            long senderId,
            UUID clientId,
            String text,
            MessageState state,
            Instant sentAt) {
        this(conversationId, seq, senderId, clientId, text, state, sentAt, false, 0);
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("conversationId", conversationId)
                .put("seq", seq)
                .put("senderId", senderId)
                .put("clientId", clientId.toString())
                .put("state", state.text())
                .put("sentAt", Times.iso(sentAt));
        if (version > 0) {
            json.put("version", version);
        }
        return deleted ? json.put("deleted", true) : json.put("text", text);
    }
}
