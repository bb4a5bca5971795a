package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.device.BusDevice;
import io.webim.device.KeptConversation;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
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

    private static final class Device {
        private final BusUser user;
        private final long conversation;
        private final BusDevice device;

        Device(BusUser user, long conversation, boolean tellsItsOwnVersion) {
            this.user = user;
            this.conversation = conversation;
            this.device = new BusDevice(user, tellsItsOwnVersion);
        }

        void sync() {
            // Marks that are in memory alone so far are no news yet.
            user.contacts();
            device.sync();
        }

        void assertShowsWhatThereIs(String when) {
            var entries = new ArrayList<JsonObject>();
            user.contacts().forEach(entry -> entries.add(withoutPresence((JsonObject) entry)));
            var kept = device.store().get(conversation);
            assertThat(kept.flatMap(KeptConversation::contact).map(Device::withoutPresence).stream()
                            .toList())
                    .as(when)
                    .isEqualTo(entries);
            kept.ifPresent(one -> assertThat(one.shown()).as(when).isEqualTo(shownTo(one)));
        }

        /** Who is there is told by events, and not kept for whoever is away. */
        private static JsonObject withoutPresence(JsonObject entry) {
            var rest = entry.copy();
            rest.remove("online");
            rest.remove("lastSeen");
            return rest;
        }

        /** Of what the device knows, the messages as a fresh one has them. */
        private TreeMap<Long, String> shownTo(KeptConversation known) {
            var shown = new TreeMap<>(
                    device.fresh().store().get(conversation).orElseThrow().shown());
            shown.keySet().removeIf(seq -> !known.loaded().contains(seq));
            return shown;
        }
    }
}
