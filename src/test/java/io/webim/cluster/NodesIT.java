package io.webim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.DatabaseProxy;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.config.CannotStart;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.push.PushServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at one node is as if it had happened at the other. */
class NodesIT {
    private static Nodes nodes;
    private static PushServer pushes;
    private static TestServer one;
    private static TestServer other;

    private final List<BusClient> open = new ArrayList<>();
    private Person ann;
    private Person bob;
    private long conversation;

    @BeforeAll
    static void start() {
        pushes = new PushServer();
        nodes = Nodes.start(2, Map.of("WEBIM_PUSH_ALLOW", pushes.origin()));
        one = nodes.node(0);
        other = nodes.node(1);
    }

    @AfterAll
    static void stop() {
        nodes.close();
        pushes.close();
    }

    @BeforeEach
    void people() {
        ann = RestClient.of(one).somebody("ann");
        bob = RestClient.of(other).somebody("bob");
        ann.add(bob);
        conversation = bob.add(ann).body().getLong("conversationId");
    }

    @AfterEach
    void closeSockets() {
        open.forEach(BusClient::close);
    }

    @Test
    void aMessageItsTicksAndTypingCrossInBothDirections() throws Exception {
        var anns = connect(one, ann);
        var bobs = connect(other, bob);

        var sent = message(anns, conversation, "over there");
        var heard = bobs.event("message.sent").getJsonObject("message");
        assertThat(heard.getString("text")).isEqualTo("over there");
        assertThat(heard.getLong("seq")).isEqualTo(sent.getLong("seq"));

        mark(bobs, "chat.message.received", sent.getLong("seq"));
        assertThat(anns.event("message.state").getLong("receivedSeq")).isEqualTo(sent.getLong("seq"));
        mark(bobs, "chat.conversation.read", sent.getLong("seq"));
        assertThat(anns.event("message.state").getLong("readSeq")).isEqualTo(sent.getLong("seq"));

        bobs.ask(Address.CHAT_TYPING.text(), new JsonObject().put("conversationId", conversation));
        assertThat(anns.event("typing").getLong("userId")).isEqualTo(bob.id());
        assertThat(message(bobs, conversation, "back").getLong("seq")).isEqualTo(sent.getLong("seq") + 1);
        assertThat(anns.event("message.sent").getJsonObject("message").getString("text"))
                .isEqualTo("back");
    }

    /** Of whoever can write to the engine: it neither ends the connection nor is a fault, and publishes nothing inside. */
    @Test
    void whatNoNodeSaysChangesNothing() throws Exception {
        var bobs = connect(other, bob);
        var inside = new AtomicInteger();
        var consumer = other.vertx()
                .eventBus()
                .localConsumer(Address.AUTH_USER_DELETED.text(), message -> inside.incrementAndGet());
        for (var said : List.of(
                "{",
                "[]",
                "7",
                "{\"v\":\"x\"}",
                "{\"v\":1,\"n\":7}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"d\"}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"c\",\"id\":\"x\"}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"l\"}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"s\"}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"b\",\"a\":\"NONE\"}",
                "{\"v\":1,\"n\":\"x\",\"k\":\"b\",\"a\":\"AUTH_USER_DELETED\",\"w\":{\"userId\":0}}")) {
            nodes.engine().command(Nodes.PASSWORD, "PUBLISH", "webim:all", said);
        }

        message(connect(one, ann), conversation, "after that");
        assertThat(bobs.event("message.sent").getJsonObject("message").getString("text"))
                .isEqualTo("after that");
        assertThat(inside).hasValue(0);
        consumer.unregister();
    }

