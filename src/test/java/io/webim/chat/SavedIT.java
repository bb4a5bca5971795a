package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.chat.messages.SavedStore;
import io.webim.contract.Weight;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that somebody has saved. */
class SavedIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final long conversation = ann.conversationWith(bob);

    @ParameterizedTest
    @EnumSource
    void theOwnDevicesHearOfItAndNobodyElse(Transport way) throws Exception {
        ann.send(conversation, "to keep");
        ann.send(conversation, "another");
        try (var one = way.open(server, bob);
                var other = way.open(server, bob);
                var anns = way.open(server, ann)) {
            for (boolean on : new boolean[] {true, false}) {
                var request = new JsonObject()
                        .put("conversationId", conversation)
                        .put("seq", 1)
                        .put("on", on);
                assertThat(one.ask("chat.message.save", request).getJsonObject("body"))
                        .isEqualTo(new JsonObject());
                for (var socket : List.of(one, other)) {
                    assertThat(socket.event("message.saved"))
                            .isEqualTo(request.copy().put("type", "message.saved"));
                }
                one.ask("chat.message.save", request);
                one.ask("chat.message.save", request.copy().put("seq", 2));
                for (var socket : List.of(one, other)) {
                    assertThat(socket.event("message.saved").getLong("seq"))
                            .as("what changes nothing is not told")
                            .isEqualTo(2);
                }
                var saved = other.ask("chat.message.saved", new JsonObject()).getJsonObject("body");
                assertThat(saved.getJsonArray("messages")).hasSize(on ? 2 : 0);
            }
            anns.ask("contacts.list", new JsonObject());
            assertThat(anns.waiting()).isZero();
        }
    }

    @Test
    void whatWasSavedLastComesFirstAsItIsNowAndSaysWhereItIsFrom() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob, carol);
        ann.send(conversation, "first");
        long seq = carol.send(group, "second").getLong("seq");
        save(bob, conversation, 1).expect(204);
        save(bob, group, seq).expect(204);
        save(bob, conversation, 1).expect(204);
        groups.edit(ann, conversation, 1, "first, edited").expect(200);

        var page = page(bob, "");
        assertThat(texts(page)).containsExactly("second", "first, edited");
        assertThat(page.getJsonArray("messages").getJsonObject(1)).isEqualTo(groups.lastMessage(bob, conversation));
        assertThat(page.getJsonArray("conversations"))
                .containsExactly(
                        new JsonObject()
                                .put("conversationId", group)
                                .put("kind", "group")
                                .put("title", "A group"),
                        new JsonObject()
                                .put("conversationId", conversation)
                                .put("kind", "direct")
                                .put("user", bob.contact(ann).getJsonObject("user")));
        assertThat(page.getJsonArray("users").stream().map(user -> ((JsonObject) user).getLong("id")))
                .containsExactly(ann.id(), carol.id());
        assertThat(page.containsKey("next")).isFalse();
        assertThat(texts(page(bob, "?conversationId=" + conversation))).containsExactly("first, edited");
        assertThat(texts(page(ann, ""))).isEmpty();
    }

    @Test
    void theListComesInPages() {
        for (int seq = 1; seq <= 5; seq++) {
            ann.send(conversation, "message " + seq);
            save(bob, conversation, seq).expect(204);
        }
        assertThat(allTexts(bob, 2)).containsExactly("message 5", "message 4", "message 3", "message 2", "message 1");
        assertThat(texts(page(bob, "?limit=5&conversationId=" + conversation))).hasSize(5);
        assertThat(page(bob, "?limit=5").containsKey("next")).isFalse();
    }

    @Test
    void ofLongMessagesAsManyComeAsFitIntoAnAnswer() {
        var expected = new ArrayList<String>();
        for (int seq = 1; seq <= 20; seq++) {
            var text = seq + "\u4f60".repeat(9_990);
            ann.send(conversation, text);
            save(bob, conversation, seq).expect(204);
            expected.add(0, text);
        }
        var first = bob.rest().get("/api/saved?limit=100").expect(200);
        assertThat(first.response().body().length).isLessThan(Weight.MAX_REPLY);
        assertThat(texts(first.body())).hasSizeBetween(2, 19);
        assertThat(allTexts(bob, 100)).isEqualTo(expected);
    }

    @Test
    void onlyWhatOneSeesIsSavedAndShown() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob);
        ann.send(group, "before carol");
        groups.add(ann, group, carol).expect(200);
        ann.send(group, "with carol");
        save(carol, group, 2).expectProblem(404, "message_not_found");
        save(carol, group, 3).expectProblem(404, "message_not_found"); // an event
        save(carol, group, 9).expectProblem(404, "message_not_found");
        save(carol, group, 4).expect(204);
        save(bob, group, 4).expect(204);
        assertThat(texts(page(carol, ""))).containsExactly("with carol");

        groups.leave(carol, group).expect(204);
        assertThat(page(carol, "").getJsonArray("messages")).isEmpty();
        assertThat(page(carol, "").getJsonArray("conversations")).isEmpty();
        save(carol, group, 4).expectProblem(404, "conversation_not_found");
        unsave(carol, group, 4).expectProblem(404, "conversation_not_found");
        save(carol, conversation, 1).expectProblem(404, "conversation_not_found");
        // Whoever comes again sees what is said from then on.
        groups.add(ann, group, carol).expect(200);
        assertThat(texts(page(carol, ""))).isEmpty();
        unsave(carol, group, 4).expect(204);
        assertThat(texts(page(bob, ""))).containsExactly("with carol");
        server.requireHealthy(group);
    }

    @Test
    void whatIsDeletedIsSavedNoMore() {
        for (int seq = 1; seq <= 3; seq++) {
            ann.send(conversation, "message " + seq);
            save(ann, conversation, seq).expect(204);
            save(bob, conversation, seq).expect(204);
        }
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/1?scope=everyone")
                .expect(204);
        bob.rest()
                .delete("/api/conversations/" + conversation + "/messages/2?scope=me")
                .expect(204);
        assertThat(texts(page(ann, ""))).containsExactly("message 3", "message 2");
        assertThat(texts(page(bob, ""))).containsExactly("message 3");
        assertThat(rows()).isEqualTo(3);
        save(ann, conversation, 1).expectProblem(404, "message_not_found");
        save(bob, conversation, 2).expectProblem(404, "message_not_found");
        server.requireHealthy(conversation);
    }

    @Test
    void ofABookmarkAndADeletionForEveryoneTheDeletionWins() {
        for (int round = 1; round <= 10; round++) {
            ann.send(conversation, "text");
            int seq = round;
            var saving = CompletableFuture.runAsync(() -> save(bob, conversation, seq));
            ann.rest()
                    .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                    .expect(204);
            saving.join();
        }
        assertThat(rows()).isZero();
        server.requireHealthy(conversation);
    }

    @Test
    void thereIsRoomForSoManyAndWhatIsNotSeenMakesRoom() {
        long group = groups.of(ann, bob);
        long left = ann.send(group, "of a group that bob leaves").getLong("seq");
        save(bob, group, left).expect(204);
        ann.send(conversation, "a message");
        fill(conversation, ann, 2, 500);
        fill(conversation, ann, 501, SavedStore.MOST + 2);
        saveAll(conversation, SavedStore.MOST - 1);

        save(bob, conversation, SavedStore.MOST).expectProblem(409, "too_many_saved");
        save(bob, conversation, 1).expect(204);
        groups.leave(bob, group).expect(204);
        save(bob, conversation, SavedStore.MOST).expect(204);
        save(bob, conversation, SavedStore.MOST + 1).expectProblem(409, "too_many_saved");
        unsave(bob, conversation, 7).expect(204);
        save(bob, conversation, SavedStore.MOST + 1).expect(204);
        assertThat(server.query("SELECT COUNT(*) AS n FROM saved_message WHERE user_id = ?", bob.id())
                        .get(0)
                        .getInteger("n"))
                .isEqualTo(SavedStore.MOST);
        server.requireHealthy(conversation);
        server.requireHealthy(group);
    }

    @Test
    void whoSavesAtOnceSavesNoMoreThanThereIsRoomFor() {
        for (int seq = 1; seq <= 6; seq++) {
            ann.send(conversation, "message " + seq);
        }
        long other = bob.conversationWith(anyone.somebody("other"));
        fill(other, bob, 1, 500);
        fill(other, bob, 501, SavedStore.MOST - 3);
        saveAll(other, SavedStore.MOST - 3);
        var saving = IntStream.rangeClosed(1, 6)
                .mapToObj(seq -> CompletableFuture.supplyAsync(
                        () -> save(bob, conversation, seq).status()))
                .toList();
        assertThat(saving.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(204, 204, 204, 409, 409, 409);
        assertThat(rows()).isEqualTo(3);
        server.requireHealthy(other);
    }

    @Test
    void theyGoWithTheAccount() throws Exception {
        ann.send(conversation, "to keep");
        save(bob, conversation, 1).expect(204);
        save(ann, conversation, 1).expect(204);
        bob.deleteAccount();
        Eventually.holds(() -> rows() == 1);
        assertThat(texts(page(ann, ""))).containsExactly("to keep");
    }

    @Test
    void aGroupThatEndsTakesThemAlong() throws Exception {
        long group = groups.of(ann, bob);
        ann.send(group, "to keep");
        save(bob, group, 2).expect(204);
        groups.delete(ann, group).expect(204);
        groups.awaitErased(server, group);
        assertThat(server.query("SELECT seq FROM saved_message WHERE conversation_id = ?", group))
                .isEmpty();
    }

    @Test
    void whatIsHiddenByAnEditIsNotShown() {
        bob.add(ann);
        ann.send(conversation, "before the block");
        save(bob, conversation, 1).expect(204);
        bob.block(ann);
        assertThat(texts(page(bob, ""))).containsExactly("before the block");
        groups.edit(ann, conversation, 1, "after it").expect(200);
        assertThat(texts(page(bob, ""))).isEmpty();
        assertThat(texts(page(ann, ""))).isEmpty();
        server.requireHealthy(conversation);
    }

    @Test
    void theExportNamesThem() {
        ann.send(conversation, "one");
        ann.send(conversation, "two");
        save(bob, conversation, 2).expect(204);
        save(bob, conversation, 1).expect(204);
        var export = bob.rest().get("/api/users/me/export").expect(200).body();
        assertThat(export.getJsonArray("saved"))
                .isEqualTo(new JsonArray(Stream.of(1, 2)
                        .map(seq -> new JsonObject()
                                .put("conversationId", conversation)
                                .put("seq", seq))
                        .toList()));
    }

    private static void fill(long id, Person sender, int from, int to) {
        server.query(
                "INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)"
                        + " WITH RECURSIVE numbers (n) AS (SELECT " + from
                        + " UNION ALL SELECT n + 1 FROM numbers WHERE n < " + to
                        + ") SELECT ?, n, ?, n, UNHEX(MD5(CONCAT(?, '-', n))), CONCAT('message ', n), 'msg_done',"
                        + " UTC_TIMESTAMP(3) FROM numbers",
                id,
                sender.id(),
                id);
        server.query("UPDATE conversation SET last_seq = ?, version = version + 1 WHERE id = ?", to, id);
    }

    /** For Bob, all up to there. */
    private void saveAll(long id, int to) {
        server.query(
                "INSERT INTO saved_message (user_id, conversation_id, seq, saved_at)"
                        + " SELECT ?, conversation_id, seq, sent_at FROM message WHERE conversation_id = ? AND seq <= ?",
                bob.id(),
                id,
                to);
        server.query("UPDATE conversation SET saved_to_seq = ? WHERE id = ?", to, id);
    }

    private long rows() {
        return server.query("SELECT seq FROM saved_message WHERE conversation_id = ?", conversation)
                .size();
    }

    private static Answer save(Person who, long id, long seq) {
        return who.rest().call("PUT", "/api/saved/" + id + "/" + seq);
    }

    private static Answer unsave(Person who, long id, long seq) {
        return who.rest().delete("/api/saved/" + id + "/" + seq);
    }

    private static JsonObject page(Person who, String query) {
        return who.rest().get("/api/saved" + query).expect(200).body();
    }

    private static List<String> allTexts(Person who, int limit) {
        var all = new ArrayList<String>();
        var page = page(who, "?limit=" + limit);
        all.addAll(texts(page));
        while (page.containsKey("next")) {
            page = page(who, "?limit=" + limit + "&after=" + page.getLong("next"));
            all.addAll(texts(page));
        }
        return all;
    }

    private static List<String> texts(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"))
                .toList();
    }
}
