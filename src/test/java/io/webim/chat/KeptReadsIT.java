package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever keeps to oneself what one reads is not told what others do. */
class KeptReadsIT {
    @SharedServer
    private static TestServer server;

    private final BusUser ann = BusUser.create(server, "ann");
    private final BusUser bob = BusUser.create(server, "bob");

    @Test
    void betweenTwoNeitherIsToldWhatTheOtherReads() {
        long conversation = ann.befriend(bob);
        long told = ann.send(conversation, "hello").getLong("seq");
        bob.read(conversation, told);
        assertThat(receipts(bob, false).getBoolean("readReceipts")).isFalse();
        long kept = ann.send(conversation, "are you there?").getLong("seq");
        assertThat(bob.read(conversation, kept)).isZero();
        bob.received(conversation, kept);

        assertThat(ann.contact().getLong("peerReceivedSeq")).isEqualTo(kept);
        assertThat(ann.contact().getLong("peerReadSeq")).isEqualTo(told);
        assertThat(states(ann, conversation)).containsExactly("msg_read", "msg_done");
        assertThat(viewed(conversation, kept)).isEqualTo("msg_done");
        assertThat(ann.call(
                                Address.CHAT_MESSAGE_DETAILS,
                                BusUser.in(conversation).put("seq", kept))
                        .fieldNames())
                .containsExactlyInAnyOrder("sentAt", "deliveredAt");
        assertThat(bob.contact().getLong("readSeq")).isEqualTo(kept);
        assertThat(bob.contact().getLong("unread")).isZero();
        assertThat(states(bob, conversation)).containsExactly("msg_read", "msg_read");

        long asked = bob.send(conversation, "and you?").getLong("seq");
        ann.read(conversation, asked);
        assertThat(bob.contact().getLong("peerReceivedSeq")).isEqualTo(asked);
        assertThat(bob.contact().getLong("peerReadSeq")).isZero();
    }

    @Test
    void whatWasKeptIsNotToldLater() {
        receipts(bob, false);
        long conversation = ann.befriend(bob);
        long kept = ann.send(conversation, "hello").getLong("seq");
        bob.read(conversation, kept);
        assertThat(receipts(bob, true).containsKey("readReceipts")).isFalse();
        assertThat(ann.contact().getLong("peerReadSeq")).isZero();

        long next = ann.send(conversation, "hello again").getLong("seq");
        assertThat(states(ann, conversation)).doesNotContain("msg_read");
        bob.read(conversation, next);
        assertThat(ann.contact().getLong("peerReadSeq")).isEqualTo(next);
    }

    @Test
    void inAGroupWhoKeepsThemIsNoReaderAndHoldsUpNobody() {
        var carl = BusUser.create(server, "carl");
        receipts(carl, false);
        long group = ann.call(
                        Address.GROUPS_CREATE,
                        new JsonObject().put("title", "A group").put("userIds", List.of(bob.id, carl.id)))
                .getJsonObject("conversation")
                .getLong("conversationId");
        long hello = ann.send(group, "hello").getLong("seq");
        bob.read(group, hello);
        assertThat(states(ann, group)).containsExactly("msg_cache");
        carl.received(group, hello);

        assertThat(states(ann, group)).containsExactly("msg_read");
        carl.read(group, hello);
        assertThat(readers(ann, group, hello)).isEqualTo(readersOf(1, bob.id));

        long hi = carl.send(group, "hi").getLong("seq");
        ann.read(group, hi);
        bob.read(group, hi);
        assertThat(states(carl, group)).endsWith("msg_done");
        assertThat(readers(carl, group, hi)).isEqualTo(readersOf(0));
        assertThat(viewed(group, hi)).isEqualTo("msg_read");
        assertThat(readers(ann, group, hi)).as("for who leads").isEqualTo(readersOf(2, ann.id, bob.id));
    }

    @Test
    void noEventTellsOfIt() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var olga = groups.person("Olga");
        var pavel = groups.person("Pavel");
        pavel.rest()
                .patch("/api/users/me", new JsonObject().put("readReceipts", false))
                .expect(200);
        long direct = olga.conversationWith(pavel);
        long group = groups.of(olga, pavel);
        try (var olgas = Transport.RAW.open(server, olga);
                var pavels = Transport.RAW.open(server, pavel)) {
            long first = send(olga, direct);
            pavel.read(direct, first);
            var state = olgas.event("message.state");
            assertThat(state.getLong("receivedSeq")).isEqualTo(first);
            assertThat(state.getLong("readSeq")).isZero();

            long second = send(pavel, group);
            olga.read(group, second);
            var ofGroup = pavels.event("message.state");
            assertThat(ofGroup.getLong("receivedSeq")).isEqualTo(second);
            assertThat(ofGroup.getLong("readSeq")).isZero();
        }
    }

    @Test
    void theOwnDevicesAreToldWhatWasChosenAndNobodyElse() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var olga = groups.person("Olga");
        var pavel = groups.person("Pavel");
        long direct = olga.conversationWith(pavel);
        try (var olgas = Transport.RAW.open(server, olga);
                var pavels = Transport.RAW.open(server, pavel)) {
            var choice = new JsonObject().put("readReceipts", false).put("addMe", "contacts");
            pavel.rest().patch("/api/users/me", choice).expect(200);
            var told = pavels.event("user.changed").getJsonObject("user");
            assertThat(told.getLong("id")).isEqualTo(pavel.id());
            assertThat(told.getBoolean("readReceipts")).isFalse();
            assertThat(told.getString("addMe")).isEqualTo("contacts");

            pavel.rest()
                    .patch("/api/users/me", new JsonObject().put("readReceipts", true))
                    .expect(200);
            var again = pavels.event("user.changed").getJsonObject("user");
            assertThat(again.getBoolean("readReceipts")).isTrue();
            assertThat(again.getString("addMe")).isEqualTo("contacts");
            send(pavel, direct);
            assertThat(olgas.next().getJsonObject("body").getString("type")).isEqualTo("message.sent");
        }
    }

    private static long send(Person who, long conversation) {
        return who.send(conversation, "hello").getLong("seq");
    }

    private static JsonObject receipts(BusUser who, boolean readReceipts) {
        return who.call(Address.USERS_UPDATE, new JsonObject().put("readReceipts", readReceipts));
    }

    private static List<String> states(BusUser who, long conversation) {
        return who.history(conversation).getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .filter(message -> message.containsKey("text"))
                .map(message -> message.getString("state"))
                .toList();
    }

    private static String viewed(long conversation, long seq) {
        return server.query("SELECT state FROM message_state WHERE conversation_id = ? AND seq = ?", conversation, seq)
                .get(0)
                .getString("state");
    }

    private static JsonObject readers(BusUser who, long conversation, long seq) {
        return who.call(
                Address.CHAT_CONVERSATION_READERS, BusUser.in(conversation).put("seq", seq));
    }

    private static JsonObject readersOf(long count, long... ids) {
        var readers = new JsonArray();
        for (long id : ids) {
            var user = server.query("SELECT username, display_name FROM account WHERE id = ?", id)
                    .get(0);
            readers.add(new JsonObject()
                    .put(
                            "user",
                            new JsonObject()
                                    .put("id", id)
                                    .put("username", user.getString("username"))
                                    .put("displayName", user.getString("display_name"))));
        }
        return new JsonObject().put("count", count).put("readers", readers);
    }
}