    @Test
    void bothWriteTheSameConversationWithoutGapsAndTheSameMessageOnce() throws Exception {
        var anns = connect(one, ann);
        var bobs = connect(other, bob);
        var clientId = UUID.randomUUID();
        var first = ann.send(conversation, clientId, "once").body();
        var again = ann.at(other).send(conversation, clientId, "once").body();
        assertThat(again.getLong("seq")).isEqualTo(first.getLong("seq"));
        for (int i = 0; i < 20; i++) {
            anns.send(sending(conversation, "a" + i));
            bobs.send(sending(conversation, "b" + i));
        }
        Eventually.holds(() -> seqs(bob).size() == 41);
        assertThat(seqs(bob)).doesNotHaveDuplicates().contains(1L, 41L);
    }

    @Test
    void whoIsThereIsKnownEverywhereAndGoneOnlyOnceGoneEverywhere() throws Exception {
        var bobs = connect(other, bob);
        var here = connect(one, ann);
        presence(bobs, ann, true);
        Eventually.holds(() -> bob.contact(ann).getBoolean("online"));
        Eventually.holds(() -> bob.at(one).contact(ann).getBoolean("online"));
        var there = connect(other, ann);
        here.close();
        there.ask("contacts.list", new JsonObject());
        assertThat(bob.contact(ann).getBoolean("online")).isTrue();
        there.close();
        presence(bobs, ann, false);
        // Each node settles by itself, about once a second, what it was told.
        Eventually.holds(() -> !bob.at(one).contact(ann).getBoolean("online"));
    }

    @Test
    void aBlockHoldsAtOnceAtTheOtherNode() throws Exception {
        var anns = connect(one, ann);
        var bobs = connect(other, bob);
        message(bobs, conversation, "before");
        anns.event("message.sent");
        bob.block(ann);
        message(anns, conversation, "unheard");
        anns.ask(Address.CHAT_TYPING.text(), new JsonObject().put("conversationId", conversation));
        bob.unblock(ann);
        message(anns, conversation, "after");
        var heard = new ArrayList<String>();
        event(bobs, "message.sent", message -> {
            heard.add(message.getString("text"));
            return heard.contains("after");
        });
        assertThat(heard).containsExactly("before", "after");
    }

    @Test
    void aRevokedSessionIsClosedAndRefusedAtTheOtherNode() throws Exception {
        var there = connect(other, ann);
        ann.rest().delete("/api/sessions/" + ann.sessionId());
        assertThat(there.event("session.revoked")).isNotNull();
        there.awaitClosed();
        Eventually.holds(() -> ann.at(other).rest().get("/api/contacts").status() == 401);
    }

    @Test
    void aGroupIsOneForAllNodes() throws Exception {
        var anns = connect(one, ann);
        var bobs = connect(other, bob);
        long group = ann.rest()
                .post(
                        "/api/groups",
                        new JsonObject().put("title", "Both").put("userIds", new JsonArray().add(bob.id())))
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        bobs.event("conversation.added");
        var seq = message(bobs, group, "hello").getLong("seq");
        assertThat(event(anns, "message.sent", about(group, "hello")).getLong("seq"))
                .isEqualTo(seq);
        mark(anns, group, "chat.conversation.read", seq);
        Eventually.holds(() -> bob.history(group).getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .anyMatch(message ->
                        seq.equals(message.getLong("seq")) && "msg_read".equals(message.getString("state"))));

        ann.rest().delete("/api/groups/" + group + "/members/" + bob.id());
        bobs.event("conversation.removed");
        assertThat(bob.rest().get("/api/conversations/" + group + "/messages").status())
                .isEqualTo(404);
    }

    @Test
    void whoIsRemovedIsToldNothingMoreByANodeThatHasNotHeardOfIt() throws Exception {
        var cyd = RestClient.of(other).somebody("cyd");
        cyd.add(bob);
        long notes = bob.conversationWith(cyd);
        var cyds = connect(other, cyd);
        var bobs = connect(other, bob);
        long group = ann.rest()
                .post(
                        "/api/groups",
                        new JsonObject()
                                .put("title", "Three")
                                .put("userIds", new JsonArray().add(bob.id()).add(cyd.id())))
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        message(cyds, group, "before");
        event(bobs, "message.sent", about(group, "before"));
        nodes.engine().signal("STOP");
        try {
            ann.rest().delete("/api/groups/" + group + "/members/" + bob.id()).expect(204);
            message(cyds, group, "not for bob");
            message(cyds, notes, "for bob");
        } finally {
            nodes.engine().signal("CONT");
        }
        var heard = new ArrayList<String>();
        event(bobs, "message.sent", message -> {
            heard.add(message.getString("text"));
            return heard.contains("for bob");
        });
        assertThat(heard).doesNotContain("not for bob");
    }

