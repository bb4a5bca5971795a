package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two who write to each other, and what this server was not told of: what the database says decides. */
class OptimisticLockIT {
    @SharedServer
    private static TestServer server;

    private final BusUser ann = BusUser.create(server, "ann");
    private final BusUser bert = BusUser.create(server, "bert");
    private long conversation;

    @BeforeEach
    void bothHaveWritten() {
        conversation = ann.befriend(bert);
        bert.send(conversation, "warm");
        ann.send(conversation, "warm");
    }

    @Test
    void whatAnotherNodeHasWrittenStays() {
        long last = ann.send(conversation, "mine").getLong("seq");
        server.query(
                "INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)"
                        + " SELECT conversation_id, seq + 1, sender_id, sender_ordinal + 1, UNHEX(LEFT(SHA2(?, 256), 32)),"
                        + " 'elsewhere', 'msg_cache', sent_at FROM message WHERE conversation_id = ? AND seq = ?",
                UUID.randomUUID().toString(),
                conversation,
                last);
        server.query(
                "UPDATE conversation SET last_seq = last_seq + 1, version = version + 1 WHERE id = ?", conversation);

        assertThat(ann.send(conversation, "after it").getLong("seq")).isEqualTo(last + 2);
        assertThat(ann.send(conversation, "next").getLong("seq")).isEqualTo(last + 3);
        server.requireHealthy(conversation);
    }

    @Test
    void everyChangeElsewhereHasAVersionOfItsOwn() {
        long before = version();
        server.query("UPDATE conversation SET version = version + 1 WHERE id = ?", conversation);
        ann.send(conversation, "one");
        assertThat(version()).isEqualTo(before + 2);
        ann.send(conversation, "two");
        assertThat(version()).isEqualTo(before + 3);
    }

    @Test
    void aBlockThatWasWrittenElsewhereHoldsForTheNextMessage() {
        long seen = bert.contact().getLong("lastSeq");
        block(bert, ann);
        ann.send(conversation, "nobody shall see it");
        server.query("UPDATE contact SET blocked_from_seq = NULL WHERE user_id = ? AND peer_id = ?", bert.id, ann.id);

        assertThat(bert.history(conversation).getJsonArray("deletedRanges").encode())
                .isEqualTo("[[%1$d,%1$d]]".formatted(seen + 1));
        server.requireHealthy(conversation);
    }

    @Test
    void whatIsRefusedTakesNoNumber() {
        long last = ann.contact().getLong("lastSeq");
        long before = version();
        block(ann, bert);
        var refused = ann.refused(
                Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, UUID.randomUUID(), "to one who is blocked"));
        assertThat(refused.code()).isEqualTo("peer_blocked");
        assertThat(version()).isEqualTo(before);

        server.query("UPDATE contact SET blocked_from_seq = NULL WHERE user_id = ? AND peer_id = ?", ann.id, bert.id);
        assertThat(ann.send(conversation, "again").getLong("seq")).isEqualTo(last + 1);
        server.requireHealthy(conversation);
    }

    @Test
    void aRetryIsFoundAndTakesNoNumber() {
        var message = BusUser.message(conversation, UUID.randomUUID(), "once");
        long seq = sent(message);
        assertThat(sent(message)).isEqualTo(seq);
        assertThat(ann.send(conversation, "next").getLong("seq")).isEqualTo(seq + 1);
        server.requireHealthy(conversation);
    }

    @Test
    void oneThatWasTakenOffTheListComesBack() {
        bert.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", ann.id));
        long seq = ann.send(conversation, "still there?").getLong("seq");
        assertThat(bert.contact().getLong("lastSeq")).isEqualTo(seq);
        server.requireHealthy(conversation);
    }

    private long sent(JsonObject message) {
        return ann.call(Address.CHAT_MESSAGE_SEND, message)
                .getJsonObject("message")
                .getLong("seq");
    }

    private void block(BusUser who, BusUser whom) {
        server.query("UPDATE contact SET blocked_from_seq = 0 WHERE user_id = ? AND peer_id = ?", who.id, whom.id);
    }

    private long version() {
        return server.query("SELECT version FROM conversation WHERE id = ?", conversation)
                .get(0)
                .getLong("version");
    }
}
