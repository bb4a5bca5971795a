package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.Statements;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has received and read what, among few and among many. */
class GroupMarksIT {
    /** The most whose marks decide what becomes of a message. */
    private static final int FEW = 100;

    @SharedServer
    private static TestServer server;

    private final Statements statements = new Statements(server);

    @Test
    void amongFewWhoeverIsFurthestBehindDecides() {
        var people = people(4);
        var ann = people.get(0);
        long id = BusUser.group(people);
        ann.send(id, "hello");
        assertThat(state(ann, id, 2)).isEqualTo("msg_cache");
        people.get(1).read(id, 2);
        people.get(2).received(id, 2);
        assertThat(state(ann, id, 2)).isEqualTo("msg_cache");
        people.get(3).received(id, 2);
        assertThat(state(ann, id, 2)).isEqualTo("msg_done");
        people.get(3).read(id, 2);
        people.get(2).read(id, 2);
        assertThat(state(ann, id, 2)).isEqualTo("msg_read");
        assertThat(listed(ann, id).getJsonObject("lastMessage").getString("state"))
                .isEqualTo("msg_read");
        assertThat(synced(ann, id).getJsonArray("messages").getJsonObject(1).getString("state"))
                .isEqualTo("msg_read");
        assertThat(viewed(id, 2)).isEqualTo("msg_read");
    }

    @Test
    void aDeviceThatWasAwayLearnsOfTicksAndNobodyElsesDoes() {
        var people = people(4);
        var ann = people.get(0);
        long id = BusUser.group(people);
        long seq = ann.send(id, "hello").getLong("seq");
        readAndStored(people.get(3), id, seq);
        readAndStored(people.get(1), id, seq);
        var anns = known(ann, id);
        var readers = known(people.get(3), id);
        readAndStored(people.get(2), id, seq);

        var change = change(ann, anns).orElseThrow();
        assertThat(change.getJsonObject("conversation").getLong("peerReadSeq")).isEqualTo(seq);
        assertThat(change.getJsonObject("conversation").getLong("peerReceivedSeq"))
                .isEqualTo(seq);
        assertThat(change.getJsonArray("messages")).isEmpty();
        assertThat(change(people.get(3), readers)).as("who wrote nothing").isEmpty();
        assertThat(listed(ann, id).getLong("peerReadSeq")).isEqualTo(seq);
    }

    /** Whoever is left alone waits for nobody: what was sent counts as read, for devices that were there and away alike. */
    @Test
    void whoIsLeftAloneLearnsOfIt() {
        var people = people(2);
        var ann = people.get(0);
        long id = BusUser.group(people);
        ann.send(id, "hello");
        var anns = known(ann, id);
        people.get(1).call(Address.GROUPS_LEAVE, new JsonObject().put("conversationId", id));
        long last = ann.send(id, "nobody here?").getLong("seq");

        var conversation = change(ann, anns).orElseThrow().getJsonObject("conversation");
        assertThat(conversation.getLong("peerReadSeq")).isEqualTo(last);
        assertThat(conversation.getLong("peerReceivedSeq")).isEqualTo(last);
        assertThat(state(ann, id, 2)).isEqualTo("msg_read");
        assertThat(state(ann, id, last)).isEqualTo("msg_read");
    }

    /** What was received is answered once it is stored. */
    private static void readAndStored(BusUser who, long id, long seq) {
        who.read(id, seq);
        who.received(id, seq);
    }

    private static JsonArray known(BusUser who, long id) {
        var change = synced(who, id);
        return new JsonArray()
                .add(id)
                .add(change.getLong("version"))
                .add(change.getJsonObject("conversation").getLong("lastSeq"))
                .add(change.getLong("ownVersion"));
    }

