package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of a message when both sides, one side or neither is online: on the wire, in REST and in the database. */
class ThreeSituationsIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    private final Person alice = RestClient.of(server).somebody("alice");
    private final Person bob = RestClient.of(server).somebody("bob");
    private final long conversation = alice.conversationWith(bob);

    @ParameterizedTest
    @EnumSource(names = {"RAW", "FRAMED"})
    void bothOnline(Transport transport) throws Exception {
        try (var alices = transport.open(server, alice);
                var bobs = transport.open(server, bob)) {
            var sent = send(alices, UUID.randomUUID(), "both here").getJsonObject("message");
            assertThat(sent.getString("state")).isEqualTo("msg_cache");

            var handedOver = bobs.event("message.sent").getJsonObject("message");
            assertThat(handedOver).isEqualTo(sent);
            assertThat(storedStates()).containsExactly("msg_done");

            answerTo(bobs, "chat.message.received", in().put("seq", 1));
            assertThat(alices.event("message.state").getLong("receivedSeq")).isEqualTo(1);
            assertThat(historyStates(alice)).containsExactly("msg_done");

            assertThat(answerTo(bobs, "chat.conversation.read", in().put("seq", 1))
                            .getLong("unread"))
                    .isZero();
            assertThat(alices.event("message.state").getLong("readSeq")).isEqualTo(1);
            assertThat(historyStates(alice)).containsExactly("msg_read");
            Eventually.holds(() -> reportedStates().equals(List.of("msg_read")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "FRAMED"})
    void receiverAwayAndTheServerRestartedBeforeTheReturn(Transport transport) throws Exception {
        try (var alices = transport.open(server, alice)) {
            for (var text : List.of("one", "two", "three")) {
                send(alices, UUID.randomUUID(), text);
            }
        }
        assertThat(storedStates()).containsOnly("msg_cache");
        server.restart();

        try (var bobs = transport.open(server, bob)) {
            var change = bobs.ask("chat.sync", new JsonObject().put("known", new JsonArray()))
                    .getJsonObject("body")
                    .getJsonArray("conversations")
                    .getJsonObject(0);
            assertThat(texts(change)).containsExactly("one", "two", "three");
            answerTo(bobs, "chat.message.received", in().put("seq", 3));
            assertThat(historyStates(alice)).containsOnly("msg_done");
            Eventually.holds(() -> storedStates().stream().allMatch("msg_done"::equals));
            assertThat(reportedStates()).containsOnly("msg_done");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "FRAMED"})
    void bothAwayAndTheAnswerToTheSenderLost(Transport transport) throws Exception {
        var queued = UUID.randomUUID();
        server.restart();
        try (var alices = transport.open(server, alice)) {
            alices.send(new JsonObject()
                    .put("type", "send")
                    .put("address", "chat.message.send")
                    .put("body", message(queued, "queued on the device")));
            Eventually.holds(() -> storedStates().size() == 1);
        }
        server.restart();

        try (var alices = transport.open(server, alice)) {
            var again = send(alices, queued, "queued on the device");
            assertThat(again.getBoolean("created")).isFalse();
            assertThat(again.getJsonObject("message").getLong("seq")).isEqualTo(1);
        }
        assertThat(storedStates()).containsExactly("msg_cache");
        try (var bobs = transport.open(server, bob)) {
            assertThat(texts(bobs.ask("chat.message.history", in()).getJsonObject("body")))
                    .containsExactly("queued on the device");
        }
    }

    @Test
    void overRestAlone() {
        var request = message(UUID.randomUUID(), "over REST");
        var path = "/api/conversations/" + conversation;
        var created = alice.rest().post(path + "/messages", request).expect(201).body();
        assertThat(alice.rest().post(path + "/messages", request).expect(200).body())
                .isEqualTo(created);
        assertThat(created.getString("state")).isEqualTo("msg_cache");

        var unread = bob.rest().get("/api/messages/unread").expect(200).body().getJsonArray("conversations");
        assertThat(texts(unread.getJsonObject(0))).containsExactly("over REST");
        assertThat(bob.read(conversation, 1).expect(200).body().getLong("unread"))
                .isZero();
        assertThat(historyStates(alice)).containsExactly("msg_read");
        server.restart();
        assertThat(historyStates(alice)).containsExactly("msg_read");
        assertThat(reportedStates()).containsExactly("msg_read");
    }

    private JsonObject send(BusClient device, UUID clientId, String text) throws Exception {
        return answerTo(device, "chat.message.send", message(clientId, text));
    }

    /** The answer, which the sender's own event may overtake. */
    private static JsonObject answerTo(BusClient device, String address, JsonObject body) throws Exception {
        var replyAddress = UUID.randomUUID().toString();
        device.send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("body", body)
                .put("replyAddress", replyAddress));
        for (; ; ) {
            var frame = device.next();
            if (replyAddress.equals(frame.getString("address"))) {
                assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("rec");
                return frame.getJsonObject("body");
            }
        }
    }

    private JsonObject in() {
        return new JsonObject().put("conversationId", conversation);
    }

    private JsonObject message(UUID clientId, String text) {
        return in().put("clientId", clientId.toString()).put("text", text);
    }

    private List<String> historyStates(Person person) {
        return messages(person.history(conversation))
                .map(message -> message.getString("state"))
                .toList();
    }

    private static List<String> texts(JsonObject page) {
        return messages(page).map(message -> message.getString("text")).toList();
    }

    private static Stream<JsonObject> messages(JsonObject page) {
        return page.getJsonArray("messages").stream().map(JsonObject.class::cast);
    }

    private List<String> storedStates() {
        return states("SELECT state FROM message WHERE conversation_id = ? ORDER BY seq");
    }

    private List<String> reportedStates() {
        return states("SELECT state FROM message_state WHERE conversation_id = ? ORDER BY seq");
    }

    private List<String> states(String sql) {
        return server.query(sql, conversation).stream()
                .map(row -> row.getString("state"))
                .toList();
    }
}
