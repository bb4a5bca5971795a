package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.Statements;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are sent on. */
public class ForwardIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final Person carol = anyone.somebody("carol");
    private final long source = ann.conversationWith(bob);
    private final long target = bob.conversationWith(carol);

    @ParameterizedTest
    @EnumSource
    void whereItIsFromIsSaidWhereverItComes(Transport way) throws Exception {
        ann.send(source, "a recipe");
        try (var bobs = way.open(server, bob);
                var carols = way.open(server, carol)) {
            var sent = bobs.ask("chat.message.send", forward(source, 1).put("conversationId", target))
                    .getJsonObject("body")
                    .getJsonObject("message");
            assertThat(sent.getString("text")).isEqualTo("a recipe");
            assertThat(sent.getLong("senderId")).isEqualTo(bob.id());
            assertThat(from(sent)).isEqualTo(ann.username());
            assertThat(carols.event("message.sent").getJsonObject("message")).isEqualTo(sent);
            assertThat(groups.lastMessage(carol, target)).isEqualTo(sent);
            assertThat(groups.listed(carol, target).getJsonObject("lastMessage"))
                    .isEqualTo(sent);
            assertThat(carol.history(target).getJsonArray("users").stream()
                            .map(user -> ((JsonObject) user).getLong("id")))
                    .contains(ann.id());
            var synced = carols.ask("chat.sync", new JsonObject().put("after", target - 1))
                    .getJsonObject("body")
                    .getJsonArray("conversations")
                    .getJsonObject(0);
            assertThat(synced.getJsonArray("messages").getJsonObject(0)).isEqualTo(sent);
        }
        server.requireHealthy(target);
    }

    @Test
    void itSaysWhoWroteItFirstHoweverOftenItIsSentOn() {
        ann.send(source, "hearsay");
        forwarded(bob, target, source, 1);
        long third = carol.conversationWith(ann);
        assertThat(from(forwarded(carol, third, target, 1))).isEqualTo(ann.username());
        assertThat(from(forwarded(ann, third, third, 1))).isEqualTo(ann.username());
    }

    @Test
    void ofAGroupItSaysWhoWroteItAndOfAChannelItsTitle() {
        long group = groups.of(ann, bob);
        ann.send(group, "among us");
        var fromGroup = forwarded(bob, target, group, 2).getJsonObject("forwarded");
        assertThat(fromGroup.fieldNames()).containsExactly("user");
        assertThat(fromGroup.encode()).doesNotContain("A group");

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
        long seq = ann.send(channel, "to all").getLong("seq");
        var fromChannel = forwarded(bob, target, channel, seq);
        assertThat(fromChannel.getJsonObject("forwarded")).isEqualTo(new JsonObject().put("title", "News"));
        long onward = carol.conversationWith(ann);
        assertThat(forwarded(carol, onward, target, fromChannel.getLong("seq")).getJsonObject("forwarded"))
                .isEqualTo(new JsonObject().put("title", "News"));
        // What others have written does not become the channel's.
        ann.send(source, "quoted");
        long quoted = forwarded(ann, channel, source, 1).getLong("seq");
        assertThat(from(forwarded(bob, target, channel, quoted))).isEqualTo(ann.username());
    }

    @Test
    void onlyWhatTheCallerSeesIsSentOn() {
        var dave = anyone.somebody("dave");
        long group = groups.of(ann, bob, carol);
        ann.send(group, "before dave");
        groups.add(ann, group, dave).expect(200);
        ann.send(group, "for all");
        long own = dave.conversationWith(ann);

        forward(dave, own, group, 2).expectProblem(404, "message_not_found");
        forward(dave, own, group, 3).expectProblem(404, "message_not_found"); // an event
        forward(dave, own, group, 9).expectProblem(404, "message_not_found");
        bob.rest()
                .delete("/api/conversations/" + group + "/messages/4?scope=me")
                .expect(204);
        forward(bob, target, group, 4).expectProblem(404, "message_not_found");
        forward(dave, own, group, 4).expect(201);
        groups.remove(ann, group, dave, "?ban=true").expect(204);
        forward(dave, own, group, 4).expectProblem(404, "conversation_not_found");
        forward(dave, own, source, 1).expectProblem(404, "conversation_not_found");
        forward(dave, own, 9_007_199_254_740_991L, 1).expectProblem(404, "conversation_not_found");
        ann.rest()
                .delete("/api/conversations/" + group + "/messages/4?scope=everyone")
                .expect(204);
        forward(carol, target, group, 4).expectProblem(404, "message_not_found");
    }

    @Test
    void whatIsHiddenByABlockIsNotSentOnAndWhatIsSeenIs() {
        ann.send(source, "before the block");
        bob.block(ann);
        ann.send(source, "during the block");
        forward(bob, target, source, 1).expect(201);
        forward(bob, target, source, 2).expectProblem(404, "message_not_found");
        forward(bob, source, target, 1).expectProblem(403, "peer_blocked");
        forward(ann, source, source, 2).expect(201);
        assertThat(groups.texts(bob, source)).containsExactly("before the block");
    }

    @Test
    void theCopyStaysAsItIs() {
        ann.send(source, "first words");
        edit(ann, source, 1, "second words").expect(200);
        var copy = forwarded(bob, target, source, 1);
        assertThat(copy.getString("text")).isEqualTo("second words");
        assertThat(copy.containsKey("editedAt")).isFalse();
        edit(ann, source, 1, "third words").expect(200);
        ann.rest()
                .delete("/api/conversations/" + source + "/messages/1?scope=everyone")
                .expect(204);
        assertThat(groups.texts(carol, target)).containsExactly("second words");
        edit(bob, target, 1, "their words turned around").expectProblem(403, "not_sender");
        assertThat(groups.texts(carol, target)).containsExactly("second words");
    }

    @Test
    void nothingIsLeftOfACopyThatIsDeleted() {
        ann.send(source, "words");
        forwarded(bob, target, source, 1);
        bob.rest()
                .delete("/api/conversations/" + target + "/messages/1?scope=everyone")
                .expect(204);
        assertThat(groups.lastMessage(carol, target).containsKey("forwarded")).isFalse();
        assertThat(server.query(
                                "SELECT text, forwarded_from, forwarded_title, sent_hash FROM message"
                                        + " WHERE conversation_id = ?",
                                target)
                        .get(0)
                        .deepToString())
                .isEqualTo("[null,null,null,null]");
        assertThat(groups.texts(ann, source)).containsExactly("words");
        server.requireHealthy(target);
    }

    @Test
    void whoeverReactsToItOrPinsItLeavesWhereItIsFrom() {
        ann.send(source, "words");
        forwarded(bob, target, source, 1);
        carol.rest()
                .call("PUT", "/api/conversations/" + target + "/messages/1/reactions/%F0%9F%91%8D")
                .expect(200);
        carol.rest().call("PUT", "/api/conversations/" + target + "/pins/1").expect(204);
        var message = groups.lastMessage(bob, target);
        assertThat(message.fieldNames()).contains("reactions", "pinned");
        assertThat(from(message)).isEqualTo(ann.username());
    }

    @Test
    void itMentionsNobody() {
        long group = groups.of(ann, bob, carol);
        ann.send(source, "@" + carol.username() + " @all come");
        var sent = forwarded(ann, group, source, 1);
        assertThat(sent.containsKey("mentions")).isFalse();
        assertThat(groups.listed(carol, group).getInteger("mentions")).isZero();
        assertThat(groups.listed(carol, group).getInteger("unread")).isEqualTo(1);
        server.requireHealthy(group);
    }

    @Test
    void aRetryNamesTheSameMessageAndIsAnsweredAlsoWhenThatIsGone() {
        ann.send(source, "one");
        ann.send(source, "one");
        var id = UUID.randomUUID();
        var sent = forward(bob, target, id, source, 1).expect(201).body();
        assertThat(forward(bob, target, id, source, 1).expect(200).body()).isEqualTo(sent);
        forward(bob, target, id, source, 2).expectProblem(409, "client_id_reused");
        bob.send(target, id, "one").expectProblem(409, "client_id_reused");
        var text = UUID.randomUUID();
        bob.send(target, text, "one").expect(201);
        forward(bob, target, text, source, 1).expectProblem(409, "client_id_reused");

        edit(ann, source, 1, "another").expect(200);
        assertThat(forward(bob, target, id, source, 1).expect(200).body()).isEqualTo(sent);
        ann.rest()
                .delete("/api/conversations/" + source + "/messages/1?scope=everyone")
                .expect(204);
        assertThat(forward(bob, target, id, source, 1).expect(200).body()).isEqualTo(sent);
        forward(bob, target, UUID.randomUUID(), source, 1).expectProblem(404, "message_not_found");
        assertThat(groups.texts(carol, target)).containsExactly("one", "one");
    }

    @Test
    void aRetryIsAnsweredAlsoOutsideTheGroupThatItIsFrom() {
        long group = groups.of(ann, bob);
        ann.send(group, "words");
        var id = UUID.randomUUID();
        var sent = forward(bob, target, id, group, 2).expect(201).body();
        groups.leave(bob, group).expect(204);
        assertThat(forward(bob, target, id, group, 2).expect(200).body()).isEqualTo(sent);
        forward(bob, target, UUID.randomUUID(), group, 2).expectProblem(404, "conversation_not_found");
    }

    @Test
    void theRulesOfTheGroupThatItIsSentToHold() {
        long group = groups.of(ann, bob);
        ann.send(source, "words");
        groups.update(ann, group, new JsonObject().put("slowSeconds", 3_600)).expect(200);
        forward(bob, group, source, 1).expect(201);
        forward(bob, group, source, 1).expectProblem(429, "slow_mode");
        groups.update(ann, group, new JsonObject().put("slowSeconds", 0).put("mayPost", "admins"))
                .expect(200);
        forward(bob, group, source, 1).expectProblem(403, "not_permitted");
        forward(carol, group, target, 1).expectProblem(404, "conversation_not_found");
        assertThat(groups.texts(ann, group)).containsExactly("words");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAskedBeforeIsDoneBefore(Transport way) throws Exception {
        var stranger = anyone.somebody("stranger");
        try (var bobs = way.open(server, bob)) {
            var answers = new ArrayList<String>();
            for (int i = 1; i <= 20; i++) {
                bobs.send(frame("chat.message.send", "sent" + i, text(source, "text " + i)));
                bobs.send(
                        frame("chat.message.send", "on" + i, forward(source, i).put("conversationId", target)));
                bobs.send(frame("chat.message.send", "after" + i, text(target, "after " + i)));
                answers.addAll(List.of("sent" + i, "on" + i, "after" + i));
            }
            bobs.send(frame("chat.message.send", "new", forward(source, 20).put("toUserId", stranger.id())));
            bobs.send(frame(
                    "chat.message.delete",
                    "gone",
                    new JsonObject()
                            .put("conversationId", source)
                            .put(
                                    "seqs",
                                    new JsonArray().add(new JsonArray().add(1).add(1)))
                            .put("scope", "everyone")));
            bobs.send(frame("chat.message.send", "late", forward(source, 1).put("conversationId", target)));
            answers.addAll(List.of("new", "gone", "late"));
            while (!answers.isEmpty()) {
                var answer = bobs.next();
                if (answers.remove(answer.getString("address"))) {
                    assertThat(answer.getString("message", ""))
                            .as(answer.encode())
                            .contains(answer.getString("address").equals("late") ? "message_not_found" : "");
                    assertThat(answer.getString("type").equals("err"))
                            .as(answer.encode())
                            .isEqualTo(answer.getString("address").equals("late"));
                }
            }
        }
        var expected = new ArrayList<String>();
        for (int i = 1; i <= 20; i++) {
            expected.addAll(List.of("text " + i, "after " + i));
        }
        assertThat(groups.texts(carol, target)).containsExactlyElementsOf(expected);
        assertThat(stranger.contacts()).hasSize(1);
        server.requireHealthy(target);
    }

    @Test
    void ofAForwardAndADeletionEitherComesFirst() {
        for (int round = 1; round <= 10; round++) {
            int seq = round;
            ann.send(source, "text " + seq);
            var forwarding = CompletableFuture.supplyAsync(() -> forward(bob, target, source, seq));
            ann.rest()
                    .delete("/api/conversations/" + source + "/messages/" + seq + "?scope=everyone")
                    .expect(204);
            var answer = forwarding.join();
            if (answer.status() == 201) {
                assertThat(answer.body().getString("text")).isEqualTo("text " + seq);
            } else {
                answer.expectProblem(404, "message_not_found");
            }
            forward(bob, target, source, seq).expectProblem(404, "message_not_found");
        }
        server.requireHealthy(source);
        server.requireHealthy(target);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        var place = new JsonObject().put("conversationId", source).put("seq", 1);
        var path = "/api/conversations/" + target + "/messages";
        for (var wrong : new Object[] {
            "1",
            1,
            true,
            new JsonArray(),
            new JsonObject(),
            place.copy().put("seq", 0),
            place.copy().put("seq", "1")
        }) {
            bob.rest().post(path, forward(source, 1).put("forward", wrong)).expectProblem(422, "invalid");
        }
        bob.rest().post(path, forward(source, 1).put("text", "mine")).expectProblem(422, "invalid");
        bob.rest().post(path, forward(source, 1).put("replyToSeq", 1)).expectProblem(422, "invalid");
    }

    @Test
    void overRestWhoeverIsNamedIsWrittenTo() {
        ann.send(source, "words");
        var sent = bob.rest()
                .post("/api/messages", forward(source, 1).put("toUserId", carol.id()))
                .expect(201)
                .body()
                .getJsonObject("message");
        assertThat(sent.getLong("conversationId")).isEqualTo(target);
        assertThat(from(sent)).isEqualTo(ann.username());
    }

    /** What most messages are not costs them nothing. */
    @Test
    void aForwardCostsOneStatementMoreThanAMessage() {
        ann.send(source, "words");
        var statements = new Statements(server);
        bob.send(target, "warm");
        forwarded(bob, target, source, 1);
        var plain = statements.of(() -> bob.send(target, "plain"));
        var sentOn = statements.of(() -> forwarded(bob, target, source, 1));
        assertThat(sentOn.statements()).isEqualTo(plain.statements() + 1);
    }

    private static Answer edit(Person who, long id, long seq, String text) {
        return who.rest().patch("/api/conversations/" + id + "/messages/" + seq, new JsonObject().put("text", text));
    }

    private static String from(JsonObject message) {
        return message.getJsonObject("forwarded").getJsonObject("user").getString("username");
    }

    private static JsonObject forwarded(Person who, long to, long id, long seq) {
        return forward(who, to, id, seq).expect(201).body();
    }

    private static Answer forward(Person who, long to, long id, long seq) {
        return forward(who, to, UUID.randomUUID(), id, seq);
    }

    private static Answer forward(Person who, long to, UUID clientId, long id, long seq) {
        return who.rest()
                .post("/api/conversations/" + to + "/messages", forward(id, seq).put("clientId", clientId.toString()));
    }

    /** The body of a request, but for where to. */
    public static JsonObject forward(long id, long seq) {
        return new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("forward", new JsonObject().put("conversationId", id).put("seq", seq));
    }

    private static JsonObject text(long id, String text) {
        return new JsonObject()
                .put("conversationId", id)
                .put("clientId", UUID.randomUUID().toString())
                .put("text", text);
    }

    private static JsonObject frame(String address, String replyAddress, JsonObject body) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", replyAddress)
                .put("body", body);
    }
}
