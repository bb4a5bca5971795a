package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.chat.bridge.BusClient;
import io.webim.chat.bridge.Eventually;
import io.webim.chat.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Too much of everything; the rates are low here, so that little is too much. */
class FloodIT {
    private static final int MESSAGES = 12;
    private static final int STRANGERS = 3;
    private static final int CONTACTS = 5;
    private static final int SEARCHES = 10;
    private static final int TYPING = 4;
    private static final int SOCKETS = 6;

    private static TestServer server;
    private static RestClient anyone;
    private static int people;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of(
                "WEBIM_LIMITS", "on",
                "WEBIM_RATE_REGISTRATIONS", "off",
                "WEBIM_RATE_MESSAGES", "1/hour burst " + MESSAGES,
                "WEBIM_RATE_STRANGERS", STRANGERS + "/day",
                "WEBIM_RATE_CONTACTS", CONTACTS + "/day",
                "WEBIM_RATE_SEARCHES", "1/hour burst " + SEARCHES,
                "WEBIM_RATE_TYPING", "1/hour burst " + TYPING,
                "WEBIM_SOCKETS_PER_ADDRESS", Integer.toString(SOCKETS),
                "WEBIM_TRUSTED_PROXIES", "127.0.0.1"));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyWayInTakesFromTheSameMessagesAndRetriesCountToo() throws Exception {
        var sender = person();
        long conversation = add(sender, person());
        var retried = UUID.randomUUID();
        int sent = 0;
        for (var transport : Transport.values()) {
            try (var socket = open(transport, sender)) {
                assertThat(ask(socket, message(conversation, UUID.randomUUID())))
                        .isZero();
                assertThat(ask(socket, message(conversation, retried))).isZero();
                sent += 2;
            }
        }
        while (sent < MESSAGES) {
            rest(sender, conversation, retried).expect(200);
            sent++;
        }

        var refused = rest(sender, conversation, UUID.randomUUID()).expectProblem(429, "too_many_messages");
        assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                .isEqualTo(refused.body().getInteger("retryAfter"))
                .isBetween(3_000, 3_601);
        for (var transport : Transport.values()) {
            try (var socket = open(transport, sender)) {
                assertThat(ask(socket, message(conversation, UUID.randomUUID())))
                        .isEqualTo(429);
                assertThat(ask(socket, message(conversation, retried))).isEqualTo(429);
            }
        }
        assertThat(stored(conversation)).isEqualTo(5);
    }

    @Test
    void othersWriteOnWhileOneIsRefused() {
        var sender = person();
        var other = person();
        long conversation = add(sender, other);
        for (int i = 0; i < MESSAGES; i++) {
            rest(sender, conversation, UUID.randomUUID()).expect(201);
        }

        rest(sender, conversation, UUID.randomUUID()).expectProblem(429, "too_many_messages");
        rest(other, conversation, UUID.randomUUID()).expect(201);
    }

    @Test
    void aDayBringsSoManyStrangersAndTheirAnswersAreFree() {
        var spammer = person();
        var victims = new ArrayList<Long>();
        for (int i = 0; i < STRANGERS; i++) {
            victims.add(add(spammer, person()));
            rest(spammer, victims.get(i), UUID.randomUUID()).expect(201);
        }

        long next = add(spammer, person());
        rest(spammer, next, UUID.randomUUID()).expectProblem(429, "too_many_contacts");
        assertThat(stored(next)).isZero();
        // Whom one has written to already, one may go on with; and who has added the sender is no stranger.
        rest(spammer, victims.get(0), UUID.randomUUID()).expect(201);
        var friend = person();
        add(friend, spammer);
        rest(spammer, add(spammer, friend), UUID.randomUUID()).expect(201);
    }

    @Test
    void newConversationsAreLimitedWhateverBeginsThem() throws Exception {
        var spammer = person();
        for (int i = 0; i < CONTACTS; i++) {
            add(spammer, person());
        }
        var next = person();
        long before = conversations();

        spammer.rest()
                .post("/api/contacts", new JsonObject().put("username", next.username()))
                .expectProblem(429, "too_many_contacts");
        spammer.rest().call("PUT", "/api/contacts/" + next.id() + "/block").expectProblem(429, "too_many_contacts");
        try (var socket = open(Transport.RAW, spammer)) {
            var first = message(0, UUID.randomUUID()).put("toUserId", next.id());
            first.remove("conversationId");
            assertThat(ask(socket, first)).isEqualTo(429);
        }
        assertThat(conversations()).isEqualTo(before);
    }

    @Test
    void namesCannotBeTriedWithoutEnd() {
        var prober = person();
        for (int i = 0; i < SEARCHES; i++) {
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
        long conversation = add(typist, person());
        try (var socket = open(Transport.RAW, typist)) {
            for (int i = 0; i < TYPING; i++) {
                assertThat(failure(socket.ask("chat.typing", in(conversation)))).isZero();
            }
            assertThat(failure(socket.ask("chat.typing", in(conversation)))).isEqualTo(429);
        }
    }

    @Test
    void oneNetworkOpensSoManySocketsAndOthersStillGetIn() throws Exception {
        var open = new ArrayList<BusClient>();
        try {
            for (int i = 0; i < SOCKETS; i++) {
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
            for (int i = 0; i < SOCKETS; i++) {
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
        return anyone.person("person" + people++);
    }

    private static long add(Person person, Person other) {
        return person.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .body()
                .getLong("conversationId");
    }

    private static BusClient open(Transport transport, Person person) throws Exception {
        var socket = transport.connect(server);
        socket.logIn(person.accessToken());
        return socket;
    }

    private static RestClient.Answer rest(Person sender, long conversation, UUID clientId) {
        return sender.rest()
                .post(
                        "/api/conversations/" + conversation + "/messages",
                        new JsonObject().put("clientId", clientId.toString()).put("text", "spam"));
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

    private static long conversations() {
        return count("SELECT COUNT(*) AS n FROM conversation WHERE id >= ?", 0L);
    }

    private static long count(String sql, long value) {
        return List.copyOf(server.query(sql, value)).get(0).getLong("n");
    }
}
