package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.webim.LimitedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Too much of everything; the rates are low here, so that little is too much. */
class FloodIT {
    @LimitedServer
    private static TestServer server;

    @Test
    void everyWayInTakesFromTheSameMessagesAndRetriesCountToo() throws Exception {
        var sender = person();
        long conversation = sender.conversationWith(person());
        var retried = UUID.randomUUID();
        int sent = 0;
        for (var transport : Transport.values()) {
            try (var socket = transport.open(server, sender)) {
                assertThat(ask(socket, message(conversation, UUID.randomUUID())))
                        .isZero();
                assertThat(ask(socket, message(conversation, retried))).isZero();
                sent += 2;
            }
        }
        while (sent < LimitedServer.MESSAGES) {
            sender.send(conversation, retried, "spam").expect(200);
            sent++;
        }

        var refused = sender.send(conversation, UUID.randomUUID(), "spam").expectProblem(429, "too_many_messages");
        assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                .isEqualTo(refused.body().getInteger("retryAfter"))
                .isBetween(3_000, 3_601);
        for (var transport : Transport.values()) {
            try (var socket = transport.open(server, sender)) {
                assertThat(ask(socket, message(conversation, UUID.randomUUID())))
                        .isEqualTo(429);
                assertThat(ask(socket, message(conversation, retried))).isEqualTo(429);
            }
        }
        assertThat(stored(conversation)).isEqualTo(5);
    }

    @Test
    void whatOneUserHasStoredIsLimitedInBytesOverEveryWayIn() throws Exception {
        var sender = person();
        var other = person();
        long conversation = sender.conversationWith(other);
        var text = "写".repeat(10_000);
        var retried = UUID.randomUUID();
        int stored = LimitedServer.KIBIBYTES / 30;
        sender.send(conversation, retried, text).expect(201);
        for (int i = 1; i < stored; i++) {
            try (var socket = Transport.values()[i % Transport.values().length].open(server, sender)) {
                assertThat(ask(socket, message(conversation, UUID.randomUUID()).put("text", text)))
                        .isZero();
            }
        }

        for (var transport : Transport.values()) {
            try (var socket = transport.open(server, sender)) {
                var another = message(conversation, UUID.randomUUID()).put("text", text);
                assertThat(ask(socket, another)).isEqualTo(429);
            }
        }
        sender.send(conversation, UUID.randomUUID(), text).expectProblem(429, "too_many_messages");
        sender.send(conversation, retried, text).expectProblem(429, "too_many_messages");
        assertThat(stored(conversation)).isEqualTo(stored);
        other.send(conversation, UUID.randomUUID(), text).expect(201);
    }

    /** A pin, a reaction, a new title: each is a row like that of a short message. */
    @Test
    void whatElseIsStoredOfAUserIsLimitedInTheSameBytes() {
        var sender = person();
        long conversation = sender.conversationWith(person());
        var group = sender.rest()
                .post("/api/groups", new JsonObject().put("title", "Group"))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        for (int i = 0; i < 5; i++) {
            sender.send(conversation, UUID.randomUUID(), "写".repeat(10_000)).expect(201);
        }
        sender.send(conversation, UUID.randomUUID(), "x".repeat(2_000)).expect(201);

        var base = "/api/conversations/" + conversation;
        for (var path : List.of(base + "/pins/1", base + "/messages/1/reactions/%F0%9F%91%8D")) {
            sender.rest().put(path, new JsonObject()).expectProblem(429, "too_many_messages");
        }
        sender.rest()
                .patch("/api/groups/" + group, new JsonObject().put("title", "Another"))
                .expectProblem(429, "too_many_messages");
        // Who goes has come at a cost, and may always do so.
        sender.rest().delete("/api/groups/" + group).expect(204);
    }

    @Test
    void othersWriteOnWhileOneIsRefused() {
        var sender = person();
        var other = person();
        long conversation = sender.conversationWith(other);
        for (int i = 0; i < LimitedServer.MESSAGES; i++) {
            sender.send(conversation, UUID.randomUUID(), "spam").expect(201);
        }

        sender.send(conversation, UUID.randomUUID(), "spam").expectProblem(429, "too_many_messages");
        other.send(conversation, UUID.randomUUID(), "spam").expect(201);
    }