    @Test
    void whoHasJoinedIsNotToldWhatWasBeforeByANodeThatFindsItLate() throws Exception {
        var cyd = RestClient.of(other).somebody("cyd");
        ann.add(cyd);
        cyd.add(ann);
        cyd.add(bob);
        long notes = bob.conversationWith(cyd);
        var cyds = connect(other, cyd);
        var bobs = connect(other, bob);
        long group = ann.rest()
                .post(
                        "/api/groups",
                        new JsonObject()
                                .put("title", "Two")
                                .put("history", "from_join")
                                .put("userIds", new JsonArray().add(cyd.id())))
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        message(cyds, group, "loaded there");
        nodes.engine().signal("STOP");
        try {
            ann.send(group, "not for bob");
            ann.rest()
                    .post(
                            "/api/groups/" + group + "/members",
                            new JsonObject().put("userIds", new JsonArray().add(bob.id())))
                    .expect(200);
            long last = message(connect(one, ann), group, "for both").getLong("seq");
            mark(cyds, group, "chat.message.received", last);
            message(cyds, notes, "the end");
        } finally {
            nodes.engine().signal("CONT");
        }
        event(cyds, "message.sent", about(group, "not for bob"));
        var heard = new ArrayList<String>();
        event(bobs, "message.sent", message -> {
            heard.add(message.getString("text"));
            return heard.containsAll(List.of("for both", "the end"));
        });
        assertThat(heard).doesNotContain("not for bob");
    }

    @Test
    void whoDoesNotBelongToThemIsRefused() {
        assertThatThrownBy(() -> TestServer.startBeside(one, Map.of()))
                .hasCauseInstanceOf(CannotStart.class)
                .cause()
                .hasMessageStartingWith("Another webim serves the database");
        var others = new HashMap<>(Nodes.settings(nodes.url()));
        others.put("WEBIM_SERVER_SECRET", "another secret, which no other node of these has");
        assertThatThrownBy(() -> TestServer.startBeside(one, others))
                .hasCauseInstanceOf(CannotStart.class)
                .cause()
                .hasMessageContaining("have other secrets");
        try (var elsewhere = EngineServer.start()) {
            assertThatThrownBy(() -> TestServer.startBeside(one, Nodes.settings(elsewhere.url())))
                    .hasCauseInstanceOf(CannotStart.class)
                    .cause()
                    .hasMessageContaining("at another engine");
        }
    }

    @Test
    void aNodeThatIsLedToAnotherEngineLaterIsNoticedAndComesBack() throws Exception {
        try (var elsewhere = Nodes.anotherEngine();
                var way = new DatabaseProxy("127.0.0.1", nodes.engine().port())) {
            var third = nodes.add(Map.of("WEBIM_CLUSTER", Nodes.url(way.port())));
            try {
                way.leadTo(elsewhere.port());
                Eventually.holds(NodesIT::isSaidToBeApart);

                way.leadTo(nodes.engine().port());
                Eventually.holds(() -> !isSaidToBeApart());
                var bobs = connect(third, bob);
                message(connect(one, ann), conversation, "together");
                event(bobs, "message.sent", about(conversation, "together"));
            } finally {
                nodes.remove(third);
            }
        }
    }

    private static boolean isSaidToBeApart() {
        return one.query("SELECT 1 FROM lease WHERE id = 4 AND expires_at >= UTC_TIMESTAMP(6)")
                        .size()
                > 0;
    }

