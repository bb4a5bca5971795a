package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.device.BusDevice;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several people at once come, go, are banned, change roles, write, edit, react, pin, read and delete, while their devices
 * sync now and then. At the end what is counted equals a recount, and each device shows what a fresh one does.
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
        long id = BusUser.group(people);
        var devices = people.stream().map(BusDevice::new).toList();
        CompletableFuture.allOf(IntStream.range(0, PEOPLE)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> live(new Random(seed * 100 + i), people, people.get(i), devices.get(i), id)))
                        .toArray(CompletableFuture[]::new))
                .join();

        // What has moved in memory is stored before anybody asks for it.
        people.get(0).call(Address.CHAT_CONVERSATION_ENTRIES, new JsonObject().put("conversationIds", List.of(id)));
        server.requireHealthy(id);
        for (int i = 0; i < PEOPLE; i++) {
            var person = people.get(i);
            var device = devices.get(i);
            device.sync();
            assertThat(device.fill().store().view())
                    .as("seed %d, person %d", seed, i)
                    .isEqualTo(device.fresh().store().view());
            device.store()
                    .get(id)
                    .ifPresent(kept -> assertThat(kept.entry().getLong("unread"))
                            .as("seed %d, person %s", seed, person.username)
                            .isEqualTo(kept.unread())
                            .isEqualTo(
                                    server.query(RECOUNT, person.id, id).get(0).getLong("unread")));
        }
    }

    private static void live(Random random, List<BusUser> people, BusUser me, BusDevice device, long id) {
        for (int step = 0; step < STEPS; step++) {
            var other = people.get(random.nextInt(PEOPLE));
            long seq = 1 + random.nextInt(60);
            var of = BusUser.in(id).put("userId", other.id);
            switch (random.nextInt(26)) {
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
                case 15, 16 ->
                    me.attempt(
                            Address.CHAT_MESSAGE_EDIT,
                            BusUser.in(id).put("seq", seq).put("text", "edited for @" + other.username),
                            REFUSALS);
                case 17, 18 ->
                    me.attempt(
                            Address.CHAT_MESSAGE_REACT,
                            BusUser.in(id)
                                    .put("seq", seq)
                                    .put("emoji", random.nextBoolean() ? "\uD83D\uDC4D" : "\u2764\uFE0F")
                                    .put("on", random.nextInt(3) > 0),
                            REFUSALS);
                case 19 ->
                    me.attempt(
                            Address.CHAT_MESSAGE_PIN,
                            BusUser.in(id).put("seq", seq).put("on", random.nextInt(3) > 0),
                            REFUSALS);
                default ->
                    me.attempt(
                            Address.CHAT_MESSAGE_SEND,
                            BusUser.message(
                                    id,
                                    new java.util.UUID(random.nextLong(), random.nextLong()),
                                    "step " + step + (random.nextInt(3) == 0 ? " for @" + other.username : "")),
                            REFUSALS);
            }
        }
    }
}
