package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyncIT {
    @SharedServer
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.befriend(bob);

    @Test
    void newDeviceGetsTheNewestOfEverything() {
        IntStream.range(0, 30).forEach(i -> alice.send(conversation, "message " + i));
        var change = only(sync(bob, new JsonArray()));
        assertThat(change.getJsonArray("messages")).hasSize(20);
        assertThat(change.getBoolean("limited")).isTrue();
        assertThat(change.getJsonObject("contact").getLong("unread")).isEqualTo(30);
    }

    @Test
    void deviceThatHasEverythingGetsNothing() {
        alice.send(conversation, "hi");
        var change = only(sync(bob, new JsonArray()));
        assertThat(sync(bob, known(change, 1)).getJsonArray("conversations")).isEmpty();
    }

    @Test
    void deviceGetsWhatItMissed() {
        IntStream.range(0, 5).forEach(i -> alice.send(conversation, "message " + i));
        var had = only(sync(bob, new JsonArray()));
        alice.send(conversation, "missed");
        alice.delete(conversation, 2, 2, "everyone");
        bob.delete(conversation, 3, 3, "me");
        bob.read(conversation, 4);
        bob.contacts();

        var change = only(sync(bob, known(had, 5)));
        assertThat(change.getJsonArray("messages")).hasSize(1);
        assertThat(change.getJsonArray("messages").getJsonObject(0).getString("text"))
                .isEqualTo("missed");
        assertThat(change.getBoolean("limited")).isFalse();
        assertThat(change.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[3,3]]"));
        assertThat(change.getJsonArray("deletedForEveryone")).isEqualTo(new JsonArray("[[2,2]]"));
        assertThat(change.getJsonObject("contact").getLong("readSeq")).isEqualTo(4);
        assertThat(change.getJsonObject("contact").getLong("unread")).isEqualTo(2);
    }

    @Test
    void aMessageThatIsCommittedDuringASyncIsNotTakenForDeleted() {
        var known = new JsonArray();
        long had = 0;
        for (int i = 0; i < 100; i++) {
            var sending = CompletableFuture.runAsync(() -> alice.send(conversation, "meanwhile"));
            for (var change : sync(bob, known).getJsonArray("conversations")) {
                var messages = ((JsonObject) change).getJsonArray("messages");
                had += messages.size();
                assertThat(had)
                        .isGreaterThanOrEqualTo(
                                ((JsonObject) change).getJsonObject("contact").getLong("lastSeq"));
                known = known((JsonObject) change, had);
            }
            sending.join();
        }
    }

    @Test
    void longAbsenceIsAnsweredInBoundsAndSaysSo() {
        alice.send(conversation, "first");
        var had = only(sync(bob, new JsonArray()));
        IntStream.range(0, 80).forEach(i -> alice.send(conversation, "message " + i));
        var change = only(sync(bob, known(had, 1)));
        assertThat(change.getJsonArray("messages")).hasSize(50);
        assertThat(change.getBoolean("limited")).isTrue();
    }

    @Test
    void removedContactIsTold() {
        var had = only(sync(alice, new JsonArray()));
        alice.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", bob.id));
        assertThat(only(sync(alice, known(had, 0))).getBoolean("removed")).isTrue();
        assertThat(sync(alice, new JsonArray()).getJsonArray("conversations")).isEmpty();
    }

    @Test
    void manyConversationsComeInPages() {
        for (int i = 0; i < 210; i++) {
            alice.add(BusUser.create(server, "friend"));
        }
        var first = sync(alice, new JsonArray());
        assertThat(first.getJsonArray("conversations")).hasSize(200);
        var rest = alice.call(Address.CHAT_SYNC, new JsonObject().put("after", first.getLong("next")));
        assertThat(rest.getJsonArray("conversations")).hasSize(11);
        assertThat(rest.containsKey("next")).isFalse();
    }

    @Test
    void largeMessagesComeInPagesToo() {
        var carol = BusUser.create(server, "carol");
        long other = alice.add(carol);
        IntStream.range(0, 11).forEach(i -> bob.send(conversation, "x".repeat(10_000)));
        carol.send(other, "small");
        var first = sync(alice, new JsonArray());
        assertThat(only(first).getLong("conversationId")).isEqualTo(conversation);
        var second = alice.call(Address.CHAT_SYNC, new JsonObject().put("after", first.getLong("next")));
        assertThat(only(second).getLong("conversationId")).isEqualTo(other);
    }

    private static JsonObject sync(BusUser user, JsonArray known) {
        return user.call(Address.CHAT_SYNC, new JsonObject().put("known", known));
    }

    private static JsonArray known(JsonObject change, long seq) {
        return new JsonArray()
                .add(new JsonArray()
                        .add(change.getLong("conversationId"))
                        .add(change.getLong("version"))
                        .add(seq));
    }

    private static JsonObject only(JsonObject reply) {
        assertThat(reply.getJsonArray("conversations")).hasSize(1);
        return reply.getJsonArray("conversations").getJsonObject(0);
    }
}
