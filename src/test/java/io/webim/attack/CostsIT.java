package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.metrics.Scrape;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one asks costs; the budget is small here, and hardly refilled. */
class CostsIT {
    private static final int BUDGET = 1_000;
    /** As many refusals as a socket hears before it is closed. */
    private static final int REFUSALS = 100;

    @SharedServer({
        "WEBIM_LIMITS=on",
        "WEBIM_RATE_REGISTRATIONS=off",
        "WEBIM_TRUSTED_PROXIES=127.0.0.0/8",
        "WEBIM_RATE_REQUESTS=1/hour burst " + BUDGET,
        "WEBIM_RATE_RENAMES=1/hour burst 3",
        "WEBIM_METRICS_PORT=0"
    })
    static TestServer server;

    private static int people;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'ping'}",
                "{'type':'register','address':'chat.inbox.1'}",
                "{'type':'unregister','address':'chat.inbox.<me>'}",
                "{'type':'publish','address':'chat.deliver'}",
                "{'type':'send','address':'no.such.address'}",
                "{'type':'send','address':'chat.visibility','body':{'visible':true}}",
                "{'type':'send','address':'chat.message.received','body':{'conversationId':1,'seq':1}}"
            })
    void everyKindOfFrameCosts(String frame) throws Exception {
        var person = person();
        try (var socket = open(Transport.RAW, person)) {
            flood(socket, frame.replace("<me>", Long.toString(person.id())).replace('\'', '"'));

            assertThat(socket.awaitClosed()).isEqualTo("too_many_requests");
            assertThat(refusals(socket)).isBetween(1, REFUSALS + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void comingAndGoingInALoopIsStoppedOverEveryWayIn(Transport transport) throws Exception {
        var person = person();
        try (var socket = open(transport, person)) {
            flood(socket, "{\"type\":\"register\",\"address\":\"" + Address.inbox(person.id()) + "\"}");

            socket.awaitClosed();
        }
        // The budget is the user's: another socket has nothing left either, and other people have.
        try (var again = transport.connect(server)) {
            assertThat(failure(again.ask("auth.socket.open", tokenOf(person)))).isEqualTo(429);
        }
        try (var other = open(transport, person())) {
            assertThat(failure(other.ask("contacts.list", new JsonObject()))).isZero();
        }
    }

    @Test
    void aLargeFrameCostsAccordingly() throws Exception {
        try (var socket = open(Transport.RAW, person())) {
            var large = new JsonObject().put("type", "ping").put("more", "x".repeat(200 << 10));
            for (int i = 0; i < BUDGET / 200 + 2; i++) {
                socket.send(large);
            }

            assertThat(socket.awaitClosed()).isEqualTo("too_many_requests");
        }
    }

    @Test
    void everySocketThatLogsInCosts() throws Exception {
        var person = person();
        int opened = 0;
        var answer = new JsonObject();
        while (failure(answer) == 0 && opened < BUDGET) {
            try (var socket = Transport.RAW.connect(server)) {
                answer = socket.ask("auth.socket.open", tokenOf(person));
                opened++;
                if (failure(answer) != 0) {
                    // It is nobody's, and may try again.
                    assertThat(failure(socket.ask("chat.typing", new JsonObject())))
                            .isEqualTo(401);
                }
            }
        }
        assertThat(failure(answer)).isEqualTo(429);
        assertThat(opened).isEqualTo(BUDGET / 10 + 1);
        open(Transport.RAW, person()).close();
    }

    @Test
    void whoDoesNotLogInHasFewFrames() throws Exception {
        try (var socket = Transport.RAW.connect(server)) {
            flood(socket, "{\"type\":\"ping\"}");

            assertThat(socket.awaitClosed()).isEqualTo("too_many_faults");
        }
    }

    @Test
    void heavyReadsOverAllWaysInComeOutOfOneBudget() throws Exception {
        var person = person();
        try (var socket = open(Transport.RAW, person)) {
            assertThat(failure(socket.ask("chat.sync", new JsonObject()))).isZero();
            assertThat(failure(socket.ask("chat.message.unread", new JsonObject())))
                    .isZero();
            person.rest().get("/api/contacts").expect(200);
            person.rest().get("/api/contacts").expect(200);

            var refused = person.rest().get("/api/contacts").expectProblem(429, "too_many_requests");
            assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                    .isPositive();
            assertThat(failure(socket.ask("chat.sync", new JsonObject()))).isEqualTo(429);
        }
        person().rest().get("/api/contacts").expect(200);
    }

    @Test
    void allProgramsOfAPersonReadOutOfWhatOneUserHas() {
        var owner = RestClient.of(server).somebody("owner");
        var one = owner.bot("one");
        var other = owner.bot("other");
        int answered = 0;
        while (one.rest().get("/api/contacts").status() == 200) {
            answered++;
        }

        assertThat(answered).isPositive();
        other.rest().get("/api/contacts").expectProblem(429, "too_many_requests");
        owner.rest().get("/api/contacts").expect(200);
    }

    /** It writes a row for each conversation. */
    @Test
    void theFirstLookIntoAFeedCostsByTheConversations() {
        var person = person();
        int conversations = BUDGET / 5;
        server.query(
                "INSERT INTO conversation (kind, version) WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT 'group', 1000000 + ? FROM n",
                conversations,
                person.id());
        server.query(
                "INSERT INTO conversation_member (conversation_id, user_id, listed)"
                        + " SELECT id, ?, TRUE FROM conversation WHERE version = 1000000 + ?",
                person.id(),
                person.id());

        person.rest().get("/api/feed").expect(200);
        person.rest().get("/api/feed").expectProblem(429, "too_many_requests");
        person.rest().get("/api/contacts").expectProblem(429, "too_many_requests");

        var nobodysFriend = person();
        nobodysFriend.rest().get("/api/feed").expect(200);
        nobodysFriend.rest().get("/api/feed").expect(200);
    }

    @Test
    void archivesOfFilesComeOutOfTheSameBudget() {
        var person = person();
        int archives = 0;
        while (person.rest().get("/api/files/archive").status() == 200) {
            archives++;
            assertThat(archives).isLessThan(BUDGET / 20);
        }

        assertThat(archives).isPositive();
        person.rest().get("/api/contacts").expectProblem(429, "too_many_requests");
        person().rest().get("/api/files/archive").expect(200);
    }

    @Test
    void longAnswersOverAllWaysInCostByTheirLength() throws Exception {
        int kibibytes = 250;
        var reader = person();
        var writer = person();
        long conversation = writer.conversationWith(reader);
        for (int i = 0; i < kibibytes / 10; i++) {
            writer.send(conversation, UUID.randomUUID(), "x".repeat(10_000)).expect(201);
        }
        var sockets = new ArrayList<BusClient>();
        try {
            for (var transport : Transport.values()) {
                sockets.add(open(transport, reader));
            }
            int pages = 0;
            var request = new JsonObject().put("conversationId", conversation);
            while (failure(sockets.get(pages % sockets.size()).ask("chat.message.history", request)) == 0) {
                pages++;
            }

            assertThat(pages).isBetween(1, BUDGET / kibibytes);
            reader.rest()
                    .get("/api/conversations/" + conversation + "/messages")
                    .expectProblem(429, "too_many_requests");
        } finally {
            sockets.forEach(BusClient::close);
        }
        // They are not paid by whoever wrote them.
        assertThat(writer.rest().get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void longAnswersOverRestCostTheSame() {
        var reader = person();
        var writer = person();
        long conversation = writer.conversationWith(reader);
        for (int i = 0; i < 25; i++) {
            writer.send(conversation, UUID.randomUUID(), "x".repeat(10_000)).expect(201);
        }
        int pages = 0;
        while (reader.rest()
                        .get("/api/conversations/" + conversation + "/messages")
                        .status()
                == 200) {
            pages++;
        }
        assertThat(pages).isBetween(1, BUDGET / 250);
    }

    @Test
    void theDescriptionOfTheApiIsPaidByTheNetworkOfWhoeverAsks() {
        var anyone = RestClient.of(server).fromElsewhere();
        int kibibytes = anyone.get("/api/openapi.json").expect(200).text().length() >> 10;
        int more = 0;
        while (more <= BUDGET && anyone.get("/api/openapi.json").status() == 200) {
            more++;
        }

        assertThat(more).isBetween(1, BUDGET / kibibytes);
        RestClient.of(server).fromElsewhere().get("/api/openapi.json").expect(200);
    }

    /** Where their port is open to strangers. */
    @Test
    void metricsArePaidByTheNetworkOfWhoeverAsks() {
        int answered = 0;
        while (Scrape.get(server, "/metrics").statusCode() == 200) {
            answered++;
            assertThat(answered).isLessThanOrEqualTo(BUDGET / 64);
        }

        assertThat(answered).isPositive();
        assertThat(Scrape.get(server, "/nothing").statusCode()).isEqualTo(404);
        RestClient.of(server).get("/api/openapi.json").expect(200);
    }

    @Test
    void renamesHaveARate() {
        var person = person();
        for (int i = 0; i < 3; i++) {
            rename(person, "Name " + i).expect(200);
        }

        rename(person, "Once more").expectProblem(429, "too_many_attempts");
    }

    private static RestClient.Answer rename(Person person, String name) {
        return person.rest().patch("/api/users/me", new JsonObject().put("displayName", name));
    }

    private static void flood(BusClient socket, String frame) {
        var json = new JsonObject(frame);
        for (int i = 0; i < BUDGET + REFUSALS + 2 && !socket.isClosed(); i++) {
            socket.send(json);
        }
    }

    private static int refusals(BusClient socket) throws Exception {
        int refusals = 0;
        while (socket.waiting() > 0) {
            // Others of that code say that too many wait for their answer.
            if (socket.next().getString("message", "").contains("Try again shortly")) {
                refusals++;
            }
        }
        return refusals;
    }

    private static int failure(JsonObject answer) {
        return answer.getInteger("failureCode", 0);
    }

    private static JsonObject tokenOf(Person person) {
        return new JsonObject().put("accessToken", person.accessToken());
    }

    private static Person person() {
        return RestClient.of(server).fromElsewhere().person("payer" + people++);
    }

    private static BusClient open(Transport transport, Person person) throws Exception {
        var socket = transport.connect(server);
        socket.logIn(person.accessToken());
        return socket;
    }
}
