package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptsIT {
    private static final int MESSAGES = 1_000;

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @EnumSource
    void whoConfirmsEachOfManyMessagesIsRefusedNothing(Transport transport) throws Exception {
        var alice = RestClient.of(server).somebody("alice");
        var bob = RestClient.of(server).somebody("bob");
        long conversation = alice.conversationWith(bob);
        try (var alices = Transport.RAW.connect(server);
                var bobs = transport.connect(server)) {
            alices.logIn(alice.accessToken());
            bobs.logIn(bob.accessToken());
            for (int seq = 1; seq <= MESSAGES; seq++) {
                send(alices, conversation);
                if (seq % 100 == 0) {
                    for (int i = 0; i < 100; i++) {
                        assertAnswered(alices);
                    }
                }
            }
            var confirmations = new ArrayList<JsonObject>();
            for (int seq = 1; seq <= MESSAGES; seq++) {
                confirmations.add(request(
                        "chat.message.received",
                        new JsonObject().put("conversationId", conversation).put("seq", seq)));
            }
            bobs.sendAll(confirmations);
            for (int seq = 1; seq <= MESSAGES; seq++) {
                assertAnswered(bobs);
            }
        }
        assertThat(alice.contact(bob).getInteger("peerReceivedSeq")).isEqualTo(MESSAGES);
    }

    private static void send(BusClient socket, long conversation) {
        socket.send(request(
                "chat.message.send",
                new JsonObject()
                        .put("conversationId", conversation)
                        .put("clientId", UUID.randomUUID().toString())
                        .put("text", "text")));
    }

    private static JsonObject request(String address, JsonObject body) {
        return new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r")
                .put("body", body);
    }

    private static void assertAnswered(BusClient socket) throws Exception {
        var answer = socket.next();
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo(socket.delivery());
    }
}
