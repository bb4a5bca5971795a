package io.webim.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What stays when somebody leaves, and what does not. */
class DeletedAccountsIT {
    @SharedServer(name = "rough")
    static TestServer server;

    private final RestClient anyone = RestClient.of(server);

    @Test
    void theListGoesWithItsOwnerAndTheMessagesStayWithTheOthers() throws Exception {
        var leaver = anyone.somebody("leaver");
        var friend = anyone.somebody("friend");
        var foe = anyone.somebody("foe");
        long conversation = leaver.conversationWith(friend);
        friend.add(leaver);
        leaver.send(conversation, "remember me");
        leaver.block(foe);
        leaver.rest().call("PUT", "/api/contacts/" + friend.id() + "/mute").expect(200);

        var remains = leaver.deleteAccount().body().getJsonArray("remains");

        assertThat(remains).containsExactly("messages", "username");
        Eventually.holds(() -> entriesOf(leaver) == 0);
        var seen = friend.contact(leaver);
        assertThat(seen.getJsonObject("user").getString("displayName")).isEqualTo("Deleted account");
        assertThat(seen.getJsonObject("user").getString("username")).isEqualTo("deleted~" + leaver.id());
        assertThat(seen.getJsonObject("lastMessage").getString("text")).isEqualTo("remember me");
        friend.send(conversation, UUID.randomUUID(), "hello?").expectProblem(404, "user_not_found");
    }

    @Test
    void whenBothHaveLeftTheirTextsAreErasedAndTheDatabaseIsSound() throws Exception {
        var one = anyone.somebody("one");
        var other = anyone.somebody("two");
        long conversation = one.conversationWith(other);
        for (int i = 0; i < 5; i++) {
            (i % 2 == 0 ? one : other).send(conversation, "secret " + i);
        }
        one.rest()
                .delete("/api/conversations/" + conversation + "/messages/3?scope=everyone")
                .expect(204);
        one.deleteAccount();
        assertThat(texts(conversation)).isEqualTo(4);

        other.deleteAccount();

        Eventually.holds(() -> texts(conversation) == 0);
        server.requireHealthy(conversation);
    }

    @Test
    void withoutTheRightPasswordNothingIsDeleted() {
        var ann = anyone.somebody("stays");

        ann.rest()
                .call(
                        "DELETE",
                        "/api/users/me",
                        new JsonObject().put("password", "a guess").encode())
                .expectProblem(403, "bad_credentials");
        ann.rest().call("DELETE", "/api/users/me", "{}").expectProblem(422, "invalid");

        ann.rest().get("/api/users/me").expect(200);
        anyone.logIn(ann.username());
    }

    @Test
    void whatACrashLeftOverIsTakenApartAtTheNextStart() throws Exception {
        var leaver = anyone.somebody("crashed");
        leaver.add(anyone.somebody("other"));
        server.query("UPDATE account SET deleted_at = NOW(3) WHERE id = ?", leaver.id());

        server.restart();

        Eventually.holds(() -> entriesOf(leaver) == 0);
    }

    @Test
    void whatWasUnderWayWhileSomebodyLeftGoesToo() throws Exception {
        var leaver = anyone.somebody("hasty");
        var friend = anyone.somebody("friend");
        leaver.conversationWith(friend);

        leaver.deleteAccount();
        Eventually.holds(() -> entriesOf(leaver) == 0);
        // As a request stores it that passed the deletion on its way, and a socket that closed after it.
        server.query("UPDATE contact SET since = NOW(3) WHERE user_id = ?", leaver.id());
        server.query("INSERT INTO last_seen (user_id, at) VALUES (?, NOW(3))", leaver.id());

        Eventually.holds(() -> entriesOf(leaver) == 0 && lastSeenOf(leaver) == 0);
    }

    private static long lastSeenOf(Person person) {
        return server.query("SELECT COUNT(*) FROM last_seen WHERE user_id = ?", person.id())
                .get(0)
                .getLong(0);
    }

    private static long entriesOf(Person person) {
        return server.query(
                        "SELECT (SELECT COUNT(*) FROM conversation_member WHERE user_id = ?"
                                + " AND (listed OR muted_until IS NOT NULL))"
                                + " + (SELECT COUNT(*) FROM contact WHERE user_id = ?"
                                + " AND (since IS NOT NULL OR blocked_from_seq IS NOT NULL))",
                        person.id(),
                        person.id())
                .get(0)
                .getLong(0);
    }

    private static long texts(long conversation) {
        return server.query("SELECT COUNT(text) FROM message WHERE conversation_id = ?", conversation)
                .get(0)
                .getLong(0);
    }
}
