package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bridge in its place: real tokens, real sessions, the server's own order of stopping. */
@ExtendWith(LogWatch.class)
final class WholeServerIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);

    @ParameterizedTest
    @EnumSource(Transport.class)
    void messageGoesFromSocketToSocket(Transport transport) throws Exception {
        var receiver = anyone.somebody("bob");
        try (var alice = transport.open(server, anyone.somebody("alice"));
                var bob = transport.open(server, receiver)) {
            var sent = alice.ask(
                    "chat.message.send",
                    new JsonObject()
                            .put("toUserId", receiver.id())
                            .put("clientId", UUID.randomUUID().toString())
                            .put("text", "你好 🙂"));
            assertThat(sent.getString("type")).as(sent.encode()).isEqualTo(alice.delivery());
            var message = sent.getJsonObject("body").getJsonObject("message");
            assertThat(bob.event("message.sent").getJsonObject("message").getString("text"))
                    .isEqualTo("你好 🙂");
            var received = bob.ask(
                    "chat.message.received",
                    new JsonObject()
                            .put("conversationId", message.getLong("conversationId"))
                            .put("seq", message.getLong("seq")));
            assertThat(received.getString("type")).isEqualTo(bob.delivery());
            assertThat(alice.event("message.state").getLong("receivedSeq")).isEqualTo(message.getLong("seq"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void socketsAreToldWhenTheServerStops(Transport transport) throws Exception {
        var alice = anyone.somebody("alice");
        try (var client = transport.open(server, alice)) {
            server.restart();
            assertThat(client.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "going_away");
        }
        transport.open(server, alice).close();
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
}
