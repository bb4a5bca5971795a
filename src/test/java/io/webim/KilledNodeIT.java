package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.cluster.Nodes;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own hangs, comes back, and is killed: the other tells of it, and has lost nothing. */
class KilledNodeIT {
    @TempDir
    Path folder;

    @Test
    void whoWasAtANodeThatHangsOrIsKilledIsGoneForOthersAndNothingIsLost() throws Exception {
        try (var nodes = Nodes.start(1, Map.of())) {
            var survivor = nodes.node(0);
            var ann = RestClient.of(survivor).somebody("ann");
            var bob = RestClient.of(survivor).somebody("bob");
            ann.add(bob);
            long conversation = bob.conversationWith(ann);
            try (var other = launch(nodes)) {
                other.awaitReady();
                var bobs = Transport.RAW.open(survivor, bob);
                var anns = open(survivor, other, ann);
                awaitPresence(bobs, ann, true);
                var first = UUID.randomUUID();
                send(anns, conversation, first);

                other.signal("STOP");
                awaitPresence(bobs, ann, false);
                other.signal("CONT");
                awaitPresence(bobs, ann, true);
                var second = UUID.randomUUID();
                send(anns, conversation, second);

                other.signal("KILL");
                awaitPresence(bobs, ann, false);
                // What it acknowledged is there, once; a retry at the other node finds it.
                assertThat(ann.send(conversation, first, "text").status()).isEqualTo(200);
                assertThat(ann.send(conversation, second, "text").status()).isEqualTo(200);
                assertThat(bob.history(conversation).getJsonArray("messages")).hasSize(2);
                bobs.close();
            }
        }
    }

    private WebimProcess launch(Nodes nodes) {
        var environment = new HashMap<>(Nodes.settings(nodes.url()));
        environment.put("WEBIM_DATABASE_URL", nodes.node(0).databaseUrl());
        environment.put("WEBIM_JWT_SECRET", TestServer.SECRET);
        environment.put("WEBIM_LIMITS", "off");
        environment.put("WEBIM_PASSWORD_COST", "10");
        return WebimProcess.launch(folder, environment);
    }

    private static BusClient open(TestServer vertxOf, WebimProcess webim, Person person) throws Exception {
        int port = URI.create(webim.url().orElseThrow()).getPort();
        var socket = Transport.raw(vertxOf.vertx(), port);
        socket.logIn(person.accessToken());
        socket.register(Address.inbox(person.id()));
        return socket;
    }

    private static void send(BusClient socket, long conversationId, UUID clientId) throws Exception {
        var answer = socket.ask(
                Address.CHAT_MESSAGE_SEND.text(),
                new JsonObject()
                        .put("conversationId", conversationId)
                        .put("clientId", clientId.toString())
                        .put("text", "text"));
        assertThat(answer.getJsonObject("body").getJsonObject("message").getLong("seq"))
                .isPositive();
    }

    private static void awaitPresence(BusClient socket, Person person, boolean online) throws Exception {
        JsonObject event;
        do {
            event = socket.event("presence.changed");
        } while (event.getLong("userId") != person.id() || event.getBoolean("online") != online);
    }
}
