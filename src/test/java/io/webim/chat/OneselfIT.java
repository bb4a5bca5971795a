package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conversation with oneself. */
class OneselfIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");

    @AfterEach
    void theDoctorHasNothingToSay() {
        server.query("SELECT conversation_id FROM conversation_member WHERE user_id = ?", ann.id())
                .forEach(row -> server.requireHealthy(row.getLong(0)));
    }

    @ParameterizedTest
    @EnumSource
    void allOwnDevicesHaveItAtOnce(Transport way) throws Exception {
        try (var one = way.open(server, ann);
                var other = way.open(server, ann)) {
            var sent = one.ask("chat.message.send", note("buy milk").put("toUserId", ann.id()))
                    .getJsonObject("body")
                    .getJsonObject("message");
            assertThat(sent.getString("state")).isEqualTo("msg_read");
            for (var socket : List.of(one, other)) {
                var told = told(socket, "message.sent", "contact.added");
                assertThat(told.get("message.sent").getJsonObject("message")).isEqualTo(sent);
                var contact = told.get("contact.added").getJsonObject("contact");
                assertThat(contact.getJsonObject("user").getLong("id")).isEqualTo(ann.id());
                assertThat(contact.getString("status")).isEqualTo("contact");
                assertThat(contact.fieldNames()).doesNotContain("online", "lastSeen");
                assertThat(contact.getInteger("unread")).isZero();
            }
            long id = sent.getLong("conversationId");
            one.ask("chat.message.send", note("and bread").put("conversationId", id));
            assertThat(other.event("message.sent").getJsonObject("message").getLong("seq"))
                    .isEqualTo(2);
            one.ask("chat.typing", new JsonObject().put("conversationId", id));
            one.ask("contacts.list", new JsonObject());
            other.ask("contacts.list", new JsonObject());
            assertThat(other.waiting()).as("no second entry, no sign of typing").isZero();
        }
    }

    @Test
    void itIsOnEveryListAndNothingInItIsUnread() throws Exception {
        long id = write("one").getLong("conversationId");
        assertThat(write("two").getLong("conversationId")).isEqualTo(id);
        var contact = ann.contact(ann);
        assertThat(contact.getLong("conversationId")).isEqualTo(id);
        assertThat(contact.getInteger("unread")).isZero();
        assertThat(contact.getJsonObject("lastMessage").getString("text")).isEqualTo("two");
        assertThat(contact.getJsonObject("lastMessage").getString("state")).isEqualTo("msg_read");
        assertThat(contact.getLong("peerReadSeq")).isEqualTo(2);
        var listed = groups.listed(ann, id);
        assertThat(listed.getString("kind")).isEqualTo("direct");
        assertThat(listed.getJsonObject("user").getLong("id")).isEqualTo(ann.id());
        assertThat(listed.getInteger("mentions")).isZero();
        assertThat(groups.texts(ann, id)).containsExactly("one", "two");
        assertThat(groups.messages(ann, id)).allMatch(message -> "msg_read".equals(message.getString("state")));
        try (var socket = Transport.RAW.open(server, ann)) {
            var synced = socket.ask("chat.sync", new JsonObject())
                    .getJsonObject("body")
                    .getJsonArray("conversations")
                    .getJsonObject(0);
            assertThat(synced.getJsonArray("messages"))
                    .hasSize(2)
                    .allMatch(message -> "msg_read".equals(((JsonObject) message).getString("state")));
            assertThat(synced.getJsonObject("contact")).isEqualTo(contact);
            assertThat(socket.ask("chat.message.unread", new JsonObject())
                            .getJsonObject("body")
                            .getJsonArray("conversations"))
                    .isEmpty();
        }
        for (var sql : List.of(
                "SELECT DISTINCT state FROM message_state WHERE conversation_id = ?",
                "SELECT DISTINCT IF(state = 'msg_cache', state, 'msg_read') FROM message WHERE conversation_id = ?")) {
            assertThat(server.query(sql, id))
                    .extracting(row -> row.getString(0))
                    .containsExactly("msg_read");
        }
    }

    @Test
    void itIsBegunWithoutAWord() throws Exception {
        try (var socket = Transport.RAW.open(server, ann)) {
            var conversation = ann.rest()
                    .call("POST", "/api/conversations/self")
                    .expect(201)
                    .body();
            assertThat(conversation.getJsonObject("user").getLong("id")).isEqualTo(ann.id());
            assertThat(conversation.getString("status")).isEqualTo("contact");
            assertThat(socket.event("contact.added").getJsonObject("contact").getLong("conversationId"))
                    .isEqualTo(conversation.getLong("conversationId"));
            assertThat(ann.rest()
                            .call("POST", "/api/conversations/self")
                            .expect(200)
                            .body())
                    .isEqualTo(conversation);
            assertThat(write("one").getLong("conversationId")).isEqualTo(conversation.getLong("conversationId"));
            assertThat(socket.event("message.sent").getJsonObject("message").getString("text"))
                    .isEqualTo("one");
            ann.remove(ann);
            ann.rest().call("POST", "/api/conversations/self").expect(201);
            assertThat(groups.texts(ann, conversation.getLong("conversationId")))
                    .containsExactly("one");
        }
    }

    @Test
    void thereIsOneHoweverManyBeginItAtOnce() {
        var begun = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> write("note").getLong("conversationId")))
                .limit(6)
                .toList();
        assertThat(begun.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(ann.contacts()).hasSize(1);
    }

    @Test
    void whatIsDoneToMessagesIsDoneThereToo() throws Exception {
        long id = write("one").getLong("conversationId");
        write("two");
        write("three");
        var path = "/api/conversations/" + id;
        groups.edit(ann, id, 1, "one, edited").expect(200);
        ann.rest().call("PUT", path + "/messages/2/reactions/%F0%9F%91%8D").expect(200);
        ann.rest().call("PUT", path + "/pins/2").expect(204);
        ann.rest().call("PUT", "/api/saved/" + id + "/2").expect(204);
        ann.rest()
                .post(path + "/messages", note("an answer").put("replyToSeq", 1))
                .expect(201);
        ann.read(id, 4).expect(200);
        assertThat(ann.rest()
                        .get(path + "/messages/1/details")
                        .expect(200)
                        .body()
                        .fieldNames())
                .containsExactly("sentAt");
        ann.rest().delete(path + "/messages/3?scope=me").expect(204);
        ann.rest().delete(path + "/messages/1?scope=everyone").expect(204);
        ann.rest().call("PUT", path + "/mute").expect(200);

        assertThat(groups.texts(ann, id)).containsExactly("two", "an answer");
        assertThat(groups.messages(ann, id).get(1).fieldNames()).contains("reactions", "pinned");
        assertThat(ann.contact(ann).getInteger("unread")).isZero();
        assertThat(ann.contact(ann).getBoolean("muted")).isTrue();
        ann.rest().get(path + "/messages/4/readers").expect(200);
        assertThat(ann.rest()
                        .get("/api/users/me/export")
                        .expect(200)
                        .body()
                        .getJsonArray("conversations")
                        .getJsonObject(0)
                        .getJsonArray("messages"))
                .isEqualTo(ann.history(id).getJsonArray("messages"));
    }

    @Test
    void aMessageIsSentOnToOneself() {
        var bob = anyone.somebody("bob");
        long with = bob.conversationWith(ann);
        bob.send(with, "an address");
        var sent = ann.rest()
                .post("/api/messages", ForwardIT.forward(with, 1).put("toUserId", ann.id()))
                .expect(201)
                .body()
                .getJsonObject("message");
        assertThat(sent.getJsonObject("forwarded").getJsonObject("user").getLong("id"))
                .isEqualTo(bob.id());
        assertThat(sent.getString("state")).isEqualTo("msg_read");
    }

    @Test
    void aRetryIsTheSameMessage() {
        var id = UUID.randomUUID();
        var body = note("once").put("clientId", id.toString()).put("toUserId", ann.id());
        var first = ann.rest().post("/api/messages", body).expect(201).body().getJsonObject("message");
        var again = ann.rest().post("/api/messages", body).expect(200).body().getJsonObject("message");
        assertThat(again).isEqualTo(first);
    }

    @Test
    void itGoesFromTheListAndComesBackWithTheNextNote() {
        long id = write("one").getLong("conversationId");
        ann.remove(ann);
        assertThat(ann.contacts()).isEmpty();
        assertThat(write("two").getLong("conversationId")).isEqualTo(id);
        assertThat(ann.contacts()).hasSize(1);
        assertThat(groups.texts(ann, id)).containsExactly("one", "two");
    }

    @Test
    void nobodyAddsAcceptsOrBlocksOneself() {
        write("note");
        ann.add(ann).expectProblem(422, "invalid");
        ann.rest().call("POST", "/api/contacts/" + ann.id() + "/accept").expectProblem(422, "invalid");
        ann.rest().call("PUT", "/api/contacts/" + ann.id() + "/block").expectProblem(422, "invalid");
        ann.rest().delete("/api/contacts/" + ann.id() + "/block").expect(204);
        ann.rest()
                .post(
                        "/api/reports",
                        new JsonObject()
                                .put("conversationId", ann.contact(ann).getLong("conversationId"))
                                .put("reason", "spam"))
                .expectProblem(422, "invalid");
        assertThat(ann.contact(ann).containsKey("online")).isFalse();
    }

    @Test
    void nobodyElseSeesIt() {
        long id = write("private").getLong("conversationId");
        var bob = anyone.somebody("bob");
        bob.rest().get("/api/conversations/" + id + "/messages").expectProblem(404, "conversation_not_found");
        groups.trySend(bob, id, "let me in").expectProblem(404, "conversation_not_found");
    }

    @Test
    void aNewNameIsTold() throws Exception {
        write("note");
        try (var socket = Transport.RAW.open(server, ann)) {
            ann.rest()
                    .patch("/api/users/me", new JsonObject().put("displayName", "Annie"))
                    .expect(200);
            assertThat(socket.event("user.changed").getJsonObject("user").getString("displayName"))
                    .isEqualTo("Annie");
            socket.ask("contacts.list", new JsonObject());
            assertThat(socket.waiting()).as("told once").isZero();
        }
        assertThat(ann.contact(ann).getJsonObject("user").getString("displayName"))
                .isEqualTo("Annie");
        assertThat(ann.contact(ann).getString("status")).isEqualTo("contact");
    }

    @Test
    void whoComesAndGoesIsNotToldOfIt() throws Exception {
        write("note");
        try (var socket = Transport.RAW.open(server, ann)) {
            Transport.RAW.open(server, ann).close();
            var synced = socket.ask("chat.sync", new JsonObject().put("presenceSince", "2026-01-01T00:00:00.000Z"))
                    .getJsonObject("body");
            assertThat(synced.getJsonArray("presence")).isEqualTo(new JsonArray());
        }
    }

    @Test
    void itGoesWithTheAccount() throws Exception {
        long id = write("private").getLong("conversationId");
        ann.rest().call("PUT", "/api/saved/" + id + "/1").expect(204);
        ann.deleteAccount();
        Eventually.holds(
                () -> server.query("SELECT seq FROM message WHERE conversation_id = ? AND text IS NOT NULL", id)
                        .isEmpty());
        assertThat(server.query("SELECT seq FROM saved_message WHERE conversation_id = ?", id))
                .isEmpty();
    }

    /** One event of each type, in whichever order they come. */
    private static Map<String, JsonObject> told(BusClient socket, String... types) throws Exception {
        var told = new HashMap<String, JsonObject>();
        while (!told.keySet().containsAll(List.of(types))) {
            var event = socket.next().getJsonObject("body");
            told.put(event.getString("type"), event);
        }
        return told;
    }

    private JsonObject write(String text) {
        Answer answer = ann.rest().post("/api/messages", note(text).put("toUserId", ann.id()));
        return answer.expect(201).body().getJsonObject("message");
    }

    private static JsonObject note(String text) {
        return new JsonObject().put("clientId", UUID.randomUUID().toString()).put("text", text);
    }
}
