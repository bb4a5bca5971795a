package io.webim.chat.messages;

import io.vertx.core.buffer.Buffer;
import io.webim.chat.conversations.MessageRows;
import io.webim.contract.Fields;
import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** By which it is known what was sent, once the message says something else. */
final class SentHash {
    private SentHash() {}

    /** SHA-256, with the client id, so that the same text has another one in each message. */
    static Buffer of(UUID clientId, String text) {
        return hash(clientId, Fields.withLineFeeds(text));
    }

    /** The same of what was sent on. No text begins with this sign. */
    static Buffer of(UUID clientId, FindMessage forward) {
        return hash(clientId, "\0" + forward.conversationId() + "/" + forward.seq());
    }

    /** The same of a text with files. */
    static Buffer of(UUID clientId, String text, List<String> fileIds) {
        return hash(clientId, "\0" + String.join("/", fileIds) + "\0" + Fields.withLineFeeds(text));
    }

    private static Buffer hash(UUID clientId, String sent) {
        return Buffer.buffer(
                Sha256.of(MessageRows.toBinary(clientId).getBytes(), sent.getBytes(StandardCharsets.UTF_8)));
    }
}
