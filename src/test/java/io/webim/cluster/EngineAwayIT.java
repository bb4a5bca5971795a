package io.webim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The engine is killed and comes back without what it knew: nodes go on, and find each other again. */
class EngineAwayIT {
    @Test
    void nodesGoOnWithoutItAndMakeUpForWhatWasMissedOnceItIsBack() throws Exception {
        try (var nodes = Nodes.start(2, Map.of())) {
            var one = nodes.node(0);
            var other = nodes.node(1);
            var ann = RestClient.of(one).somebody("ann");
            var bob = RestClient.of(other).somebody("bob");
            ann.add(bob);
            long conversation = bob.conversationWith(ann);
            var anns = Transport.RAW.open(one, ann);
            var bobs = Transport.RAW.open(other, bob);
            var lost = Transport.RAW.open(other, RestClient.of(one).logIn(ann.username()));
            send(anns, conversation, "before");
            awaitMessage(bobs, "before");

            nodes.engine().kill();
            Eventually.holds(() -> "away".equals(engineOf(one)) && "away".equals(engineOf(other)));
            var unheard = send(anns, conversation, "meanwhile");
            assertThat(unheard.getLong("seq")).isEqualTo(2);
            ann.rest().delete("/api/sessions").expect(204);
            // Asks the database by and by, and tells devices to.
            lost.event("session.revoked");
            bobs.event("sync.needed");
            assertThat(bob.history(conversation).getJsonArray("messages")).hasSize(2);
            assertThat(bob.send(conversation, UUID.randomUUID(), "also meanwhile")
                            .status())
                    .isEqualTo(201);

            nodes.engine().restart();
            Eventually.holds(() -> engineOf(one) == null && engineOf(other) == null);
            bobs.event("sync.needed");
            send(anns, conversation, "after");
            awaitMessage(bobs, "after");
            Eventually.holds(() -> bob.contact(ann).getBoolean("online"));
            assertThat(bob.history(conversation).getJsonArray("messages")).hasSize(4);
        }
    }

    private static @Nullable String engineOf(TestServer node) {
        return RestClient.of(node).get("/api/health/ready").expect(200).body().getString("engine");
    }

    private static JsonObject send(BusClient socket, long conversationId, String text) throws Exception {
        return socket.ask(
                        Address.CHAT_MESSAGE_SEND.text(),
                        new JsonObject()
                                .put("conversationId", conversationId)
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", text))
                .getJsonObject("body")
                .getJsonObject("message");
    }

    private static void awaitMessage(BusClient socket, String text) throws Exception {
        JsonObject message;
        do {
            message = socket.event("message.sent").getJsonObject("message");
        } while (!text.equals(message.getString("text")));
    }
}
