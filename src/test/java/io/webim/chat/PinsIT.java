package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Transport;
import io.webim.chat.messages.PinStore;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are pinned to their conversation. */
class PinsIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final GroupClient groups = new GroupClient(anyone);
    private final Person ann = anyone.somebody("ann");
    private final Person bob = anyone.somebody("bob");
    private final long conversation = ann.conversationWith(bob);

    @ParameterizedTest
    @EnumSource
    void eitherOfTwoPinsAndBothAreTold(Transport way) throws Exception {
        ann.send(conversation, "one");
        bob.send(conversation, "two");
        try (var anns = way.open(server, ann);
                var bobs = way.open(server, bob)) {
            bobs.ask("chat.message.pin", request(1, true));
            for (var socket : List.of(anns, bobs)) {
                var message = socket.event("message.changed").getJsonObject("message");
                assertThat(message.getLong("seq")).isEqualTo(1);
                assertThat(message.getBoolean("pinned")).isTrue();
            }
            var pins = anns.ask("chat.message.pins", new JsonObject().put("conversationId", conversation))
                    .getJsonObject("body");
            assertThat(pins.getJsonArray("messages").getJsonObject(0).getString("text"))
                    .isEqualTo("one");
            assertThat(pins.getJsonArray("users").getJsonObject(0).getLong("id"))
                    .isEqualTo(ann.id());
            anns.ask("chat.message.pin", request(2, true));
            bobs.event("message.changed");
            anns.ask("chat.message.pin", request(1, false));
            assertThat(bobs.event("message.changed").getJsonObject("message").containsKey("pinned"))
                    .isFalse();
        }
        assertThat(pinned(bob, conversation)).containsExactly(2L);
        server.requireHealthy(conversation);
    }

    @Test
    void inAGroupThoseMayPinWhomItsRulesName() {
        long group = groups.of(ann, bob);
        bob.send(group, "hello");
        groups.update(ann, group, new JsonObject().put("mayPin", "admins")).expect(200);
        pin(bob, group, 2).expectProblem(403, "not_permitted");
        unpin(bob, group, 2).expectProblem(403, "not_permitted");
        groups.update(ann, group, new JsonObject().put("mayPin", "members")).expect(200);
        pin(bob, group, 2).expect(204);
        pin(bob, group, 2).expect(204);
        assertThat(groups.lastEvent(ann, group))
                .isEqualTo(new JsonObject().put("type", "pinned").put("seq", 2).put("userId", bob.id()));
        assertThat(groups.eventTypes(ann, group)).containsOnlyOnce("pinned");
        assertThat(pinned(ann, group)).containsExactly(2L);
        server.requireHealthy(group);
    }

    @Test
    void whatIsPinnedIsListedToThoseWhoSeeIt() {
        var carol = anyone.somebody("carol");
        long group = groups.of(ann, bob);
        ann.send(group, "before carol");
        pin(ann, group, 2).expect(204);
        groups.add(ann, group, carol).expect(200);
        ann.send(group, "with carol");
        pin(ann, group, 5).expect(204);
        bob.rest()
                .delete("/api/conversations/" + group + "/messages/5?scope=me")
                .expect(204);

        assertThat(pinned(ann, group)).containsExactly(2L, 5L);
        assertThat(pinned(bob, group)).containsExactly(2L);
        assertThat(pinned(carol, group)).containsExactly(5L);
        pin(carol, group, 2).expectProblem(404, "message_not_found");
        pin(bob, group, 5).expectProblem(404, "message_not_found");
        ann.rest()
                .delete("/api/conversations/" + group + "/messages/5?scope=everyone")
                .expect(204);
        assertThat(pinned(ann, group)).containsExactly(2L);
        pin(ann, group, 5).expectProblem(404, "message_not_found");
        server.requireHealthy(group);
    }

    @Test
    void theListComesInPages() {
        for (int i = 1; i <= 3; i++) {
            ann.send(conversation, "message " + i);
            pin(ann, conversation, i).expect(204);
        }
        var path = "/api/conversations/" + conversation + "/pins?limit=2";
        var first = bob.rest().get(path).expect(200).body();
        assertThat(seqs(first)).containsExactly(2L, 3L);
        var rest = bob.rest()
                .get(path + "&after=" + first.getLong("next"))
                .expect(200)
                .body();
        assertThat(seqs(rest)).containsExactly(1L);
        assertThat(rest.containsKey("next")).isFalse();
    }

    @Test
    void theHundredAndFirstIsOneTooMany() {
        for (int i = 1; i <= PinStore.MOST + 1; i++) {
            ann.send(conversation, "message " + i);
        }
        for (int seq = 1; seq <= PinStore.MOST; seq++) {
            pin(ann, conversation, seq).expect(204);
        }
        pin(ann, conversation, 101).expectProblem(409, "too_many_pins");
        unpin(bob, conversation, 7).expect(204);
        pin(ann, conversation, 101).expect(204);
        server.requireHealthy(conversation);
    }

    @Test
    void acrossABlockEachSeesTheOwnPins() throws Exception {
        bob.add(ann);
        for (int i = 1; i <= 3; i++) {
            ann.send(conversation, "message " + i);
        }
        pin(ann, conversation, 1).expect(204);
        bob.block(ann);
        try (var bobs = Transport.RAW.open(server, bob)) {
            pin(ann, conversation, 2).expect(204);
            unpin(ann, conversation, 1).expect(204);
            assertThat(pinned(ann, conversation)).containsExactly(2L);
            assertThat(pinned(bob, conversation)).containsExactly(1L);
            pin(bob, conversation, 3).expectProblem(403, "peer_blocked");
            bobs.ask("contacts.list", new JsonObject());
            assertThat(bobs.waiting()).isZero();
        }
        bob.unblock(ann);
        assertThat(pinned(bob, conversation)).containsExactly(1L);
        pin(bob, conversation, 2).expect(204);
        pin(ann, conversation, 1).expect(204);
        assertThat(pinned(ann, conversation)).containsExactly(1L, 2L);
        assertThat(pinned(bob, conversation)).containsExactly(1L, 2L);
        unpin(bob, conversation, 2).expect(204);
        assertThat(pinned(ann, conversation)).containsExactly(1L);
        server.requireHealthy(conversation);
    }

    @Test
    void ofAPinAndADeletionForEveryoneTheDeletionWins() {
        for (int round = 1; round <= 10; round++) {
            ann.send(conversation, "text");
            int seq = round;
            var pinning = CompletableFuture.runAsync(() -> pin(bob, conversation, seq));
            ann.rest()
                    .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                    .expect(204);
            pinning.join();
        }
        assertThat(pinned(ann, conversation)).isEmpty();
        assertThat(server.query("SELECT seq FROM pin WHERE conversation_id = ?", conversation))
                .isEmpty();
        server.requireHealthy(conversation);
    }

    private static Answer pin(Person who, long id, long seq) {
        return who.rest().call("PUT", "/api/conversations/" + id + "/pins/" + seq);
    }

    private static Answer unpin(Person who, long id, long seq) {
        return who.rest().delete("/api/conversations/" + id + "/pins/" + seq);
    }

    private JsonObject request(long seq, boolean on) {
        return new JsonObject()
                .put("conversationId", conversation)
                .put("seq", seq)
                .put("on", on);
    }

    private static List<Long> pinned(Person who, long id) {
        return seqs(
                who.rest().get("/api/conversations/" + id + "/pins").expect(200).body());
    }

    private static List<Long> seqs(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }
}
