package io.webim.chat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bridge in its place: real tokens, real sessions, the server's own order of stopping. */
final class WholeServerIT {
    private static final String PASSWORD = "correct horse battery";

    private final HttpClient http = HttpClient.newHttpClient();
    private static TestServer server;
    private LogWatch logs;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void watchLogs() {
        logs = new LogWatch();
    }

    @AfterEach
    void logsAreQuiet() {
        try (var watched = logs) {
            watched.assertQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void messageGoesFromSocketToSocket(Transport transport) throws Exception {
        try (var alice = transport.connect(server);
                var bob = transport.connect(server)) {
            open(alice, logIn("alice"));
            long bobId = open(bob, logIn("bob"));
            var sent = alice.ask(
                    "chat.message.send",
                    new JsonObject()
                            .put("toUserId", bobId)
                            .put("clientId", UUID.randomUUID().toString())
                            .put("text", "你好 🙂"));
            assertThat(sent.getString("type")).as(sent.encode()).isEqualTo(alice.delivery());
            var message = sent.getJsonObject("body").getJsonObject("message");
            assertThat(nextOfType(bob, "message.sent").getJsonObject("message").getString("text"))
                    .isEqualTo("你好 🙂");
            var received = bob.ask(
                    "chat.message.received",
                    new JsonObject()
                            .put("conversationId", message.getLong("conversationId"))
                            .put("seq", message.getLong("seq")));
            assertThat(received.getString("type")).isEqualTo(bob.delivery());
            assertThat(nextOfType(alice, "message.state").getLong("receivedSeq"))
                    .isEqualTo(message.getLong("seq"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void loggingOutClosesTheSocketsOfTheSessionWithinASecond(Transport transport) throws Exception {
        var token = logIn("alice");
        try (var here = transport.connect(server);
                var elsewhere = transport.connect(server)) {
            open(here, token);
            open(elsewhere, logIn("alice"));
            long before = System.nanoTime();
            assertThat(call(request("/api/sessions/current")
                                    .header("Authorization", "Bearer " + token)
                                    .DELETE()
                                    .build())
                            .statusCode())
                    .isEqualTo(204);
            nextOfType(here, "session.revoked");
            here.awaitClosed();
            assertThat(System.nanoTime() - before).isLessThan(1_000_000_000L);
            assertThat(elsewhere.ask("contacts.list", new JsonObject()).getString("type"))
                    .isEqualTo(elsewhere.delivery());
            try (var again = transport.connect(server)) {
                BridgeProtocol.assertRefused(
                        again.ask("auth.socket.open", new JsonObject().put("accessToken", token)),
                        401,
                        "invalid_token");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void socketsAreToldWhenTheServerStops(Transport transport) throws Exception {
        try (var client = transport.connect(server)) {
            open(client, logIn("alice"));
            server.restart();
            assertThat(client.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "going_away");
        }
        try (var client = transport.connect(server)) {
            open(client, logIn("alice"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatIsNoTokenOpensNothing(Transport transport) throws Exception {
        try (var client = transport.connect(server)) {
            for (var token :
                    new Object[] {"", "x", "a.b.c", 7, "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", new JsonObject()}) {
                var answer = client.ask("auth.socket.open", new JsonObject().put("accessToken", token));
                assertThat(answer.getInteger("failureCode")).isIn(401, 422);
            }
            BridgeProtocol.assertRefused(client.ask("contacts.list", new JsonObject()), 401, "not_logged_in");
        }
    }

    /** Logs the socket in, registers the inbox, and returns when both are done. */
    private long open(BusClient client, String token) throws Exception {
        long userId = client.logIn(token).getLong("userId");
        client.register("chat.inbox." + userId);
        client.ask("contacts.list", new JsonObject());
        return userId;
    }

    private static JsonObject nextOfType(BusClient client, String type) throws Exception {
        for (; ; ) {
            var body = client.next().getJsonObject("body");
            if (body != null && type.equals(body.getString("type"))) {
                return body;
            }
        }
    }

    private String logIn(String username) throws Exception {
        var account = new JsonObject().put("username", username).put("password", PASSWORD);
        assertThat(post("/api/users", account).statusCode()).isIn(201, 409);
        return new JsonObject(post("/api/sessions", account).body()).getString("accessToken");
    }

    private HttpResponse<String> post(String path, JsonObject body) throws Exception {
        return call(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url(path)));
    }

    private HttpResponse<String> call(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
