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
 */
public record Message(
        long conversationId,
        long seq,
        long senderId,
        UUID clientId,
        @Nullable String text,
        MessageState state,
        Instant sentAt)
        implements Reply {
    /** The most code points in a text. */
    public static final int MAX_TEXT = 10_000;

    /** Deleted for everyone: a stub without text. */
    public boolean deleted() {
        return text == null;
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
        return deleted() ? json.put("deleted", true) : json.put("text", text);
    }
}