    @Test
    void whileNodesAreSaidToBeApartDevicesAskTheDatabase() throws Exception {
        var anns = connect(one, ann);
        one.query("UPDATE lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE WHERE id = 4");
        anns.event("sync.needed");
        one.query("UPDATE lease SET expires_at = '2000-01-01' WHERE id = 4");
    }

    @Test
    void thePushesOfAConversationKeepTheirDistanceOverAllNodes() throws Exception {
        var cyd = RestClient.of(other).somebody("cyd");
        var dan = RestClient.of(other).somebody("dan");
        for (var person : List.of(bob, cyd, dan)) {
            person.rest()
                    .post(
                            "/api/push/subscriptions",
                            pushes.subscribe(person.username()).put("password", RestClient.PASSWORD))
                    .expect(201);
        }
        // As if another node had just pushed something.
        var claim = "webim:claim:push:" + bob.id() + ":" + conversation;
        nodes.engine().command(Nodes.PASSWORD, "SET", claim, "another node", "PX", "600000");
        ann.send(conversation, "at one");
        ann.at(other).send(conversation, "at the other");
        ann.send(ann.conversationWith(cyd), "after that");
        ann.at(other).send(ann.conversationWith(dan), "after that");
        pushes.read(cyd.username(), 1);
        pushes.read(dan.username(), 1);
        assertThat(pushes.count(bob.username())).isZero();

        nodes.engine().command(Nodes.PASSWORD, "DEL", claim);
        assertThat(pushes.read(bob.username(), 1).getLong("seq")).isPositive();
    }

    @Test
    void whatStandsInAFeedIsFoundAtEachNode() {
        bob.at(one).rest().get("/api/feed").expect(200);
        bob.at(other).rest().get("/api/feed").expect(200);
        ann.send(conversation, "for the feed");
        for (var node : List.of(one, other)) {
            var events = bob.at(node)
                    .rest()
                    .get("/api/feed?wait=20")
                    .expect(200)
                    .body()
                    .getJsonArray("events");
            assertThat(events).hasSize(1);
        }
    }

    private static Predicate<JsonObject> about(long conversationId, String text) {
        return message -> message.getLong("conversationId") == conversationId && text.equals(message.getString("text"));
    }

    private static JsonObject event(BusClient socket, String type, Predicate<JsonObject> which) throws Exception {
        JsonObject message;
        do {
            message = socket.event(type).getJsonObject("message");
        } while (!which.test(message));
        return message;
    }

    private void mark(BusClient socket, String address, long seq) throws Exception {
        mark(socket, conversation, address, seq);
    }

    private static void mark(BusClient socket, long conversationId, String address, long seq) throws Exception {
        socket.ask(
                address, new JsonObject().put("conversationId", conversationId).put("seq", seq));
    }

    private static void presence(BusClient socket, Person of, boolean online) throws Exception {
        JsonObject event;
        do {
            event = socket.event("presence.changed");
        } while (event.getLong("userId") != of.id() || event.getBoolean("online") != online);
    }

    private static JsonObject message(BusClient socket, long conversationId, String text) throws Exception {
        return socket.ask(
                        Address.CHAT_MESSAGE_SEND.text(),
                        sending(conversationId, text).getJsonObject("body"))
                .getJsonObject("body")
                .getJsonObject("message");
    }

    private static JsonObject sending(long conversationId, String text) {
        return new JsonObject()
                .put("type", "send")
                .put("address", Address.CHAT_MESSAGE_SEND.text())
                .put(
                        "body",
                        new JsonObject()
                                .put("conversationId", conversationId)
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", text));
    }

    private List<Long> seqs(Person person) {
        return person.history(conversation).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private BusClient connect(TestServer node, Person person) throws Exception {
        var socket = Transport.RAW.open(node, person);
        open.add(socket);
        return socket;
    }
}
