package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With what people react to messages. */
class ReactionsIT {
    private static final String UP = "\uD83D\uDC4D";
    private static final String HEART = "\u2764\uFE0F";

    @SharedServer
    private static TestServer server;

    @SharedServer({"WEBIM_LIMITS=on", "WEBIM_RATE_DELIVERIES=1/minute burst 4"})
    private static TestServer strict;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final long conversation = ann.conversationWith(bob);

    @ParameterizedTest
    @EnumSource
    void aReactionIsToldToAllWhoSeeTheMessage(Transport way) throws Exception {
        ann.send(conversation, "hello");
        try (var anns = way.open(server, ann);
                var bobs = way.open(server, bob)) {
            var answer = bobs.ask("chat.message.react", request(1, UP, true));
            var message = answer.getJsonObject("body").getJsonObject("message");
            assertThat(message.getJsonArray("reactions")).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
            assertThat(anns.event("message.changed").getJsonObject("message").getJsonArray("reactions"))
                    .isEqualTo(message.getJsonArray("reactions"));
            assertThat(groups.lastMessage(ann, conversation)).isEqualTo(message);
            assertThat(ann.contact(bob).getJsonObject("lastMessage")).isEqualTo(message);

            anns.ask("chat.message.react", request(1, UP, true));
            bobs.ask("chat.message.react", request(1, UP, false));
            var last = message;
            while (!last.getJsonArray("reactions").equals(new JsonArray().add(kind(UP, 1, ann)))) {
                last = anns.event("message.changed").getJsonObject("message");
            }
        }
        server.requireHealthy(conversation);
    }

    @Test
    void whoReactsTellsNobodyWhatTheyHaveRead() throws Exception {
        bob.rest()
                .patch("/api/users/me", new JsonObject().put("readReceipts", false))
                .expect(200);
        long group = groups.of(ann, bob, anyone.somebody("carl"));
        for (long id : List.of(conversation, group)) {
            long seq = ann.send(id, "hello").getLong("seq");
            bob.read(id, seq).expect(200);
            try (var anns = Transport.RAW.open(server, ann)) {
                react(bob, id, seq, UP).expect(200);
                assertThat(anns.event("message.changed")
                                .getJsonObject("message")
                                .getString("state"))
                        .isEqualTo(id == group ? "msg_cache" : "msg_done");
            }
        }
    }

    @Test
    void eachCountsOnce() {
        ann.send(conversation, "hello");
        react(bob, conversation, 1, UP).expect(200);
        var again = react(bob, conversation, 1, UP).expect(200);
        react(ann, conversation, 1, UP).expect(200);
        assertThat(again.body().getJsonObject("message").getJsonArray("reactions"))
                .isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
        assertThat(reactions(ann, conversation, 1)).isEqualTo(new JsonArray().add(kind(UP, 2, ann, bob)));
        assertThat(ann.history(conversation).getJsonArray("users"))
                .as("all who occur in the messages")
                .hasSize(2);
        unreact(bob, conversation, 1, UP).expect(200);
        unreact(bob, conversation, 1, UP).expect(200);
        unreact(bob, conversation, 1, HEART).expect(200);
        assertThat(reactions(ann, conversation, 1)).isEqualTo(new JsonArray().add(kind(UP, 1, ann)));
        unreact(ann, conversation, 1, UP).expect(200);
        assertThat(groups.lastMessage(bob, conversation).containsKey("reactions"))
                .isFalse();
        server.requireHealthy(conversation);
    }

    @Test
    void theTwentyFirstKindIsOneTooMany() {
        ann.send(conversation, "hello");
        IntStream.range(0, 20)
                .forEach(i -> react(bob, conversation, 1, Character.toString(0x1F600 + i))
                        .expect(200));
        react(ann, conversation, 1, UP).expectProblem(409, "too_many_reactions");
        react(ann, conversation, 1, Character.toString(0x1F600)).expect(200);
        unreact(bob, conversation, 1, Character.toString(0x1F601)).expect(200);
        react(ann, conversation, 1, UP).expect(200);
        assertThat(reactions(bob, conversation, 1)).hasSize(20);
    }

    @Test
    void whatIsNoEmojiIsNoReaction() {
        ann.send(conversation, "hello");
        for (var wrong : List.of("a", "ok", UP + UP, "1", "<b>", UP + " ")) {
            react(bob, conversation, 1, wrong).expectProblem(422, "invalid");
        }
        react(bob, conversation, 1, "1\uFE0F\u20E3").expect(200);
    }

