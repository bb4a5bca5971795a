package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.chat.Doctor;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several people at once come, go, are banned, change roles, write, read and delete, while their devices sync now and
 * then. At the end what is counted equals a recount, and each device shows what a fresh one does.
 */
class GroupChurnIT {
    private static final int PEOPLE = 6;
    private static final int STEPS = 80;
    private static final String[] REFUSALS = {
        "conversation_not_found",
        "not_permitted",
        "last_owner",
        "user_not_found",
        "not_sender",
        "message_not_found",
        "invalid",
        "overloaded",
        "too_many_requests"
    };
    private static final String RECOUNT = """
            SELECT COUNT(*) AS unread
            FROM message m
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            WHERE m.conversation_id = ? AND m.sender_id NOT IN (me.user_id, 0) AND NOT m.deleted
                AND m.seq > GREATEST(me.read_seq, me.hidden_to_seq, me.joined_seq)
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""";

    @SharedServer
    private static TestServer server;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesTogetherCountsAndDevicesConverge(long seed) {
        var people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> BusUser.create(server, "person"))
                .toList();
        long id = GroupMarksIT.group(people);
        var devices = people.stream().map(person -> new Device(person, id)).toList();
        CompletableFuture.allOf(IntStream.range(0, PEOPLE)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> live(new Random(seed * 100 + i), people, people.get(i), devices.get(i), id)))
                        .toArray(CompletableFuture[]::new))
                .join();

        // What has moved in memory is stored before anybody asks for it.
        people.get(0).call(Address.CHAT_CONVERSATION_ENTRIES, new JsonObject().put("conversationIds", List.of(id)));
        assertThat(TestServer.await(new Doctor(server.pool()).examine()))
                .as("seed %d", seed)
                .filteredOn(finding -> finding.examples().stream().anyMatch(example -> example.startsWith(id + "/")))
                .isEmpty();
        for (int i = 0; i < PEOPLE; i++) {
            var person = people.get(i);
            var device = devices.get(i);
            device.sync();
            var fresh = new Device(person, id);
            fresh.sync();
            assertThat(device.entry.map(GroupChurnIT::lasting))
                    .as("seed %d, person %d", seed, i)
                    .isEqualTo(fresh.entry.map(GroupChurnIT::lasting));
            assertThat(device.shown(fresh.messages.keySet().stream().findFirst().orElse(0L)))
                    .as("seed %d, person %d", seed, i)
                    .isEqualTo(fresh.shown(0));
            fresh.entry.ifPresent(entry -> assertThat(entry.getLong("unread"))
                    .as("seed %d, person %s", seed, person.username)
                    .isEqualTo(server.query(RECOUNT, person.id, id).get(0).getLong("unread")));
        }
    }

    private static void live(Random random, List<BusUser> people, BusUser me, Device device, long id) {
        for (int step = 0; step < STEPS; step++) {
            var other = people.get(random.nextInt(PEOPLE));
            long seq = 1 + random.nextInt(60);
            var of = BusUser.in(id).put("userId", other.id);
            switch (random.nextInt(20)) {
                case 0 -> me.attempt(Address.GROUPS_LEAVE, BusUser.in(id), REFUSALS);
                case 1 -> me.attempt(Address.GROUPS_REMOVE, of, REFUSALS);
                case 2 ->
                    me.attempt(
                            Address.GROUPS_REMOVE,
                            of.put("ban", true).put("deleteMessages", random.nextBoolean()),
                            REFUSALS);
                case 3 -> me.attempt(Address.GROUPS_UNBAN, of, REFUSALS);
                case 4, 5, 6 ->
                    me.attempt(
                            Address.GROUPS_ADD, BusUser.in(id).put("userIds", new JsonArray().add(other.id)), REFUSALS);
                case 7 ->
                    me.attempt(
                            Address.GROUPS_ROLE,
                            of.put("role", List.of("owner", "admin", "member").get(random.nextInt(3))),
                            REFUSALS);
                case 8 ->
                    me.attempt(
                            Address.GROUPS_UPDATE,
                            BusUser.in(id)
                                    .put("title", "Title " + random.nextInt(5))
                                    .put("history", random.nextBoolean() ? "all" : "from_join"),
                            REFUSALS);
                case 9, 10 ->
                    me.attempt(Address.CHAT_CONVERSATION_READ, BusUser.in(id).put("seq", seq), REFUSALS);
                case 11 -> me.attempt(Address.CHAT_MESSAGE_DELETE, BusUser.deletion(id, seq, seq, "me"), REFUSALS);
                case 12 ->
                    me.attempt(Address.CHAT_MESSAGE_DELETE, BusUser.deletion(id, seq, seq, "everyone"), REFUSALS);
                case 13, 14 -> device.sync();
                default ->
                    me.attempt(
                            Address.CHAT_MESSAGE_SEND,
                            BusUser.message(
                                    id, new java.util.UUID(random.nextLong(), random.nextLong()), "step " + step),
                            REFUSALS);
            }
        }
    }

    /** What of an entry is to be the same whenever it was told. */
    private static JsonObject lasting(JsonObject entry) {
        var lasting = entry.copy();
        // Nobody else's marks are told to those who wrote nothing.
        List.of("version", "peerReceivedSeq", "peerReadSeq").forEach(lasting::remove);
        return lasting;
    }

    /** What a client keeps of one group. */
    private static final class Device {
        private final BusUser user;
        private final long id;
        private final TreeMap<Long, String> messages = new TreeMap<>();
        private Optional<JsonObject> entry = Optional.empty();
        private long version;
        private long ownVersion;
        private long position;

        private Device(BusUser user, long id) {
            this.user = user;
            this.id = id;
        }

        private void sync() {
            var known = new JsonArray();
            if (version > 0) {
                known.add(new JsonArray().add(id).add(version).add(position).add(ownVersion));
            }
            var answer = user.call(Address.CHAT_SYNC, new JsonObject().put("known", known));
            answer.getJsonArray("conversations").stream()
                    .map(JsonObject.class::cast)
                    .filter(change -> change.getLong("conversationId") == id)
                    .forEach(this::accept);
        }

        private void accept(JsonObject change) {
            if (change.getBoolean("removed", false)) {
                messages.clear();
                entry = Optional.empty();
                version = 0;
                return;
            }
            version = change.getLong("version");
            ownVersion = change.getLong("ownVersion");
            entry = Optional.of(change.getJsonObject("conversation"));
            if (change.getBoolean("limited")) {
                messages.clear();
            }
            change.getJsonArray("messages").stream()
                    .map(JsonObject.class::cast)
                    .forEach(message -> messages.put(message.getLong("seq"), shown(message)));
            for (var range : ranges(change, "deletedRanges")) {
                messages.subMap(range[0], range[1] + 1).clear();
            }
            for (var range : ranges(change, "deletedForEveryone")) {
                messages.subMap(range[0], range[1] + 1).replaceAll((seq, shown) -> "gone");
            }
            messages.headMap(change.getLong("sightFrom", 0L)).clear();
            position = change.getJsonObject("conversation").getLong("lastSeq");
        }

        private static String shown(JsonObject message) {
            return message.getBoolean("deleted", false)
                    ? "gone"
                    : message.getLong("senderId") + " " + message.getString("text", "event");
        }

        private static List<long[]> ranges(JsonObject change, String name) {
            var ranges = new ArrayList<long[]>();
            Stream.ofNullable(change.getJsonArray(name))
                    .flatMap(JsonArray::stream)
                    .map(JsonArray.class::cast)
                    .forEach(range -> ranges.add(new long[] {range.getLong(0), range.getLong(1)}));
            return ranges;
        }

        /** From a seq on. */
        private Map<Long, String> shown(long from) {
            return messages.tailMap(from);
        }
    }
}