    @Test
    void aDayBringsSoManyStrangersAndTheirAnswersAreFree() {
        var spammer = person();
        var victims = new ArrayList<Long>();
        for (int i = 0; i < LimitedServer.STRANGERS; i++) {
            victims.add(spammer.conversationWith(person()));
            spammer.send(victims.get(i), UUID.randomUUID(), "spam").expect(201);
        }

        long next = spammer.conversationWith(person());
        spammer.send(next, UUID.randomUUID(), "spam").expectProblem(429, "too_many_contacts");
        assertThat(stored(next)).isZero();
        // Whom one has written to already, one may go on with; and who has added the sender is no stranger.
        spammer.send(victims.get(0), UUID.randomUUID(), "spam").expect(201);
        var friend = person();
        friend.conversationWith(spammer);
        spammer.send(spammer.conversationWith(friend), UUID.randomUUID(), "spam")
                .expect(201);
    }

    @Test
    void botsApproachNoMoreStrangersThanTheirOwnerMay() {
        var owner = person();
        var bots = List.of(owner.bot("first"), owner.bot("second"));
        for (int i = 0; i < LimitedServer.STRANGERS; i++) {
            var bot = bots.get(i % 2);
            bot.send(bot.conversationWith(person()), "spam");
        }

        for (var one : List.of(bots.get(1), owner)) {
            long next = one.conversationWith(person());
            one.send(next, UUID.randomUUID(), "spam").expectProblem(429, "too_many_contacts");
        }
        // The owner is no stranger to the bots.
        bots.get(0).send(bots.get(0).conversationWith(owner), "done");
    }

    @Test
    void allProgramsOfAPersonWriteOutOfWhatOneUserHas() {
        var owner = person();
        var friend = person();
        var bots = List.of(owner.bot("first"), owner.bot("second"));
        var toOwner = bots.stream().map(bot -> bot.conversationWith(owner)).toList();
        var hook = hookOf(owner);
        for (int i = 0; i < LimitedServer.MESSAGES; i++) {
            bots.get(i % 2).send(toOwner.get(i % 2), "spam");
        }

        for (int i = 0; i < 2; i++) {
            bots.get(i).send(toOwner.get(i), UUID.randomUUID(), "spam").expectProblem(429, "too_many_messages");
        }
        owner.rest().post(hook, new JsonObject().put("text", "spam")).expectProblem(429, "too_many_messages");
        // The person goes on, and so do the bots of others.
        owner.send(owner.conversationWith(friend), "hello");
        var other = friend.bot("other");
        other.send(other.conversationWith(friend), "hello");
    }

    private static String hookOf(Person owner) {
        var request = new JsonObject().put("name", "CI").put("password", RestClient.PASSWORD);
        var made = owner.rest().post("/api/webhooks", request).expect(201).body();
        return java.net.URI.create(made.getString("url")).getPath();
    }

    @Test
    void newConversationsAreLimitedWhateverBeginsThem() throws Exception {
        var spammer = person();
        for (int i = 0; i < LimitedServer.CONTACTS; i++) {
            spammer.conversationWith(person());
        }
        var next = person();
        long before = conversationsOf(spammer);

        spammer.add(next).expectProblem(429, "too_many_contacts");
        spammer.rest().call("PUT", "/api/contacts/" + next.id() + "/block").expectProblem(429, "too_many_contacts");
        try (var socket = Transport.RAW.open(server, spammer)) {
            var first = message(0, UUID.randomUUID()).put("toUserId", next.id());
            first.remove("conversationId");
            assertThat(ask(socket, first)).isEqualTo(429);
        }
        assertThat(conversationsOf(spammer)).isEqualTo(before);
    }

    @Test
    void manyFirstMessagesAtOnceAreOneNewConversation() throws Exception {
        var writer = person();
        var next = person();
        try (var socket = Transport.RAW.open(server, writer)) {
            for (int i = 0; i < LimitedServer.CONTACTS + 2; i++) {
                socket.send(new JsonObject()
                        .put("type", "send")
                        .put("address", "chat.message.send")
                        .put("replyAddress", "r" + i)
                        .put(
                                "body",
                                new JsonObject()
                                        .put("toUserId", next.id())
                                        .put("clientId", UUID.randomUUID().toString())
                                        .put("text", "hello")));
            }
            for (int i = 0; i < LimitedServer.CONTACTS + 2; i++) {
                assertThat(failure(socket.next())).isZero();
            }
        }
        for (int i = 1; i < LimitedServer.CONTACTS; i++) {
            writer.conversationWith(person());
        }
        writer.add(person()).expectProblem(429, "too_many_contacts");
    }

