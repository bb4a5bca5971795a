package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that say something else after they were sent. */
class EditIT {
    private static final int ROUNDS = 12;

    @SharedServer
    private static TestServer server;

    @SharedServer("WEBIM_EDIT_HOURS=0")
    private static TestServer withoutEditing;

    @SharedServer({"WEBIM_LIMITS=on", "WEBIM_RATE_DELIVERIES=1/minute burst 6"})
    private static TestServer strict;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final long conversation = ann.conversationWith(bob);

    @ParameterizedTest
    @EnumSource
    void theNewTextIsToldToAllWhoSeeTheMessage(Transport way) throws Exception {
        ann.send(conversation, "helo");
        try (var anns = way.open(server, ann);
                var bobs = way.open(server, bob)) {
            var answer = anns.ask("chat.message.edit", request(conversation, 1, "hello"));
            var edited = answer.getJsonObject("body").getJsonObject("message");
            assertThat(edited.getString("text")).isEqualTo("hello");
            assertThat(edited.getLong("version")).isPositive();
            assertThat(edited.containsKey("editedAt")).isTrue();
            for (var socket : List.of(anns, bobs)) {
                assertThat(socket.event("message.changed")
                                .getJsonObject("message")
                                .getString("text"))
                        .isEqualTo("hello");
            }
            for (var person : List.of(ann, bob)) {
                assertThat(last(person, conversation)).isEqualTo(edited);
            }
            assertThat(bob.contact(ann).getJsonObject("lastMessage")).isEqualTo(edited);
        }
    }

    @Test
    void overRestItAnswersWithTheMessageAsItIsNow() {
        ann.send(conversation, "one");
        var edited =
                edit(ann, conversation, 1, "two\r\nlines").expect(200).body().getJsonObject("message");
        assertThat(edited.getString("text")).isEqualTo("two\nlines");
        var again = edit(ann, conversation, 1, "two\nlines").expect(200).body().getJsonObject("message");
        assertThat(again).as("the same text changes nothing").isEqualTo(edited);

        edit(ann, conversation, 1, "").expectProblem(422, "invalid");
        edit(ann, conversation, 1, " \u200b ").expectProblem(422, "invalid");
        edit(ann, conversation, 1, "x".repeat(10_001)).expectProblem(422, "invalid");
        assertThat(last(bob, conversation)).isEqualTo(edited);
    }

    @Test
    void nobodyEditsWhatOthersWroteNorWhatIsNotThere() {
        long group = groups.of(ann, bob);
        bob.send(group, "mine");
        edit(ann, group, 2, "yours").expectProblem(403, "not_sender");
        edit(ann, group, 1, "no event").expectProblem(403, "not_sender");
        edit(bob, group, 3, "not yet").expectProblem(404, "message_not_found");

        ann.send(conversation, "one");
        ann.send(conversation, "two");
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/1?scope=everyone")
                .expect(204);
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/2?scope=me")
                .expect(204);
        edit(ann, conversation, 1, "again").expectProblem(404, "message_not_found");
        edit(ann, conversation, 2, "again").expectProblem(404, "message_not_found");
        edit(bob, conversation, 2, "again").expectProblem(403, "not_sender");
        assertThat(last(bob, conversation).getString("text")).isEqualTo("two");
    }

    @Test
    void afterTwoDaysATextStandsAsItIs() {
        ann.send(conversation, "one");
        server.query(
                "UPDATE message SET sent_at = UTC_TIMESTAMP(3) - INTERVAL 2880 MINUTE WHERE conversation_id = ?",
                conversation);
        edit(ann, conversation, 1, "two").expectProblem(403, "edit_too_late");
        server.query(
                "UPDATE message SET sent_at = UTC_TIMESTAMP(3) - INTERVAL 2870 MINUTE WHERE conversation_id = ?",
                conversation);
        edit(ann, conversation, 1, "two").expect(200);
    }

    @Test
    void whereItIsTurnedOffNothingIsEdited() {
        var dave = RestClient.of(withoutEditing).somebody("dave");
        long with = dave.conversationWith(RestClient.of(withoutEditing).somebody("eve"));
        dave.send(with, "one");
        edit(dave, with, 1, "two").expectProblem(403, "edit_too_late");
    }

