package io.webim.chat;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** By which the text of a message is known, once another one stands in its place. */
final class SentHash {
    private SentHash() {}

    /** SHA-256, with the client id, so that the same text has another one in each message. */
    static Buffer of(UUID clientId, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(MessageRows.toBinary(clientId).getBytes());
            digest.update(Fields.withLineFeeds(text).getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
