package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever two people do, in whatever order: the computed unread count is what a recount of the rows gives. */
class UnreadIT {
    private static final int STEPS = 120;
    private static final String RECOUNT = """
            SELECT COUNT(*) AS unread
            FROM message m
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            WHERE m.conversation_id = ? AND m.sender_id <> me.user_id AND NOT m.deleted
                AND m.seq > me.read_seq AND m.seq > me.hidden_to_seq
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""";

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void unreadEqualsARecount(long seed) {
        var random = new Random(seed);
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        for (int step = 0; step < STEPS; step++) {
            var actor = random.nextBoolean() ? alice : bob;
            act(random, actor, actor == alice ? bob : alice, conversation);
            for (var user : List.of(alice, bob)) {
                assertThat(shown(user, conversation))
                        .as("seed %d, step %d, user %s", seed, step, user.username)
                        .isEqualTo(recount(user, conversation));
            }
        }
    }

    /** The last of 64 is the highest bit of where it is noted. */
    @Test
    void theLastOfEachBlockCountsAsOne() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        ManyMessages.write(server, conversation, alice, 200, "text");
        bob.delete(conversation, 60, 63, "me");
        alice.delete(conversation, 127, 127, "everyone");
        bob.delete(conversation, 126, 128, "me");
        alice.delete(conversation, 190, 192, "everyone");

        assertThat(shown(bob, conversation)).isEqualTo(200 - 4 - 3 - 3).isEqualTo(recount(bob, conversation));
        assertThat(shown(alice, conversation)).isZero();
    }

    private static void act(Random random, BusUser actor, BusUser other, long conversation) {
        long last = server.query("SELECT last_seq FROM conversation WHERE id = ?", conversation)
                .get(0)
                .getLong("last_seq");
        long from = 1 + random.nextInt((int) last + 1);
        long to = from + random.nextInt(4);
        var peer = new JsonObject().put("userId", other.id);
        switch (random.nextInt(12)) {
            case 0 -> actor.read(conversation, from);
            case 1 -> actor.received(conversation, to);
            case 2, 3 -> attempt(actor, Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, from, to, "me"));
            case 4, 5 ->
                attempt(actor, Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, from, from, "everyone"));
            case 6 -> attempt(actor, random.nextBoolean() ? Address.CONTACTS_REMOVE : Address.CONTACTS_ACCEPT, peer);
            case 7 -> actor.call(random.nextInt(3) == 0 ? Address.CONTACTS_BLOCK : Address.CONTACTS_UNBLOCK, peer);
            default ->
                attempt(
                        actor,
                        Address.CHAT_MESSAGE_SEND,
                        BusUser.message(conversation, UUID.randomUUID(), "message " + last));
        }
    }

    /** Some of what is tried is rightly refused: foreign messages, blocked peers, nobody in the list. */
    private static void attempt(BusUser actor, Address address, JsonObject body) {
        actor.attempt(address, body, "not_sender", "message_not_found", "peer_blocked", "user_not_found");
    }

    private static long shown(BusUser user, long conversation) {
        return user.call(
                        Address.CHAT_CONVERSATION_ENTRIES,
                        new JsonObject().put("conversationIds", List.of(conversation)))
                .getJsonArray("contacts")
                .getJsonObject(0)
                .getLong("unread");
    }

    private static long recount(BusUser user, long conversation) {
        return server.query(RECOUNT, user.id, conversation).get(0).getLong("unread");
    }
}
