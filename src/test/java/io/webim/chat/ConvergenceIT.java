package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that are away for any time, whatever happens meanwhile: each sync leaves them with what a fresh look shows. */
class ConvergenceIT {
    private static final int STEPS = 160;

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void converge(long seed) {
        var random = new Random(seed);
        var ann = BusUser.create(server, "ann");
        var bob = BusUser.create(server, "bob");
        long conversation = ann.befriend(bob);
        var devices = Stream.of(ann, bob)
                .flatMap(user -> Stream.of(
                        new Device(user, conversation, false),
                        new Device(user, conversation, true),
                        new Device(user, conversation, true)))
                .toList();
        for (int step = 0; step < STEPS; step++) {
            var actor = random.nextBoolean() ? ann : bob;
            act(random, actor, actor == ann ? bob : ann, conversation);
            for (var device : devices) {
                if (random.nextInt(8) == 0) {
                    device.sync();
                    device.assertShowsWhatThereIs("seed %d, step %d".formatted(seed, step));
                }
            }
        }
    }

    private static void act(Random random, BusUser actor, BusUser other, long conversation) {
        long last = server.query("SELECT last_seq FROM conversation WHERE id = ?", conversation)
                .get(0)
                .getLong("last_seq");
        long from = Math.max(1, last - random.nextInt(40));
        long to = Math.min(Math.max(1, last), from + random.nextInt(4));
        var peer = new JsonObject().put("userId", other.id);
        switch (random.nextInt(22)) {
            case 0, 1 ->
                attempt(
                        actor,
                        Address.CHAT_CONVERSATION_READ,
                        BusUser.in(conversation).put("seq", from));
            case 2 ->
                attempt(
                        actor,
                        Address.CHAT_MESSAGE_RECEIVED,
                        BusUser.in(conversation).put("seq", to));
            case 3, 4 -> attempt(actor, Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, from, to, "me"));
            case 5, 6 ->
                attempt(actor, Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, from, from, "everyone"));
            case 7 -> attempt(actor, Address.CONTACTS_MUTE, peer.put("muted", random.nextBoolean()));
            case 8 -> actor.call(random.nextInt(3) == 0 ? Address.CONTACTS_BLOCK : Address.CONTACTS_UNBLOCK, peer);
            case 9 -> attempt(actor, Address.CONTACTS_REMOVE, peer);
            case 10 -> attempt(actor, Address.CONTACTS_ACCEPT, peer);
            case 11, 12, 13 ->
                attempt(
                        actor,
                        Address.CHAT_MESSAGE_EDIT,
                        BusUser.in(conversation).put("seq", from).put("text", "edited after " + last));
            case 16 ->
                attempt(
                        actor,
                        Address.CHAT_MESSAGE_PIN,
                        BusUser.in(conversation).put("seq", from).put("on", random.nextInt(3) > 0));
            case 14, 15 ->
                attempt(
                        actor,
                        Address.CHAT_MESSAGE_REACT,
                        BusUser.in(conversation)
                                .put("seq", from)
                                .put("emoji", random.nextBoolean() ? "\uD83D\uDC4D" : "\u2764\uFE0F")
                                .put("on", random.nextInt(3) > 0));
            default -> {
                for (int i = random.nextInt(6) == 0 ? 60 : 1; i > 0; i--) {
                    attempt(
                            actor,
                            Address.CHAT_MESSAGE_SEND,
                            BusUser.message(conversation, UUID.randomUUID(), "after " + last));
                }
            }
        }
    }

    /** Some of what is tried is rightly refused: foreign messages, blocked peers, nobody in the list. */
    private static void attempt(BusUser actor, Address address, JsonObject body) {
        actor.attempt(address, body, "not_sender", "message_not_found", "peer_blocked", "user_not_found");
    }

    /** What a client keeps of one conversation. */
    private static final class Device {
        private final BusUser user;
        private final long conversation;
        private final boolean tellsItsOwnVersion;
        private final TreeMap<Long, String> messages = new TreeMap<>();
        private JsonObject contact = new JsonObject();
        private long version;
        private long ownVersion;

        Device(BusUser user, long conversation, boolean tellsItsOwnVersion) {
            this.user = user;
            this.conversation = conversation;
            this.tellsItsOwnVersion = tellsItsOwnVersion;
        }

        void sync() {
            // Marks that are in memory alone so far are no news yet.
            user.contacts();
            Long next = 0L;
            while (next != null) {
                var request = new JsonObject().put("after", next);
                if (version > 0 && conversation > next) {
                    request.put("known", new JsonArray().add(known()));
                }
                var page = user.call(Address.CHAT_SYNC, request);
                page.getJsonArray("conversations").forEach(change -> apply((JsonObject) change));
                next = page.getLong("next");
            }
        }

        private JsonArray known() {
            var known = new JsonArray().add(conversation).add(version).add(contact.getLong("lastSeq", 0L));
            if (!tellsItsOwnVersion) {
                return known;
            }
            known.add(ownVersion);
            return messages.isEmpty() ? known : known.add(messages.firstKey());
        }

        private void apply(JsonObject change) {
            version = change.getLong("version");
            ownVersion = change.getLong("ownVersion");
            if (change.getBoolean("removed", false)) {
                forget();
                return;
            }
            if (change.getBoolean("limited")) {
                messages.clear();
            }
            contact = change.getJsonObject("contact");
            change.getJsonArray("messages").forEach(message -> put((JsonObject) message));
            each(change, "deletedForEveryone", seq -> messages.replace(seq, "deleted"));
            each(change, "deletedRanges", messages::remove);
            // Where it has started over, it has dropped what others keep below the gap.
            change.getJsonArray("changed", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(message -> messages.containsKey(message.getLong("seq")))
                    .forEach(this::put);
            messages.headMap(change.getLong("sightFrom", 1L)).clear();
        }

        private void forget() {
            messages.clear();
            contact = new JsonObject();
            version = 0;
        }

        private void put(JsonObject message) {
            messages.put(message.getLong("seq"), text(message));
        }

        private static String text(JsonObject message) {
            return message.getBoolean("deleted", false)
                    ? "deleted"
                    : message.getString("text")
                            + message.getJsonArray("reactions", new JsonArray())
                            + message.getBoolean("pinned", false);
        }

        private static void each(JsonObject change, String ranges, LongConsumer what) {
            change.getJsonArray(ranges, new JsonArray()).forEach(range -> {
                for (long seq = ((JsonArray) range).getLong(0); seq <= ((JsonArray) range).getLong(1); seq++) {
                    what.accept(seq);
                }
            });
        }

        void assertShowsWhatThereIs(String when) {
            var entries = new ArrayList<JsonObject>();
            user.contacts().forEach(entry -> entries.add(withoutPresence((JsonObject) entry)));
            assertThat(version == 0 ? List.of() : List.of(withoutPresence(contact)))
                    .as(when)
                    .isEqualTo(entries);
            if (!messages.isEmpty()) {
                assertThat(messages).as(when).isEqualTo(history(messages.firstKey()));
            }
        }

        /** Who is there is told by events, and not kept for whoever is away. */
        private static JsonObject withoutPresence(JsonObject entry) {
            var rest = entry.copy();
            rest.remove("online");
            rest.remove("lastSeen");
            return rest;
        }

        private TreeMap<Long, String> history(long from) {
            var shown = new TreeMap<Long, String>();
            boolean more = true;
            for (long after = from - 1; more; after = shown.lastKey()) {
                var page = user.call(
                        Address.CHAT_MESSAGE_HISTORY,
                        BusUser.in(conversation).put("after", after).put("limit", 100));
                page.getJsonArray("messages")
                        .forEach(message ->
                                shown.put(((JsonObject) message).getLong("seq"), text((JsonObject) message)));
                more = page.getBoolean("hasMore")
                        && !page.getJsonArray("messages").isEmpty();
            }
            return shown;
        }
    }
}
