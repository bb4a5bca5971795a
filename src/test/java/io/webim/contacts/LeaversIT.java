package io.webim.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.chat.Doctor;
import io.webim.chat.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stays when somebody leaves, and what does not. */
class LeaversIT {
    static TestServer server;
    static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theListGoesWithItsOwnerAndTheMessagesStayWithTheOthers() throws Exception {
        var leaver = anyone.person("leaver");
        var friend = anyone.person("friend");
        var foe = anyone.person("foe");
        long conversation = add(leaver, friend);
        add(friend, leaver);
        send(leaver, conversation, "remember me");
        leaver.rest().call("PUT", "/api/contacts/" + foe.id() + "/block").expect(204);
        leaver.rest().call("PUT", "/api/contacts/" + friend.id() + "/mute").expect(200);

        var remains = leaver.deleteAccount().body().getJsonArray("remains");

        assertThat(remains).containsExactly("messages", "username");
        Eventually.holds(() -> entriesOf(leaver) == 0);
        var seen = friend.rest()
                .get("/api/contacts")
                .expect(200)
                .body()
                .getJsonArray("contacts")
                .getJsonObject(0);
        assertThat(seen.getJsonObject("user").getString("displayName")).isEqualTo("Deleted account");
        assertThat(seen.getJsonObject("user").getString("username")).isEqualTo("deleted~" + leaver.id());
        assertThat(seen.getJsonObject("lastMessage").getString("text")).isEqualTo("remember me");
        friend.rest()
                .post(
                        "/api/conversations/" + conversation + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", "hello?"))
                .expectProblem(404, "user_not_found");
    }

    @Test
    void whenBothHaveLeftTheirTextsAreErasedAndTheDatabaseIsSound() throws Exception {
        var one = anyone.person("one");
        var other = anyone.person("two");
        long conversation = add(one, other);
        for (int i = 0; i < 5; i++) {
            send(i % 2 == 0 ? one : other, conversation, "secret " + i);
        }
        one.rest()
                .delete("/api/conversations/" + conversation + "/messages/3?scope=everyone")
                .expect(204);
        one.deleteAccount();
        assertThat(texts(conversation)).isEqualTo(4);

        other.deleteAccount();

        Eventually.holds(() -> texts(conversation) == 0);
        assertThat(TestServer.await(new Doctor(server.pool()).examine()))
                .allSatisfy(finding ->
                        assertThat(finding.count()).as(finding.toString()).isZero());
    }

    @Test
    void withoutTheRightPasswordNothingIsDeleted() {
        var ann = anyone.person("stays");

        ann.rest()
                .call(
                        "DELETE",
                        "/api/users/me",
                        new JsonObject().put("password", "a guess").encode())
                .expectProblem(403, "bad_credentials");
        ann.rest().call("DELETE", "/api/users/me", "{}").expectProblem(422, "invalid");

        ann.rest().get("/api/users/me").expect(200);
        anyone.logIn("stays");
    }

    @Test
    void whatACrashLeftOverIsTakenApartAtTheNextStart() throws Exception {
        try (var crashed = TestServer.start()) {
            var rest = RestClient.of(crashed);
            var leaver = rest.person("crashed");
            add(leaver, rest.person("other"));
            crashed.query("UPDATE account SET deleted_at = NOW(3) WHERE id = ?", leaver.id());

            crashed.restart();

            Eventually.holds(() -> entriesOf(crashed, leaver) == 0);
        }
    }

    private static long entriesOf(Person person) {
        return entriesOf(server, person);
    }

    private static long entriesOf(TestServer server, Person person) {
        return server.query(
                        "SELECT COUNT(*) FROM conversation_member WHERE user_id = ? AND (status <> 'removed'"
                                + " OR blocked_from_seq IS NOT NULL OR muted_until IS NOT NULL)",
                        person.id())
                .get(0)
                .getLong(0);
    }

    private static long texts(long conversation) {
        return server.query("SELECT COUNT(text) FROM message WHERE conversation_id = ?", conversation)
                .get(0)
                .getLong(0);
    }

    private static long add(Person person, Person other) {
        return person.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .expect(201)
                .body()
                .getLong("conversationId");
    }

    private static void send(Person person, long conversationId, String text) {
        person.rest()
                .post(
                        "/api/conversations/" + conversationId + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", text))
                .expect(201);
    }
}
