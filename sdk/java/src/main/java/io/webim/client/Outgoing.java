package io.webim.client;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * What to send, and where to: {@code Outgoing.to("bob").text("hello")}. What is null is left out.
 *
 * @param key the same one is the same message for ever, however often it is sent; one by chance unless it is given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outgoing(
        String to,
        Long toUserId,
        Long conversationId,
        String text,
        Long replyToSeq,
        @JsonIgnore String key) {

    /** To a person or bot, by the username. */
    public static Outgoing to(String username) {
        return new Outgoing(username, null, null, "", null, randomKey());
    }

    /** To a person or bot, by the id. */
    public static Outgoing toUser(long userId) {
        return new Outgoing(null, userId, null, "", null, randomKey());
    }

    /** Into a conversation. */
    public static Outgoing in(long conversationId) {
        return new Outgoing(null, null, conversationId, "", null, randomKey());
    }

    public Outgoing text(String newText) {
        return new Outgoing(to, toUserId, conversationId, newText, replyToSeq, key);
    }

    /** As an answer to a message of the same conversation. */
    public Outgoing inReplyTo(long seq) {
        return new Outgoing(to, toUserId, conversationId, text, seq, key);
    }

    public Outgoing key(String newKey) {
        return new Outgoing(to, toUserId, conversationId, text, replyToSeq, newKey);
    }

    private static String randomKey() {
        return UUID.randomUUID().toString();
    }
}