    private static Optional<JsonObject> change(BusUser who, JsonArray known) {
        return who
                .call(Address.CHAT_SYNC, new JsonObject().put("known", new JsonArray().add(known)))
                .getJsonArray("conversations")
                .stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getLong("conversationId").equals(known.getLong(0)))
                .findFirst();
    }

    @Test
    void whoeverHeldItUpLeavesAndItIsRead() {
        var people = people(3);
        long id = BusUser.group(people);
        people.get(0).send(id, "hello");
        people.get(1).read(id, 2);
        assertThat(state(people.get(0), id, 2)).isEqualTo("msg_cache");
        people.get(2).call(Address.GROUPS_LEAVE, BusUser.in(id));

        assertThat(state(people.get(0), id, 2)).isEqualTo("msg_read");
    }

    @Test
    void aTickIsToldOnceAllHaveComeThatFar() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var ann = groups.person("Ann");
        var bob = groups.person("Bob");
        var carol = groups.person("Carol");
        long id = groups.of(ann, bob, carol);
        try (var anns = Transport.RAW.open(server, ann);
                var bobs = Transport.RAW.open(server, bob);
                var carols = Transport.TCP.open(server, carol)) {
            ann.send(id, "hello");
            for (var socket : List.of(anns, bobs, carols)) {
                var sent = socket.event("message.sent");
                assertThat(sent.getJsonObject("message").getString("text")).isEqualTo("hello");
                assertThat(sent.getJsonObject("sender").getLong("id")).isEqualTo(ann.id());
            }
            ask(bobs, "chat.conversation.read", id, 2);
            ask(carols, "chat.message.received", id, 2);
            var received = anns.event("message.state");
            assertThat(received.getLong("receivedSeq")).isEqualTo(2);
            assertThat(received.getLong("readSeq")).isLessThan(2);
            ask(carols, "chat.conversation.read", id, 2);
            var read = anns.event("message.state");
            assertThat(read.getLong("readSeq")).isEqualTo(2);
            assertThat(read.getLong("userId")).isEqualTo(carol.id());
        }
    }

    @Test
    void withTheHundredAndFirstTicksStayAsTheyAreAndStop() {
        var people = people(FEW);
        var ann = people.get(0);
        long id = BusUser.group(people);
        ann.send(id, "read by all");
        ann.send(id, "read by all but one");
        people.stream().skip(1).forEach(person -> person.read(id, last(ann, id)));
        long all = last(ann, id) - 1;
        // One stays behind with the next.
        var third = ann.send(id, "received by some");
        people.get(1).received(id, third.getLong("seq"));
        assertThat(state(ann, id, all)).isEqualTo("msg_read");
        assertThat(state(ann, id, all + 1)).isEqualTo("msg_read");
        assertThat(state(ann, id, all + 2)).isEqualTo("msg_cache");

        var one = BusUser.create(server, "one");
        ann.call(Address.GROUPS_ADD, BusUser.in(id).put("userIds", List.of(one.id)));
        assertThat(state(ann, id, all + 1)).as("stays").isEqualTo("msg_read");
        assertThat(state(ann, id, all + 2)).as("somebody has it").isEqualTo("msg_done");
        people.stream().skip(1).forEach(person -> person.read(id, last(ann, id)));
        assertThat(state(ann, id, all + 2)).as("stopped").isEqualTo("msg_done");
        long fourth = ann.send(id, "to many").getLong("seq");
        assertThat(state(ann, id, fourth)).isEqualTo("msg_cache");
        ann.received(id, fourth);
        assertThat(state(ann, id, fourth)).as("one's own does not count").isEqualTo("msg_cache");
        one.received(id, fourth);
        assertThat(state(ann, id, fourth)).isEqualTo("msg_done");
        assertThat(viewed(id, fourth)).isEqualTo("msg_done");
        assertThat(viewed(id, all)).isEqualTo("msg_read");

        one.call(Address.GROUPS_LEAVE, BusUser.in(id));
        assertThat(state(ann, id, fourth)).as("few again").isEqualTo("msg_done");
        long fifth = ann.send(id, "to few").getLong("seq");
        people.stream().skip(1).forEach(person -> person.read(id, fifth));
        assertThat(state(ann, id, fifth)).isEqualTo("msg_read");
        assertThat(state(ann, id, fourth)).isEqualTo("msg_done");
        server.requireHealthy(id);
    }

    @Test
    void amongManyReceiptsAreAnsweredAndOfThemTheFirstAloneAreStored() {
        var people = people(FEW + 10);
        var ann = people.get(0);
        long id = BusUser.group(people);
        long seq = ann.send(id, "hello").getLong("seq");
        people.forEach(person -> person.received(id, seq));

        assertThat(server.query(
                        "SELECT user_id FROM conversation_member WHERE conversation_id = ? AND received_seq >= ?",
                        id,
                        seq))
                .hasSize(2);
        people.forEach(person -> person.read(id, seq));
        assertThat(listed(people.get(5), id).getLong("readSeq")).isEqualTo(seq);
        assertThat(listed(people.get(5), id).getLong("unread")).isZero();
        assertThat(server.query("SELECT * FROM mark_log WHERE conversation_id = ?", id))
                .isEmpty();
    }

    @Test
    void readersComeInPagesToTheSenderAndToWhoLeads() {
        var people = people(6);
        var ann = people.get(0);
        var bob = people.get(1);
        long id = BusUser.group(people);
        long seq = bob.send(id, "hello").getLong("seq");
        people.subList(2, 5).forEach(person -> person.read(id, seq));
        var late = BusUser.create(server, "late");
        ann.call(Address.GROUPS_ADD, BusUser.in(id).put("userIds", List.of(late.id)));

        var first = readers(bob, id, seq, new JsonObject().put("limit", 2));
        assertThat(first.getLong("count")).isEqualTo(3);
        assertThat(ids(first)).containsExactly(people.get(2).id, people.get(3).id);
        var second = readers(bob, id, seq, new JsonObject().put("limit", 2).put("after", first.getLong("next")));
        assertThat(ids(second)).containsExactly(people.get(4).id);
        assertThat(second.containsKey("next")).isFalse();
        assertThat(readers(ann, id, seq, new JsonObject()).getLong("count")).isEqualTo(3);
        assertThat(people.get(2)
                        .refused(
                                Address.CHAT_CONVERSATION_READERS,
                                BusUser.in(id).put("seq", seq))
                        .code())
                .isEqualTo("not_sender");
        assertThat(bob.refused(Address.CHAT_CONVERSATION_READERS, BusUser.in(id).put("seq", 1))
                        .code())
                .as("an event")
                .isEqualTo("message_not_found");
        assertThat(late.refused(
                                Address.CHAT_CONVERSATION_READERS,
                                BusUser.in(id).put("seq", seq))
                        .code())
                .as("out of sight")
                .isEqualTo("message_not_found");
    }

    @Test
    void aMarkIsAsManyStatementsAndRowsAmongHundredsAsAmongThree() {
        var few = people(3);
        long small = BusUser.group(few);
        var many = people(FEW + 100);
        long large = BusUser.group(many);
        var amongFew = statements.of(
                () -> few.get(1).read(small, few.get(0).send(small, "x").getLong("seq")));
        var amongMany = statements.of(
                () -> many.get(1).read(large, many.get(0).send(large, "x").getLong("seq")));

        assertThat(amongMany.statements()).isLessThanOrEqualTo(amongFew.statements());
        assertThat(amongMany.rows()).isLessThan(amongFew.rows() + 40);
    }

    private static void ask(BusClient socket, String address, long id, long seq) throws Exception {
        socket.ask(address, BusUser.in(id).put("seq", seq));
    }

    private static List<BusUser> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> BusUser.create(server, "member"))
                .toList();
    }

    private static JsonObject readers(BusUser who, long id, long seq, JsonObject page) {
        return who.call(
                Address.CHAT_CONVERSATION_READERS,
                page.put("conversationId", id).put("seq", seq));
    }

    private static List<Long> ids(JsonObject readers) {
        return readers.getJsonArray("readers").stream()
                .map(reader -> ((JsonObject) reader).getJsonObject("user").getLong("id"))
                .toList();
    }

    private static long last(BusUser who, long id) {
        return listed(who, id).getLong("lastSeq");
    }

    private static String state(BusUser who, long id, long seq) {
        return who.history(id).getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .filter(message -> message.getLong("seq") == seq)
                .findFirst()
                .orElseThrow()
                .getString("state");
    }

    private static String viewed(long id, long seq) {
        return server.query("SELECT state FROM message_state WHERE conversation_id = ? AND seq = ?", id, seq)
                .get(0)
                .getString("state");
    }

    private static JsonObject listed(BusUser who, long id) {
        return of(who.call(Address.CONVERSATIONS_LIST, new JsonObject()).getJsonArray("conversations"), id);
    }

    private static JsonObject synced(BusUser who, long id) {
        return of(who.call(Address.CHAT_SYNC, new JsonObject()).getJsonArray("conversations"), id);
    }

    private static JsonObject of(JsonArray all, long id) {
        return all.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getLong("conversationId") == id)
                .findFirst()
                .orElseThrow();
    }
}