    @Test
    void aLateRetryOfTheSendingIsStillAnsweredWithTheMessage() {
        var id = UUID.randomUUID();
        ann.send(conversation, id, "first").expect(201);
        edit(ann, conversation, 1, "second").expect(200);
        edit(ann, conversation, 1, "third").expect(200);

        assertThat(ann.send(conversation, id, "first").expect(200).body().getString("text"))
                .isEqualTo("third");
        ann.send(conversation, id, "third").expectProblem(409, "client_id_reused");
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/1?scope=everyone")
                .expect(204);
        assertThat(ann.send(conversation, id, "first").expect(200).body().getBoolean("deleted"))
                .isTrue();
    }

    @Test
    void nothingIsKeptOfATextThatIsReplacedOrDeleted() {
        ann.send(conversation, "the first text");
        edit(ann, conversation, 1, "the second text").expect(200);
        assertThat(rows()).doesNotContain("the first text").contains("the second text");
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/1?scope=everyone")
                .expect(204);

        var row = server.query("SELECT text, edited_at, sent_hash FROM message WHERE conversation_id = ?", conversation)
                .get(0);
        assertThat(Stream.of(row.getString(0), row.getValue(1), row.getValue(2)))
                .containsOnlyNulls();
        assertThat(changes(conversation)).isZero();
    }

    @Test
    void aNewTextIsHiddenFromWhoBlocksLikeAMessageThatIsSentThen() throws Exception {
        bob.add(ann);
        ann.send(conversation, "before");
        ann.send(conversation, "stays");
        var had = sync(bob, new JsonArray());
        try (var anns = Transport.RAW.open(server, ann);
                var bobs = Transport.RAW.open(server, bob)) {
            bob.block(ann);
            anns.took("");
            bobs.ask("contacts.list", new JsonObject());
            bobs.took("");
            var edited = edit(ann, conversation, 1, "you cannot block me").expect(200);
            assertThat(edited.body().getJsonObject("message").getString("text")).isEqualTo("you cannot block me");
            assertThat(anns.event("message.changed").getJsonObject("message"))
                    .isEqualTo(edited.body().getJsonObject("message"));
            var told = bobs.event("message.deleted");
            assertThat(told.getString("scope")).isEqualTo("me");
            assertThat(told.getJsonArray("ranges")).isEqualTo(new JsonArray("[[1,1]]"));
            bobs.ask("contacts.list", new JsonObject());
            assertThat(bobs.waiting()).isZero();
        }
        var synced = sync(bob, known(had, 2));
        assertThat(synced.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[1,1]]"));
        assertThat(synced.encode()).doesNotContain("you cannot block me");
        assertThat(texts(bob, conversation)).containsExactly("stays");
        assertThat(texts(ann, conversation)).containsExactly("you cannot block me", "stays");
        bob.unblock(ann);
        assertThat(texts(bob, conversation)).containsExactly("stays");
        assertThat(bob.contact(ann).getLong("unread")).isEqualTo(1);
        server.requireHealthy(conversation);
    }

    @Test
    void whoBlocksDoesNotEditEither() {
        ann.send(conversation, "before");
        ann.block(bob);
        edit(ann, conversation, 1, "after").expectProblem(403, "peer_blocked");
        assertThat(texts(bob, conversation)).containsExactly("before");
    }

    @Test
    void whoMayNotWriteInAGroupAnyMoreDoesNotEdit() {
        long group = groups.of(ann, bob);
        bob.send(group, "before");
        groups.update(ann, group, new JsonObject().put("mayPost", "admins")).expect(200);
        edit(bob, group, 2, "after").expectProblem(403, "not_permitted");
        groups.remove(ann, group, bob, "").expect(204);
        edit(bob, group, 2, "after").expectProblem(404, "conversation_not_found");
        assertThat(texts(ann, group)).containsExactly("before");
    }

    @Test
    void slowModeDoesNotHoldEdits() {
        long group = groups.of(ann, bob);
        groups.update(ann, group, new JsonObject().put("slowSeconds", 3_600)).expect(200);
        bob.send(group, "before");
        groups.trySend(bob, group, "another").expectProblem(429, "slow_mode");
        long seq = groups.lastMessage(ann, group).getLong("seq");
        assertThat(groups.lastMessage(ann, group).getString("text")).isEqualTo("before");
        groups.edit(bob, group, seq, "after").expect(200);
        assertThat(texts(ann, group)).containsExactly("after");
    }

