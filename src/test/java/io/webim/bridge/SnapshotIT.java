package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot and the events after it are as good as a fresh snapshot: a device never has to load everything again. */
class SnapshotIT {
    private static final int STEPS = 80;

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eventsBringAnOldSnapshotToTheStateOfAFreshOne(long seed) throws Exception {
        var random = new Random(seed);
        var alice = RestClient.of(server).somebody("alice");
        var bob = RestClient.of(server).somebody("bob");
        long conversation = alice.conversationWith(bob);
        bob.add(alice);
        try (var device = new Device(bob)) {
            device.takeSnapshot();
            for (int step = 0; step < STEPS; step++) {
                boolean bobActs = random.nextBoolean();
                act(random, bobActs ? bob : alice, bobActs ? alice : bob, conversation);
            }
            var fresh = new Device(bob);
            fresh.takeSnapshot();
            Eventually.holds(() -> {
                device.applyEvents();
                return device.view().equals(fresh.view());
            });
            assertThat(device.view()).as("seed %d", seed).isEqualTo(fresh.view());
            fresh.close();
        }
    }

    private static void act(Random random, Person actor, Person other, long conversation) {
        long last = server.query("SELECT last_seq FROM conversation WHERE id = ?", conversation)
                .get(0)
                .getLong("last_seq");
        // Fewer than a fresh snapshot holds of a conversation.
        long seq = 1 + random.nextInt((int) last + 1);
        var message = "/api/conversations/" + conversation + "/messages/" + seq;
        switch (random.nextInt(last < 18 ? 12 : 8)) {
            case 0, 1 -> actor.read(conversation, seq);
            case 2 -> actor.rest().delete(message + "?scope=me");
            case 3, 4 -> actor.rest().delete(message + "?scope=everyone");
            case 5 -> actor.rest().delete("/api/contacts/" + other.id());
            case 6 -> actor.add(other);
            case 7 -> {
                actor.block(other);
                actor.unblock(other);
            }
            default -> actor.send(conversation, UUID.randomUUID(), "message " + last);
        }
    }

    /** The smallest device that follows the rules: it keeps what it was told and applies what comes. */
    private static final class Device implements AutoCloseable {
        private final Person owner;
        private final BusClient socket;
        private final TreeMap<Long, JsonObject> messages = new TreeMap<>();
        private JsonObject contact = new JsonObject();

        Device(Person owner) throws Exception {
            this.owner = owner;
            this.socket = Transport.RAW.open(server, owner);
        }

        void takeSnapshot() throws Exception {
            var changes = socket.ask("chat.sync", new JsonObject())
                    .getJsonObject("body")
                    .getJsonArray("conversations");
            for (var change : changes) {
                contact = ((JsonObject) change).getJsonObject("contact");
                ((JsonObject) change).getJsonArray("messages").forEach(message -> keep((JsonObject) message));
            }
        }

        void applyEvents() throws Exception {
            while (socket.waiting() > 0) {
                apply(socket.next().getJsonObject("body"));
            }
        }

        /** What a person would see. */
        JsonObject view() {
            var shown = new JsonArray();
            messages.values()
                    .forEach(message -> shown.add(new JsonObject()
                            .put("seq", message.getLong("seq"))
                            .put("text", message.getString("text"))
                            .put("tick", tick(message))));
            return new JsonObject()
                    .put("status", contact.getString("status"))
                    .put("messages", contact.isEmpty() ? new JsonArray() : shown)
                    .put("unread", contact.isEmpty() ? 0 : unread());
        }

        @Override
        public void close() {
            socket.close();
        }

        private void apply(JsonObject event) {
            switch (event.getString("type")) {
                case "message.sent" -> keep(event.getJsonObject("message"));
                case "message.state" ->
                    contact.put("peerReadSeq", event.getLong("readSeq"))
                            .put("peerReceivedSeq", event.getLong("receivedSeq"));
                case "conversation.read" -> contact.put("readSeq", event.getLong("readSeq"));
                case "message.deleted" ->
                    event.getJsonArray("ranges").forEach(range -> delete((JsonArray) range, event.getString("scope")));
                case "contact.added" -> welcome(event.getJsonObject("contact"));
                case "contact.removed" -> {
                    contact = new JsonObject();
                    messages.clear();
                }
                default -> assertThat(event.getString("type")).isEqualTo("presence.changed");
            }
        }

        private void keep(JsonObject message) {
            messages.put(message.getLong("seq"), message);
        }

        private void delete(JsonArray range, String scope) {
            var gone = messages.subMap(range.getLong(0), true, range.getLong(1), true);
            if (scope.equals("me")) {
                gone.clear();
            } else {
                gone.values().forEach(message -> message.remove("text"));
            }
        }

        /** Of a conversation that was not in the list the device has no history: it fetches a page. */
        private void welcome(JsonObject entry) {
            boolean known = entry.getString("status").equals(contact.getString("status"));
            contact = entry;
            if (!known) {
                messages.clear();
                owner.history(entry.getLong("conversationId"))
                        .getJsonArray("messages")
                        .forEach(message -> keep((JsonObject) message));
            }
        }

        private String tick(JsonObject message) {
            long seq = message.getLong("seq");
            if (message.getLong("senderId") != owner.id()) {
                return "";
            }
            return seq <= contact.getLong("peerReadSeq", 0L)
                    ? "read"
                    : seq <= contact.getLong("peerReceivedSeq", 0L) ? "delivered" : "sent";
        }

        private long unread() {
            return messages.values().stream()
                    .filter(message -> message.getLong("senderId") != owner.id())
                    .filter(message -> message.getLong("seq") > contact.getLong("readSeq"))
                    .filter(message -> message.containsKey("text"))
                    .count();
        }
    }
}
