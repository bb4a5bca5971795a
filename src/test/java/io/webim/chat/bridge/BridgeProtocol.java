package io.webim.chat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds over every transport; each has a subclass. */
abstract class BridgeProtocol {
    static final String ALICE = "1.10.600";
    static final Limits QUICK = Limits.DEFAULT.withTimes(25_000, 10_000, 50);

    final LogWatch logs = new LogWatch();
    BridgeServer server;

    abstract BusClient connect() throws Exception;

    @BeforeEach
    void startServer() throws Exception {
        server = new BridgeServer(QUICK);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
        logs.assertQuiet();
    }

    void restart(Limits limits) throws Exception {
        server.close();
        server = new BridgeServer(limits);
    }

    @Test
    void loginTellsWhoAndHowOftenToPing() throws Exception {
        try (var client = connect()) {
            assertThat(client.logIn(ALICE))
                    .isEqualTo(new JsonObject()
                            .put("userId", 1)
                            .put("sessionId", 10)
                            .put("expiresIn", 600)
                            .put("pingInterval", 25_000));
        }
    }

    @Test
    void callerComesFromTheSocket() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var answer = client.ask("chat.message.send", new JsonObject().put("text", "你好 🙂"));
            assertThat(answer.getJsonObject("body"))
                    .isEqualTo(new JsonObject()
                            .put("userId", 1)
                            .put("sessionId", 10)
                            .put("text", "你好 🙂"));
        }
    }

    @Test
    void nothingButALoginIsTakenBeforeIt() throws Exception {
        try (var client = connect()) {
            client.send(new JsonObject().put("type", "ping"));
            if (client.delivery().equals("message")) {
                assertThat(client.next().getString("type")).isEqualTo("pong");
            }
            assertRefused(client.ask("chat.message.send", new JsonObject()), 401, "not_logged_in");
            client.register("chat.inbox.1");
            assertRefused(client.next(), 401, "not_logged_in");
            client.logIn(ALICE);
        }
    }

    @Test
    void eventsReachARegisteredInboxInOrder() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.register("chat.inbox.1");
            awaitOnline(1);
            for (int i = 0; i < 500; i++) {
                server.delivery.deliver(
                        1, new JsonObject().put("type", "typing").put("conversationId", i));
            }
            for (int i = 0; i < 500; i++) {
                var event = client.next();
                assertThat(event.getString("type")).isEqualTo(client.delivery());
                assertThat(event.getString("address")).isEqualTo("chat.inbox.1");
                assertThat(event.getJsonObject("body").getInteger("conversationId"))
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void socketWithoutLoginIsClosed() throws Exception {
        restart(QUICK.withTimes(25_000, 200, 50));
        try (var client = connect()) {
            client.awaitClosed();
        }
    }

    @Test
    void malformedFrameIsRefusedAndTheSocketLivesOn() throws Exception {
        try (var client = connect()) {
            client.write(Buffer.buffer("{\"type\":"));
            assertRefused(client.next(), 400, "malformed_frame");
            client.logIn(ALICE);
        }
    }

    void awaitOnline(long userId) throws Exception {
        Eventually.holds(() -> server.delivery.isOnline(userId));
    }

    static void assertRefused(JsonObject frame, int status, String code) {
        assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
        assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(status);
        assertThat(frame.getString("failureType")).isNotEmpty();
        assertThat(new JsonObject(frame.getString("message")).getString("code")).isEqualTo(code);
    }
}