    @Test
    void anEditIsPaidByWhomItReachesAndRefusedBeforeItIsStored() throws Exception {
        var dave = RestClient.of(strict).somebody("dave");
        var eve = RestClient.of(strict).somebody("eve");
        long with = dave.conversationWith(eve);
        dave.send(with, "one");
        try (var daves = Transport.RAW.open(strict, dave);
                var eves = Transport.RAW.open(strict, eve)) {
            edit(dave, with, 1, "two").expect(200);
            edit(dave, with, 1, "x".repeat(512)).expectProblem(429, "too_many_messages");
        }
        assertThat(groups.texts(eve, with)).containsExactly("two");
    }

    /** Of whatever was done to it, in whatever order. */
    @Test
    void nothingIsLeftOfADeletedMessageThatWasEditedReactedToPinnedAndAnsweredAtOnce() {
        long group = groups.of(ann, bob);
        for (int round = 0; round < ROUNDS; round++) {
            long seq = ann.send(group, "secret").getLong("seq");
            var message = "/api/conversations/" + group + "/messages/" + seq;
            var done = Stream.<Supplier<Answer>>of(
                            () -> groups.edit(ann, group, seq, "secret of @" + bob.username()),
                            () -> bob.rest().call("PUT", message + "/reactions/%F0%9F%91%8D"),
                            () -> bob.rest().call("PUT", "/api/conversations/" + group + "/pins/" + seq),
                            () -> bob.rest()
                                    .post(
                                            "/api/conversations/" + group + "/messages",
                                            new JsonObject()
                                                    .put(
                                                            "clientId",
                                                            UUID.randomUUID().toString())
                                                    .put("text", "an answer")
                                                    .put("replyToSeq", seq)))
                    .map(CompletableFuture::supplyAsync)
                    .toList();
            groups.deleteMessage(ann, group, seq).expect(204);
            done.forEach(CompletableFuture::join);
            assertThat(groups.messages(bob, group).stream()
                            .filter(one -> one.getLong("seq") == seq)
                            .flatMap(one -> one.fieldNames().stream()))
                    .containsExactlyInAnyOrder(
                            "conversationId",
                            "seq",
                            "senderId",
                            "clientId",
                            "kind",
                            "state",
                            "sentAt",
                            "version",
                            "deleted");
        }
        for (var table : List.of("mention", "reaction", "pin", "message_change")) {
            assertThat(server.query("SELECT seq FROM " + table + " WHERE conversation_id = ?", group))
                    .as(table)
                    .isEmpty();
        }
        assertThat(server.query("SELECT * FROM message WHERE conversation_id = ?", group).stream()
                        .map(row -> row.deepToString())
                        .reduce("", String::concat))
                .doesNotContain("secret");
        server.requireHealthy(group);
    }

