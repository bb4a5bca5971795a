package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that answer others. */
class ReplyIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final long conversation = ann.conversationWith(bob);

    @ParameterizedTest
    @EnumSource
    void anAnswerSaysWhichMessageItAnswersWhereverItComes(Transport way) throws Exception {
        ann.send(conversation, "a question");
        try (var anns = way.open(server, ann);
                var bobs = way.open(server, bob)) {
            var sent = bobs.ask("chat.message.send", reply(conversation, UUID.randomUUID(), 1))
                    .getJsonObject("body")
                    .getJsonObject("message");
            assertThat(sent.getJsonObject("replyTo")).isEqualTo(new JsonObject().put("seq", 1));
            assertThat(anns.event("message.sent").getJsonObject("message")).isEqualTo(sent);
            assertThat(groups.lastMessage(bob, conversation)).isEqualTo(sent);
            assertThat(bob.contact(ann).getJsonObject("lastMessage")).isEqualTo(sent);
            var synced = anns.ask("chat.sync", new JsonObject().put("after", conversation - 1))
                    .getJsonObject("body")
                    .getJsonArray("conversations")
                    .getJsonObject(0);
            assertThat(synced.getJsonArray("messages").getJsonObject(1).getJsonObject("replyTo"))
                    .isEqualTo(new JsonObject().put("seq", 1));
        }
    }

    @Test
    void aRetryNamesTheSameMessage() {
        ann.send(conversation, "one");
        ann.send(conversation, "two");
        var id = UUID.randomUUID();
        send(ann, conversation, id, 1).expect(201);
        send(ann, conversation, id, 1).expect(200);
        send(ann, conversation, id, 2).expectProblem(409, "client_id_reused");
        ann.send(conversation, id, "an answer").expectProblem(409, "client_id_reused");
        ann.rest()
                .patch("/api/conversations/" + conversation + "/messages/3", new JsonObject().put("text", "edited"))
                .expect(200);
        var again = send(ann, conversation, id, 1).expect(200).body();
        assertThat(again.getString("text")).isEqualTo("edited");
        assertThat(again.getJsonObject("replyTo").getLong("seq")).isEqualTo(1);
        send(ann, conversation, id, 2).expectProblem(409, "client_id_reused");
    }

    @Test
    void whatIsNotInSightIsNotAnswered() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob);
        ann.send(group, "before carol");
        groups.add(ann, group, carol).expect(200);
        ann.send(group, "with carol");
        send(carol, group, UUID.randomUUID(), 2).expectProblem(404, "message_not_found");
        send(carol, group, UUID.randomUUID(), 5).expectProblem(404, "message_not_found");
        bob.rest()
                .delete("/api/conversations/" + group + "/messages/4?scope=me")
                .expect(204);
        send(bob, group, UUID.randomUUID(), 4).expectProblem(404, "message_not_found");
        send(carol, group, UUID.randomUUID(), 4).expect(201);
        send(bob, group, UUID.randomUUID(), 2).expect(201);
        for (var wrong : new Object[] {0, -1, "1", 1.5, 1L << 53}) {
            ann.rest()
                    .post(
                            "/api/conversations/" + group + "/messages",
                            reply(group, UUID.randomUUID(), 1).put("replyToSeq", wrong))
                    .expectProblem(422, "invalid");
        }
    }

    @Test
    void nothingIsShownOfAnAnsweredMessageThatIsDeleted() {
        ann.send(conversation, "a secret");
        send(bob, conversation, UUID.randomUUID(), 1).expect(201);
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/1?scope=everyone")
                .expect(204);
        var id = UUID.randomUUID();
        send(bob, conversation, id, 1).expect(201);

        assertThat(bob.history(conversation).encode()).doesNotContain("a secret");
        bob.rest()
                .delete("/api/conversations/" + conversation + "/messages/3?scope=everyone")
                .expect(204);
        assertThat(groups.lastMessage(bob, conversation).containsKey("replyTo")).isFalse();
        assertThat(send(bob, conversation, id, 1).expect(200).body().getBoolean("deleted"))
                .isTrue();
        server.requireHealthy(conversation);
    }

    private static Answer send(Person who, long id, UUID clientId, long replyTo) {
        return who.rest().post("/api/conversations/" + id + "/messages", reply(id, clientId, replyTo));
    }

    private static JsonObject reply(long id, UUID clientId, long replyTo) {
        return BusUser.message(id, clientId, "an answer").put("replyToSeq", replyTo);
    }
}
