package io.webim.client;

import java.time.Instant;

/**
 * A message as it is now.
 *
 * @param seq its number within the conversation
 * @param senderId 0 where {@code kind} is {@code event}
 * @param kind {@code text}, {@code file}, {@code voice}, {@code event}; there will be more
 * @param text empty once the message is deleted for everyone
 * @param editedAt null where it was never edited
 * @param version the higher one is newer; 0 where the message never changed
 */
public record Message(
        long conversationId,
        long seq,
        long senderId,
        String clientId,
        String kind,
        String text,
        Instant sentAt,
        Instant editedAt,
        boolean deleted,
        long version) {
    public Message {
        text = text == null ? "" : text;
    }
}