    @Test
    void newcomersHearNothingOfWhatWasSaidBeforeThem() throws Exception {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob);
        ann.send(group, "before carol");
        ann.send(group, "gone for bob");
        bob.rest()
                .delete("/api/conversations/" + group + "/messages/3?scope=me")
                .expect(204);
        groups.add(ann, group, carol).expect(200);
        ann.send(group, "for all");
        try (var bobs = Transport.RAW.open(server, bob);
                var carols = Transport.RAW.open(server, carol)) {
            edit(ann, group, 2, "private to those before").expect(200);
            edit(ann, group, 3, "private to ann").expect(200);
            edit(ann, group, 5, "to everybody").expect(200);
            assertThat(carols.event("message.changed").getJsonObject("message").getString("text"))
                    .isEqualTo("to everybody");
            assertThat(List.of(
                            bobs.event("message.changed")
                                    .getJsonObject("message")
                                    .getString("text"),
                            bobs.event("message.changed")
                                    .getJsonObject("message")
                                    .getString("text")))
                    .containsExactly("private to those before", "to everybody");
            var synced = carols.ask(
                    "chat.sync",
                    new JsonObject()
                            .put("after", group - 1)
                            .put(
                                    "known",
                                    new JsonArray()
                                            .add(new JsonArray()
                                                    .add(group)
                                                    .add(1)
                                                    .add(5)
                                                    .add(0))));
            assertThat(synced.encode()).contains("to everybody").doesNotContain("private");
        }
    }

    @Test
    void ofAnEditAndADeletionForEveryoneTheDeletionWinsAndNothingIsLeft() {
        for (int round = 1; round <= ROUNDS; round++) {
            ann.send(conversation, "text");
            int seq = round;
            together(
                    () -> edit(ann, conversation, seq, "edited"),
                    () -> ann.rest()
                            .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone"));
            assertThat(last(bob, conversation).getBoolean("deleted")).isTrue();
        }
        assertThat(changes(conversation)).isZero();
        assertThat(rows()).doesNotContain("edited");
        server.requireHealthy(conversation);
    }

    @Test
    void ofAnEditAndABlockEitherComesFirstAndTheTextIsShownAccordingly() {
        bob.add(ann);
        for (int round = 1; round <= ROUNDS; round++) {
            ann.send(conversation, "text");
            int seq = round;
            var answers = together(
                    () -> edit(ann, conversation, seq, "edited"),
                    () -> bob.rest().call("PUT", "/api/contacts/" + ann.id() + "/block"));
            answers.forEach(answer -> assertThat(answer.status()).isIn(200, 204));
            bob.unblock(ann);
            assertThat(last(ann, conversation).getString("text")).isEqualTo("edited");
            assertThat(texts(bob, conversation)).doesNotContain("text").hasSizeLessThanOrEqualTo(round);
        }
        server.requireHealthy(conversation);
    }

    @Test
    void ofAnEditAndARemovalFromTheGroupEitherComesFirst() {
        long group = groups.of(ann, bob);
        for (int round = 0; round < ROUNDS; round++) {
            groups.trySend(bob, group, "text").expect(201);
            long seq = groups.lastMessage(ann, group).getLong("seq");
            var edited = together(() -> edit(bob, group, seq, "edited"), () -> groups.remove(ann, group, bob, ""))
                    .get(0);
            var text = groups.messages(ann, group).stream()
                    .filter(message -> message.getLong("seq") == seq)
                    .findFirst()
                    .orElseThrow()
                    .getString("text");
            assertThat(text).isEqualTo(edited.status() == 200 ? "edited" : "text");
            groups.add(ann, group, bob).expect(200);
        }
        server.requireHealthy(group);
    }

    private static List<Answer> together(Supplier<Answer> one, Supplier<Answer> other) {
        var first = CompletableFuture.supplyAsync(one);
        var second = CompletableFuture.supplyAsync(other);
        return List.of(first.join(), second.join());
    }

    private static Answer edit(Person who, long id, long seq, String text) {
        return who.rest().patch("/api/conversations/" + id + "/messages/" + seq, new JsonObject().put("text", text));
    }

    private static JsonObject request(long id, long seq, String text) {
        return new JsonObject().put("conversationId", id).put("seq", seq).put("text", text);
    }

    private JsonObject last(Person who, long id) {
        return groups.lastMessage(who, id);
    }

    private List<String> texts(Person who, long id) {
        return groups.texts(who, id);
    }

    private JsonObject sync(Person who, JsonArray known) throws Exception {
        try (var socket = Transport.RAW.open(server, who)) {
            return socket.ask(
                            "chat.sync",
                            new JsonObject().put("after", conversation - 1).put("known", known))
                    .getJsonObject("body")
                    .getJsonArray("conversations")
                    .getJsonObject(0);
        }
    }

    private static JsonArray known(JsonObject change, long seq) {
        return new JsonArray()
                .add(new JsonArray()
                        .add(change.getLong("conversationId"))
                        .add(change.getLong("version"))
                        .add(seq)
                        .add(change.getLong("ownVersion")));
    }

    private String rows() {
        return server.query("SELECT * FROM message WHERE conversation_id = ?", conversation).stream()
                .map(row -> row.deepToString())
                .reduce("", String::concat);
    }

    private static long changes(long id) {
        return server.query("SELECT seq FROM message_change WHERE conversation_id = ?", id)
                .size();
    }
}