    @Test
    void namesCannotBeTriedWithoutEnd() {
        var prober = person();
        for (int i = 0; i < LimitedServer.SEARCHES; i++) {
            if (i % 2 == 0) {
                prober.rest().get("/api/users?q=name" + i).expect(200);
            } else {
                prober.rest()
                        .post("/api/contacts", new JsonObject().put("username", "guess" + i))
                        .expectProblem(404, "user_not_found");
            }
        }

        prober.rest().get("/api/users?q=name").expectProblem(429, "too_many_requests");
        prober.rest()
                .post("/api/contacts", new JsonObject().put("username", "guess"))
                .expectProblem(429, "too_many_requests");
    }

    @Test
    void typingWithoutEndIsRefused() throws Exception {
        var typist = person();
        long conversation = typist.conversationWith(person());
        try (var socket = Transport.RAW.open(server, typist)) {
            for (int i = 0; i < LimitedServer.TYPING; i++) {
                assertThat(failure(socket.ask("chat.typing", in(conversation)))).isZero();
            }
            assertThat(failure(socket.ask("chat.typing", in(conversation)))).isEqualTo(429);
        }
    }

    @Test
    void oneNetworkOpensSoManySocketsAndOthersStillGetIn() throws Exception {
        var open = new ArrayList<BusClient>();
        try {
            for (int i = 0; i < LimitedServer.SOCKETS; i++) {
                open.add(Transport.values()[i % 2].connect(server, from("2001:db8:7::" + i)));
            }
            assertThatThrownBy(() -> Transport.RAW.connect(server, from("2001:db8:7::ffff")))
                    .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                    .hasMessageContaining("429");
            Transport.RAW.connect(server, from("2001:db8:8::1")).close();

            open.remove(0).close();
            Eventually.holds(() -> {
                try {
                    return open.add(Transport.RAW.connect(server, from("2001:db8:7::ffff")));
                } catch (Exception notYet) {
                    return false;
                }
            });
        } finally {
            open.forEach(BusClient::close);
        }
    }

    @Test
    void pollingSocketsCountLikeWebSockets() throws Exception {
        var open = new ArrayList<BusClient>();
        try {
            for (int i = 0; i < LimitedServer.SOCKETS; i++) {
                open.add(Transport.XHR.connect(server));
            }
            try (var oneMore = Transport.XHR.connect(server)) {
                oneMore.awaitClosed();
            }
        } finally {
            open.forEach(BusClient::close);
        }
        // A poll that went away is noticed after a few seconds only, and the other tests open sockets too.
        Eventually.holds(() -> {
            try (var free = Transport.RAW.connect(server)) {
                return true;
            } catch (Exception notYet) {
                return false;
            }
        });
    }

    private static Person person() {
        return RestClient.of(server).fromElsewhere().somebody("person");
    }

    private static JsonObject in(long conversation) {
        return new JsonObject().put("conversationId", conversation);
    }

    private static JsonObject message(long conversation, UUID clientId) {
        return in(conversation).put("clientId", clientId.toString()).put("text", "spam");
    }

    /** The status of the refusal, 0 for none. */
    private static int ask(BusClient socket, JsonObject message) throws Exception {
        return failure(socket.ask("chat.message.send", message));
    }

    private static int failure(JsonObject answer) {
        return answer.getInteger("failureCode", 0);
    }

    private static MultiMap from(String address) {
        return MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", address);
    }

    private static long stored(long conversation) {
        return count("SELECT COUNT(*) AS n FROM message WHERE conversation_id = ?", conversation);
    }

    private static long conversationsOf(Person person) {
        return count("SELECT COUNT(*) AS n FROM conversation_member WHERE user_id = ?", person.id());
    }

    private static long count(String sql, long value) {
        return server.query(sql, value).get(0).getLong("n");
    }
}
