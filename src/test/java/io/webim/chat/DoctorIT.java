package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.chat.Doctor.Finding;
import io.webim.contract.Address;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    private long conversation;
    private long group;

    @BeforeEach
    void livelyConversations() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        livelyConversation(alice, bob);
        livelyGroup(alice, bob, BusUser.create(server, "carol"));
    }

    private void livelyConversation(BusUser alice, BusUser bob) {
        conversation = alice.add(bob);
        LongStream.rangeClosed(1, 10).forEach(i -> (i % 3 == 0 ? bob : alice).send(conversation, "message " + i));
        bob.received(conversation, 8);
        bob.read(conversation, 4);
        bob.delete(conversation, 5, 6, "me");
        alice.delete(conversation, 8, 8, "everyone");
        for (var reactor : List.of(alice, bob)) {
            reactor.call(
                    Address.CHAT_MESSAGE_REACT,
                    BusUser.in(conversation)
                            .put("seq", 2)
                            .put("emoji", "\uD83D\uDC4D")
                            .put("on", true));
        }
        alice.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", bob.id));
        bob.contacts();
    }

    /** Carol mentions the others, one of them only after an edit, comes back after a ban, and hears of it from Alice. */
    private void livelyGroup(BusUser alice, BusUser bob, BusUser carol) {
        group = BusUser.group(List.of(alice, bob, carol));
        long first = carol.send(group, "for @" + bob.username).getLong("seq");
        carol.send(group, "for @" + bob.username + " too");
        carol.call(
                Address.CHAT_MESSAGE_EDIT,
                BusUser.in(group).put("seq", first).put("text", "no, for @" + alice.username));
        var carols = BusUser.in(group).put("userId", carol.id);
        alice.call(Address.GROUPS_REMOVE, carols.copy().put("ban", true));
        bob.send(group, "for @" + carol.username);
        alice.call(Address.GROUPS_UNBAN, carols);
        alice.call(Address.GROUPS_ADD, BusUser.in(group).put("userIds", List.of(carol.id)));
        alice.send(group, "for @" + carol.username);
    }

    /** What a test has damaged, the next must not find. */
    @AfterEach
    void forgetTheConversations() {
        forget(conversation);
        forget(group);
    }

    private static void forget(long conversation) {
        for (var table : List.of(
                "mention",
                "chat_group",
                "message",
                "message_change",
                "message_file",
                "reaction",
                "pin",
                "saved_message",
                "deletion",
                "uncounted",
                "mark_log",
                "conversation_member")) {
            server.query("DELETE FROM " + table + " WHERE conversation_id = ?", conversation);
        }
        server.query("DELETE FROM conversation WHERE id = ?", conversation);
    }

    @Test
    void soundDatabaseHasNoFindings() {
        assertThat(wrong()).isEmpty();
        assertThat(findings()).hasSize(18);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gaps | DELETE FROM message WHERE conversation_id = ? AND seq = 7",
                "wrong ordinals | UPDATE message SET sender_ordinal = 99 WHERE conversation_id = ? AND seq = 1",
                "wrong counts of own messages | UPDATE conversation_member SET own_read = 9 WHERE conversation_id = ?",
                "marks beyond the last message"
                        + " | UPDATE conversation_member SET received_seq = 11 WHERE conversation_id = ?",
                "direct conversations without their members"
                        + " | DELETE FROM conversation_member WHERE conversation_id = ? ORDER BY user_id LIMIT 1",
                "messages of strangers | UPDATE message SET sender_id = 0 WHERE conversation_id = ? AND seq = 2",
                "deleted messages with text | UPDATE message SET text = 'x' WHERE conversation_id = ? AND seq = 8",
                "changes that devices do not hear of, or in vain"
                        + " | UPDATE message SET version = 1 WHERE conversation_id = ? AND seq = 1",
                "changes that devices do not hear of, or in vain"
                        + " | INSERT INTO message_change (conversation_id, seq, version) VALUES (?, 8, 1)",
                "wrong sums of reactions | UPDATE message SET reactions = NULL WHERE conversation_id = ? AND seq = 2",
                "wrong sums of reactions | DELETE FROM reaction WHERE conversation_id = ? AND user_id > 0 LIMIT 1",
                "wrong pins | INSERT INTO pin (conversation_id, seq, pinned_at) VALUES (?, 1, UTC_TIMESTAMP(3))",
                "deleted messages with text"
                        + " | UPDATE message SET forwarded_title = 'x' WHERE conversation_id = ? AND seq = 8",
                "dangling bookmarks | INSERT INTO saved_message (user_id, conversation_id, seq, saved_at)"
                        + " SELECT user_id, conversation_id, 8, UTC_TIMESTAMP(3) FROM conversation_member"
                        + " WHERE conversation_id = ?",
                "wrong files | UPDATE message SET files = '[{}]' WHERE conversation_id = ? AND seq = 8",
                "wrong files | INSERT INTO message_file (conversation_id, seq, place, file_id)"
                        + " VALUES (?, 100, 0, 'AAAAAAAAAAAAAAAAAAAAAA')",
                "dangling deletions | UPDATE deletion SET to_seq = 20 WHERE conversation_id = ?",
                "unread drift | UPDATE uncounted SET bits = 0 WHERE conversation_id = ?",
            })
    void whateverIsWrongIsFound(String check, String damage) {
        server.query(damage, conversation);
        assertThat(wrong()).extracting(Finding::check).contains(check);
        assertThat(wrongIn(conversation)).isEqualTo(wrong());
        assertThat(wrongIn(group)).isEmpty();
        assertThat(wrong()).allSatisfy(finding -> assertThat(finding.examples()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unread drift | DELETE FROM mention WHERE conversation_id = ? ORDER BY seq LIMIT 1",
                "unread drift | DELETE FROM mention WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1",
                "unread drift | UPDATE message SET mentions = NULL WHERE conversation_id = ? AND mentions IS NOT NULL"
                        + " ORDER BY seq LIMIT 1",
                "unread drift | UPDATE conversation_member SET own_read = own_read + 1 WHERE conversation_id = ?",
                "wrong counts of own messages | UPDATE conversation_member SET own_joined = 3 WHERE conversation_id = ?",
                "wrong counts of members | UPDATE conversation SET member_count = 2 WHERE id = ?",
                "groups without an owner | UPDATE conversation_member SET role = 'admin' WHERE conversation_id = ?",
                "groups without a name | DELETE FROM chat_group WHERE conversation_id = ?",
                "banned members | UPDATE conversation_member SET banned_at = NOW(3) WHERE conversation_id = ?",
                "messages of strangers"
                        + " | DELETE FROM conversation_member WHERE conversation_id = ? ORDER BY user_id DESC LIMIT 1",
            })
    void whateverIsWrongInAGroupIsFound(String check, String damage) {
        server.query(damage, group);
        assertThat(wrong()).extracting(Finding::check).contains(check);
        assertThat(wrongIn(group)).isEqualTo(wrong());
        assertThat(wrongIn(conversation)).isEmpty();
    }

    private List<Finding> wrong() {
        return wrongOf(findings());
    }

    private List<Finding> wrongIn(long id) {
        return wrongOf(TestServer.await(new Doctor(server.pool()).examine(id)));
    }

    private static List<Finding> wrongOf(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.count() > 0).toList();
    }

    private List<Finding> findings() {
        return TestServer.await(new Doctor(server.pool()).examine());
    }
}
