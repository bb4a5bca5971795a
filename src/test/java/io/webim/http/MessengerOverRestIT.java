package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contacts and messages as the REST table promises them; two new people for each test. */
class MessengerOverRestIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final Person ann = anyone.somebody("Ann");
    private final Person bob = anyone.somebody("Bob");

    @Test
    void addingAContactTwiceCreatesItOnce() {
        var created = ann.add(bob).expect(201);
        var again = ann.rest()
                .post(
                        "/api/contacts",
                        new JsonObject().put("username", bob.username().toUpperCase(java.util.Locale.ROOT)))
                .expect(200);

        assertThat(again.body()).isEqualTo(created.body());
        assertThat(created.body().getJsonObject("user").getLong("id")).isEqualTo(bob.id());
        assertThat(created.body().getString("status")).isEqualTo("contact");
        assertThat(ann.contacts()).hasSize(1);
        assertThat(bob.contacts()).isEmpty();
    }

    @Test
    void nobodyAddsThemselvesOrSomebodyWhoIsNotThere() {
        ann.add(ann).expectProblem(422, "invalid");
        for (var unknown : List.of("nobody", "x", "%", "名字", "' OR 1=1 --", "deleted~1")) {
            ann.rest()
                    .post("/api/contacts", new JsonObject().put("username", unknown))
                    .expectProblem(404, "user_not_found");
        }
    }

    @Test
    void aRetryIsTheSameMessageAndAnotherTextIsRefused() {
        var messages = messagesOf(ann, bob);
        var clientId = UUID.randomUUID().toString();

        var sent = send(ann, messages, clientId, "你好 👋 שלום").expect(201).body();
        var retried = send(ann, messages, clientId, "你好 👋 שלום").expect(200).body();
        send(ann, messages, clientId, "something else").expectProblem(409, "client_id_reused");

        assertThat(retried).isEqualTo(sent);
        assertThat(sent.getString("text")).isEqualTo("你好 👋 שלום");
        assertThat(sent.getLong("seq")).isEqualTo(1);
        assertThat(sent.getString("clientId")).isEqualTo(clientId);
        assertThat(ann.rest().get(messages).body().getJsonArray("messages")).containsExactly(sent);
    }

    @Test
    void aTextHasUpToTenThousandCodePoints() {
        var messages = messagesOf(ann, bob);

        send(ann, messages, "😀".repeat(10_000)).expect(201);
        send(ann, messages, "😀".repeat(10_001)).expectProblem(422, "invalid");
        send(ann, messages, "").expectProblem(422, "invalid");
    }

    @Test
    void historyIsReadInPagesBothWays() {
        var messages = messagesOf(ann, bob);
        for (int i = 1; i <= 7; i++) {
            send(i % 2 == 0 ? bob : ann, messages, "message " + i).expect(201);
        }

        var newest = ann.rest().get(messages + "?limit=3").expect(200).body();
        var before = ann.rest().get(messages + "?limit=3&before=5").expect(200).body();
        var after = bob.rest().get(messages + "?limit=3&after=0").expect(200).body();

        assertThat(seqs(newest)).containsExactly(5L, 6L, 7L);
        assertThat(newest.getBoolean("hasMore")).isTrue();
        assertThat(seqs(before)).containsExactly(2L, 3L, 4L);
        assertThat(seqs(after)).containsExactly(1L, 2L, 3L);
        assertThat(seqs(bob.rest().get(messages + "?after=7").body())).isEmpty();
        ann.rest().get(messages + "?after=1&before=5").expectProblem(422, "invalid");
        ann.rest().get(messages + "?limit=101").expectProblem(422, "invalid");
        ann.rest().get(messages + "?before=x").expectProblem(422, "invalid");
        ann.rest().get(messages + "?after=-1").expectProblem(422, "invalid");
    }

    @Test
    void readingBringsUnreadToZeroAndTheSenderSeesIt() {
        var messages = messagesOf(ann, bob);
        send(ann, messages, "one").expect(201);
        send(ann, messages, "two").expect(201);

        var unread = bob.rest().get("/api/messages/unread").expect(200).body().getJsonArray("conversations");
        var read = messages.replace("/messages", "/read");
        var partly =
                bob.rest().put(read, new JsonObject().put("seq", 1)).expect(200).body();
        var wholly = bob.rest()
                .put(read, new JsonObject().put("seq", 9_007_199_254_740_991L))
                .expect(200)
                .body();

        assertThat(unread).hasSize(1);
        assertThat(unread.getJsonObject(0).getInteger("unread")).isEqualTo(2);
        assertThat(unread.getJsonObject(0).getJsonArray("messages")).hasSize(2);
        assertThat(partly.getInteger("unread")).isEqualTo(1);
        assertThat(wholly.getInteger("unread")).isZero();
        assertThat(bob.rest().get("/api/messages/unread").body().getJsonArray("conversations"))
                .isEmpty();
        assertThat(ann.rest().get(messages).body().getJsonArray("messages").stream()
                        .map(message -> ((JsonObject) message).getString("state")))
                .containsOnly("msg_read");
    }

    @Test
    void aMessageDeletedForMeIsGoneForMeOnly() {
        var messages = messagesOf(ann, bob);
        send(ann, messages, "secret").expect(201);

        bob.rest().delete(messages + "/1?scope=me").expect(204);

        var mine = bob.rest().get(messages).body();
        assertThat(mine.getJsonArray("messages")).isEmpty();
        assertThat(mine.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[1,1]]"));
        assertThat(seqs(ann.rest().get(messages).body())).containsExactly(1L);
    }

    @Test
    void onlyTheSenderDeletesForEveryone() {
        var messages = messagesOf(ann, bob);
        send(ann, messages, "secret").expect(201);

        bob.rest().delete(messages + "/1?scope=everyone").expectProblem(403, "not_sender");
        ann.rest().delete(messages + "/1?scope=everyone").expect(204);

        var stub = bob.rest().get(messages).body().getJsonArray("messages").getJsonObject(0);
        assertThat(stub.getBoolean("deleted")).isTrue();
        assertThat(stub.containsKey("text")).isFalse();
        ann.rest().delete(messages + "/2?scope=me").expectProblem(404, "message_not_found");
        ann.rest().delete(messages + "/1").expectProblem(422, "invalid");
        ann.rest().delete(messages + "/1?scope=all").expectProblem(422, "invalid");
    }

    @Test
    void aStrangersMessageIsARequestThatCanBeAccepted() {
        var messages = messagesOf(ann, bob);
        send(ann, messages, "do you know me?").expect(201);

        assertThat(bob.contacts().get(0).getString("status")).isEqualTo("request");
        var accepted =
                bob.rest().call("POST", "/api/contacts/" + ann.id() + "/accept").expect(200);

        assertThat(accepted.body().getString("status")).isEqualTo("contact");
        assertThat(bob.contacts().get(0).getString("status")).isEqualTo("contact");
    }

    @Test
    void aRemovedContactIsHiddenAndComesBackWithTheHistory() {
        var messages = messagesOf(ann, bob);
        send(bob, messages, "before").expect(201);

        ann.remove(bob);
        assertThat(ann.contacts()).isEmpty();
        ann.rest().delete("/api/contacts/" + bob.id()).expectProblem(404, "user_not_found");
        ann.add(bob).expect(201);

        assertThat(seqs(ann.rest().get(messages).body())).containsExactly(1L);
    }

    @Test
    void whoIsBlockedCannotTell() {
        var messages = messagesOf(ann, bob);
        send(bob, messages, "before").expect(201);

        ann.block(bob);
        send(bob, messages, "into the void").expect(201);

        assertThat(seqs(ann.rest().get(messages).body())).containsExactly(1L);
        assertThat(seqs(bob.rest().get(messages).body())).containsExactly(1L, 2L);
        assertThat(ann.rest().get("/api/contacts?blocked=true").body().getJsonArray("contacts"))
                .hasSize(1);
        ann.rest().get("/api/contacts?blocked=maybe").expectProblem(422, "invalid");
        ann.unblock(bob);
        send(bob, messages, "heard again").expect(201);
        assertThat(seqs(ann.rest().get(messages).body())).contains(3L);
    }

    @Test
    void aDeletedAccountCannotBeAddedOrWrittenTo() {
        var messages = messagesOf(ann, bob);
        bob.deleteAccount();

        ann.add(bob).expectProblem(404, "user_not_found");
        assertThat(send(ann, messages, "anybody there?").status()).isEqualTo(404);
        assertThat(ann.contacts().get(0).getJsonObject("user").getString("displayName"))
                .isEqualTo("Deleted account");
    }

    private static String messagesOf(Person one, Person other) {
        return "/api/conversations/" + one.add(other).expect(201).body().getLong("conversationId") + "/messages";
    }

    private static Answer send(Person sender, String messages, String text) {
        return send(sender, messages, UUID.randomUUID().toString(), text);
    }

    private static Answer send(Person sender, String messages, String clientId, String text) {
        return sender.rest()
                .post(messages, new JsonObject().put("clientId", clientId).put("text", text));
    }

    private static List<Long> seqs(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }
}