    @Test
    void whatLooksTheSameIsOneKind() {
        ann.send(conversation, "hello");
        react(ann, conversation, 1, "\u2764").expect(200);
        react(bob, conversation, 1, HEART).expect(200);
        assertThat(reactions(ann, conversation, 1)).isEqualTo(new JsonArray().add(kind(HEART, 2, bob, ann)));
        var path = "/api/conversations/" + conversation + "/messages/1/reactions?emoji=";
        assertThat(who(ann.rest().get(path + encoded("\u2764")).expect(200).body()))
                .hasSize(2);
        unreact(bob, conversation, 1, "\u2764").expect(200);
        unreact(ann, conversation, 1, HEART).expect(200);
        assertThat(reactions(ann, conversation, 1)).isEmpty();
        server.requireHealthy(conversation);
    }

    @Test
    void whatIsNotInSightIsNotReactedTo() throws Exception {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob);
        ann.send(group, "before carol");
        groups.add(ann, group, carol).expect(200);
        ann.send(group, "with carol");
        bob.rest()
                .delete("/api/conversations/" + group + "/messages/4?scope=me")
                .expect(204);
        react(carol, group, 2, UP).expectProblem(404, "message_not_found");
        react(carol, group, 9, UP).expectProblem(404, "message_not_found");
        react(bob, group, 4, UP).expectProblem(404, "message_not_found");
        carol.rest()
                .get("/api/conversations/" + group + "/messages/2/reactions")
                .expectProblem(404, "message_not_found");
        try (var carols = Transport.RAW.open(server, carol)) {
            react(bob, group, 2, UP).expect(200);
            react(ann, group, 4, HEART).expect(200);
            assertThat(carols.event("message.changed").getJsonObject("message").getLong("seq"))
                    .isEqualTo(4);
            carols.ask("contacts.list", new JsonObject());
            assertThat(carols.waiting()).isZero();
        }
        ann.rest()
                .delete("/api/conversations/" + group + "/messages/4?scope=everyone")
                .expect(204);
        react(carol, group, 4, UP).expectProblem(404, "message_not_found");
        server.requireHealthy(group);
    }

    @Test
    void inAChannelAllReactThoughFewWrite() {
        long channel = groups.create(
                        ann,
                        new JsonObject()
                                .put("title", "News")
                                .put("kind", "channel")
                                .put("userIds", List.of(bob.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        ann.send(channel, "news");
        react(bob, channel, 2, UP).expect(200);
        assertThat(reactions(ann, channel, 2)).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
    }

    @Test
    void whoHasReactedComesInPages() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob, carol);
        ann.send(group, "hello");
        for (var person : List.of(ann, bob, carol)) {
            react(person, group, 2, UP).expect(200);
        }
        react(bob, group, 2, HEART).expect(200);
        var path = "/api/conversations/" + group + "/messages/2/reactions";

        var all = ann.rest().get(path).expect(200).body();
        assertThat(all.containsKey("next")).isFalse();
        assertThat(who(all)).containsExactly(HEART + bob.id(), UP + ann.id(), UP + bob.id(), UP + carol.id());
        var first = ann.rest().get(path + "?limit=3").expect(200).body();
        assertThat(who(first)).hasSize(3);
        var rest = ann.rest()
                .get(path + "?after=" + first.getString("next"))
                .expect(200)
                .body();
        assertThat(who(rest)).containsExactly(UP + carol.id());
        var hearts =
                ann.rest().get(path + "?emoji=" + encoded(HEART)).expect(200).body();
        assertThat(who(hearts)).containsExactly(HEART + bob.id());
        ann.rest().get(path + "?after=nonsense").expectProblem(422, "invalid");
        ann.rest().get(path + "?emoji=x").expectProblem(422, "invalid");
    }

    @Test
    void whatIsDoneToAMessageOfWhoBlocksIsSeenByNobodyElse() throws Exception {
        bob.add(ann);
        bob.send(conversation, "hello");
        react(bob, conversation, 1, UP).expect(200);
        bob.block(ann);
        try (var bobs = Transport.RAW.open(server, bob)) {
            react(ann, conversation, 1, UP).expect(200);
            react(ann, conversation, 1, HEART).expect(200);
            assertThat(reactions(ann, conversation, 1))
                    .isEqualTo(new JsonArray().add(kind(UP, 2, ann, bob)).add(kind(HEART, 1, ann)));
            assertThat(reactions(bob, conversation, 1)).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
            react(bob, conversation, 1, HEART).expectProblem(403, "peer_blocked");
            bobs.ask("contacts.list", new JsonObject());
            assertThat(bobs.waiting()).isZero();
            var synced = bobs.ask("chat.sync", new JsonObject().put("after", conversation - 1));
            assertThat(synced.encode()).doesNotContain(HEART);
        }
        bob.unblock(ann);
        assertThat(reactions(bob, conversation, 1)).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
        assertThat(who(bob.rest()
                        .get("/api/conversations/" + conversation + "/messages/1/reactions")
                        .expect(200)
                        .body()))
                .containsExactly(UP + bob.id());
        try (var bobs = Transport.RAW.open(server, bob)) {
            react(ann, conversation, 1, Character.toString(0x1F600)).expect(200);
            assertThat(bobs.event("message.changed").getJsonObject("message").getJsonArray("reactions"))
                    .isEqualTo(new JsonArray().add(kind(UP, 1, bob)).add(kind(Character.toString(0x1F600), 1, ann)));
        }
        server.requireHealthy(conversation);
    }

    @Test
    void manyReactionsAreToldOnceASecond() throws Exception {
        ann.send(conversation, "hello");
        try (var anns = Transport.RAW.open(server, ann)) {
            IntStream.range(0, 20)
                    .forEach(i -> react(bob, conversation, 1, Character.toString(0x1F600 + i))
                            .expect(200));
            var told = 0;
            JsonArray last;
            do {
                last = anns.event("message.changed").getJsonObject("message").getJsonArray("reactions");
                told++;
            } while (last.size() < 20);
            anns.ask("contacts.list", new JsonObject());
            assertThat(anns.waiting()).isZero();
            assertThat(told).isLessThan(20);
        }
    }

    @Test
    void aReactionIsPaidByWhomItReaches() throws Exception {
        var dave = RestClient.of(strict).somebody("dave");
        var eve = RestClient.of(strict).somebody("eve");
        long with = dave.conversationWith(eve);
        eve.add(dave);
        dave.send(with, "x".repeat(256));
        try (var daves = Transport.RAW.open(strict, dave);
                var eves = Transport.RAW.open(strict, eve)) {
            assertThat(react(eve, with, 1, UP).status()).isEqualTo(200);
            react(eve, with, 1, HEART).expectProblem(429, "too_many_messages");
        }
        assertThat(reactions(dave, with, 1)).hasSize(1);
    }

    @Test
    void withTheirAccountPeoplesReactionsGo() throws Exception {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob, carol);
        ann.send(group, "hello");
        react(carol, group, 2, UP).expect(200);
        react(carol, group, 2, HEART).expect(200);
        react(bob, group, 2, UP).expect(200);
        carol.rest()
                .call(
                        "DELETE",
                        "/api/users/me",
                        new JsonObject().put("password", RestClient.PASSWORD).encode())
                .expect(200);
        Eventually.holds(() -> server.query("SELECT seq FROM reaction WHERE user_id = ?", carol.id())
                .isEmpty());
        assertThat(reactions(ann, group, 2)).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
        server.requireHealthy(group);
    }

    @Test
    void whoIsBannedWithTheirMessagesTakesTheirReactionsAlong() throws Exception {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob, carol);
        long elsewhere = groups.of(ann, carol);
        for (long id : List.of(group, elsewhere)) {
            ann.send(id, "hello");
            react(carol, id, 2, UP).expect(200);
        }
        ann.send(group, "hello again");
        react(carol, group, 3, HEART).expect(200);
        react(bob, group, 2, UP).expect(200);
        react(bob, group, 3, HEART).expect(200);
        try (var bobs = Transport.RAW.open(server, bob)) {
            groups.remove(ann, group, carol, "?ban=true&deleteMessages=true").expect(204);
            bobs.event("message.changed");
            bobs.event("message.changed");
        }
        assertThat(reactions(bob, group, 2)).isEqualTo(new JsonArray().add(kind(UP, 1, bob)));
        assertThat(reactions(bob, group, 3)).isEqualTo(new JsonArray().add(kind(HEART, 1, bob)));
        assertThat(reactions(ann, elsewhere, 2)).isEqualTo(new JsonArray().add(kind(UP, 1, carol)));
        server.requireHealthy(group);
    }

    @Test
    void whoIsBannedAndLeavesTheirMessagesLeavesTheirReactions() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, carol);
        ann.send(group, "hello");
        react(carol, group, 2, UP).expect(200);
        groups.remove(ann, group, carol, "?ban=true").expect(204);
        assertThat(reactions(ann, group, 2)).isEqualTo(new JsonArray().add(kind(UP, 1, carol)));
    }

    @Test
    void ofABanAndReactionsNoneIsLeft() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, carol);
        IntStream.range(0, 20).forEach(i -> ann.send(group, "hello"));
        var reacting = CompletableFuture.runAsync(
                () -> IntStream.rangeClosed(2, 21).forEach(seq -> react(carol, group, seq, UP)));
        groups.remove(ann, group, carol, "?ban=true&deleteMessages=true").expect(204);
        reacting.join();
        assertThat(server.query("SELECT seq FROM reaction WHERE conversation_id = ?", group))
                .isEmpty();
        server.requireHealthy(group);
    }

    @Test
    void ofReactionsAndADeletionForEveryoneTheDeletionWinsAndNothingIsLeft() {
        for (int round = 1; round <= 10; round++) {
            ann.send(conversation, "text");
            int seq = round;
            var reacting = List.of(
                    CompletableFuture.runAsync(() -> react(bob, conversation, seq, UP)),
                    CompletableFuture.runAsync(() -> react(ann, conversation, seq, HEART)));
            ann.rest()
                    .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                    .expect(204);
            reacting.forEach(CompletableFuture::join);
        }
        assertThat(server.query("SELECT seq FROM reaction WHERE conversation_id = ?", conversation))
                .isEmpty();
        assertThat(server.query(
                        "SELECT seq FROM message WHERE conversation_id = ? AND reactions IS NOT NULL", conversation))
                .isEmpty();
        server.requireHealthy(conversation);
    }

    @Test
    void allWhoReactAtOnceAreCounted() {
        var people = IntStream.range(0, 8).mapToObj(i -> anyone.somebody("p")).toArray(Person[]::new);
        long group = groups.of(ann, people);
        ann.send(group, "hello");
        Stream.of(people)
                .map(person -> CompletableFuture.runAsync(() -> {
                    react(person, group, 2, UP).expect(200);
                    react(person, group, 2, HEART).expect(200);
                    unreact(person, group, 2, HEART).expect(200);
                }))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(reactions(ann, group, 2)).hasSize(1);
        assertThat(reactions(ann, group, 2).getJsonObject(0).getInteger("count"))
                .isEqualTo(8);
        server.requireHealthy(group);
    }

    private static Answer react(Person who, long id, long seq, String emoji) {
        return who.rest().call("PUT", path(id, seq, emoji));
    }

    private static Answer unreact(Person who, long id, long seq, String emoji) {
        return who.rest().delete(path(id, seq, emoji));
    }

    private static String path(long id, long seq, String emoji) {
        return "/api/conversations/" + id + "/messages/" + seq + "/reactions/" + encoded(emoji);
    }

    private static String encoded(String emoji) {
        return URLEncoder.encode(emoji, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonObject request(long seq, String emoji, boolean on) {
        return new JsonObject()
                .put("conversationId", conversation)
                .put("seq", seq)
                .put("emoji", emoji)
                .put("on", on);
    }

    private static JsonObject kind(String emoji, int count, Person... newest) {
        return new JsonObject()
                .put("emoji", emoji)
                .put("count", count)
                .put("userIds", new JsonArray(Stream.of(newest).map(Person::id).toList()));
    }

    private JsonArray reactions(Person who, long id, long seq) {
        return groups.messages(who, id).stream()
                .filter(message -> message.getLong("seq") == seq)
                .findFirst()
                .orElseThrow()
                .getJsonArray("reactions", new JsonArray());
    }

    private static List<String> who(JsonObject page) {
        return page.getJsonArray("reactions").stream()
                .map(one -> ((JsonObject) one).getString("emoji")
                        + ((JsonObject) one).getJsonObject("user").getLong("id"))
                .toList();
    }
}
