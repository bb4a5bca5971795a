package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.Statements;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of more than two; they are put into the database, since a thousand people would be long in coming. */
class ManyMembersIT {
    private static final int STEPS = 150;
    private static final String RECOUNT = """
            SELECT COUNT(*) AS unread
            FROM message m
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            WHERE m.conversation_id = ? AND m.sender_id <> me.user_id AND NOT m.deleted
                AND m.seq > me.read_seq AND m.seq > me.hidden_to_seq AND m.seq > me.joined_seq
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""";
    private static final String OWN =
            "(SELECT COUNT(*) FROM message x WHERE x.conversation_id = m.conversation_id AND x.sender_id = m.user_id)";
    /** All marks of somebody who comes back stand at the last message. */
    private static final String REJOIN = """
            UPDATE conversation_member m JOIN conversation c ON c.id = m.conversation_id
            SET m.joined_seq = c.last_seq, m.received_seq = c.last_seq, m.read_seq = c.last_seq,
                m.own_joined = OWN, m.own_read = OWN, m.version = m.version + 1
            WHERE m.conversation_id = ? AND m.user_id = ?""".replace("OWN", OWN);

    private static final String HIDE = """
            UPDATE conversation_member m JOIN conversation c ON c.id = m.conversation_id
            SET m.hidden_to_seq = c.last_seq, m.own_hidden = OWN, m.version = m.version + 1
            WHERE m.conversation_id = ? AND m.user_id = ?""".replace("OWN", OWN);

    @SharedServer
    private static TestServer server;

    private final Statements statements = new Statements(server);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theUnreadOfEachMemberEqualsARecount(long seed) {
        var random = new Random(seed);
        var members = people(5);
        long group = group(members);
        for (int step = 0; step < STEPS; step++) {
            act(random, members, group);
            for (var member : members) {
                assertThat(unread(member, group))
                        .as("seed %d, step %d, user %s", seed, step, member.username)
                        .isEqualTo(
                                server.query(RECOUNT, member.id, group).get(0).getLong("unread"));
            }
        }
        server.requireHealthy(group);
    }

    @Test
    void aMessageIsAsManyStatementsAndRowsAmongAThousandAsAmongThree() {
        var sender = BusUser.create(server, "sender");
        long few = group(with(sender, people(2)));
        long many = group(with(sender, accounts(1_000)));
        var amongFew = statements.of(() -> sender.send(few, "hello"));
        var amongMany = statements.of(() -> sender.send(many, "hello"));

        assertThat(amongMany.statements()).isEqualTo(amongFew.statements());
        assertThat(amongMany.rows()).isLessThan(amongFew.rows() + 30);
    }

    @Test
    void anEditIsAsManyStatementsAndRowsAmongAThousandAsAmongThree() {
        var sender = BusUser.create(server, "sender");
        long few = group(with(sender, people(2)));
        long many = group(with(sender, accounts(1_000)));
        sender.send(few, "hello");
        sender.send(many, "hello");
        var amongFew = statements.of(() -> edit(sender, few));
        var amongMany = statements.of(() -> edit(sender, many));

        assertThat(amongMany.statements()).isEqualTo(amongFew.statements()).isLessThanOrEqualTo(7);
        assertThat(amongMany.rows()).isLessThan(amongFew.rows() + 30);
    }

    @Test
    void aReactionIsAsManyStatementsAndRowsAmongAThousandAsAmongThree() {
        var sender = BusUser.create(server, "sender");
        long few = group(with(sender, people(2)));
        long many = group(with(sender, accounts(1_000)));
        sender.send(few, "hello");
        sender.send(many, "hello");
        var amongFew = statements.of(() -> react(sender, few));
        var amongMany = statements.of(() -> react(sender, many));

        assertThat(amongMany.statements()).isEqualTo(amongFew.statements()).isLessThanOrEqualTo(2 * 8);
        assertThat(amongMany.rows()).isLessThan(amongFew.rows() + 60);
    }

    /** And back. */
    private static void react(BusUser who, long group) {
        for (var on : List.of(true, false)) {
            who.call(
                    Address.CHAT_MESSAGE_REACT,
                    BusUser.in(group).put("seq", 1).put("emoji", "\uD83D\uDC4D").put("on", on));
        }
    }

    private static void edit(BusUser who, long group) {
        who.call(
                Address.CHAT_MESSAGE_EDIT,
                BusUser.in(group).put("seq", 1).put("text", UUID.randomUUID().toString()));
    }

    @Test
    void aDeletionForAllIsAsManyStatementsAndRowsAmongAThousandAsAmongThree() {
        var sender = BusUser.create(server, "sender");
        long few = group(with(sender, people(2)));
        long many = group(with(sender, accounts(1_000)));
        for (int i = 0; i < 10; i++) {
            sender.send(few, "hello");
            sender.send(many, "hello");
        }
        var amongFew = statements.of(() -> sender.delete(few, 3, 3, "everyone"));
        var amongMany = statements.of(() -> sender.delete(many, 3, 3, "everyone"));

        assertThat(amongMany.statements()).isEqualTo(amongFew.statements());
        assertThat(server.query("SELECT COUNT(*) AS n FROM uncounted WHERE conversation_id = ?", many)
                        .get(0)
                        .getLong("n"))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void theStateIsOneRowAMessageAndWhoeverIsFurthestBehindDecides() {
        var members = people(3);
        long group = group(members);
        members.get(0).send(group, "hello");
        members.get(1).read(group, 1);
        members.get(1).call(Address.CHAT_CONVERSATION_ENTRIES, ids(group));
        assertThat(states(group)).containsExactly("msg_cache");
        members.get(2).received(group, 1);
        members.get(2).call(Address.CHAT_CONVERSATION_ENTRIES, ids(group));
        assertThat(states(group)).containsExactly("msg_done");
        members.get(2).read(group, 1);
        members.get(2).call(Address.CHAT_CONVERSATION_ENTRIES, ids(group));
        assertThat(states(group)).containsExactly("msg_read");
    }

    @Test
    void toAnOutsiderItDoesNotExist() {
        long group = group(people(3));
        var outsider = BusUser.create(server, "outsider");

        for (var address : List.of(
                Address.CHAT_MESSAGE_SEND,
                Address.CHAT_MESSAGE_HISTORY,
                Address.CHAT_CONVERSATION_READ,
                Address.CHAT_MESSAGE_RECEIVED,
                Address.CHAT_MESSAGE_DELETE,
                Address.CHAT_MESSAGE_DETAILS,
                Address.CHAT_TYPING)) {
            var body = BusUser.deletion(group, 1, 1, "me")
                    .put("seq", 1)
                    .put("clientId", "00000000-0000-0000-0000-000000000001")
                    .put("text", "hello");
            assertThat(outsider.refused(address, body).code())
                    .as(address.text())
                    .isEqualTo("conversation_not_found");
        }
    }

    private static void act(Random random, List<BusUser> members, long group) {
        var actor = members.get(random.nextInt(members.size()));
        var mention = "for @" + members.get(random.nextInt(members.size())).username;
        long last = server.query("SELECT last_seq FROM conversation WHERE id = ?", group)
                .get(0)
                .getLong("last_seq");
        long from = 1 + random.nextInt((int) last + 1);
        switch (random.nextInt(18)) {
            case 0, 1 -> actor.read(group, from);
            case 2 -> actor.received(group, from);
            case 3, 4 -> attempt(actor, group, from, Math.min(from + random.nextInt(4), last), "me");
            case 5, 6 -> attempt(actor, group, from, from, "everyone");
            case 7 -> server.query(REJOIN, group, actor.id);
            case 8 -> server.query(HIDE, group, actor.id);
            case 9, 10, 11 ->
                actor.attempt(
                        Address.CHAT_MESSAGE_EDIT,
                        BusUser.in(group).put("seq", from).put("text", mention + " after " + last),
                        "not_sender",
                        "message_not_found");
            case 12, 13 -> actor.send(group, mention);
            default -> actor.send(group, "message " + last);
        }
    }

    /** Some of what is tried is rightly refused: foreign messages, and such as there are none. */
    private static void attempt(BusUser actor, long group, long from, long to, String scope) {
        try {
            actor.delete(group, from, Math.max(from, to), scope);
        } catch (IllegalStateException refused) {
            assertThat(refused.getCause()).hasMessageMatching("(?s)(not_sender|message_not_found).*");
        }
    }

    private static long unread(BusUser user, long group) {
        return user.call(Address.CHAT_CONVERSATION_ENTRIES, ids(group))
                .getJsonArray("contacts")
                .getJsonObject(0)
                .getLong("unread");
    }

    private static JsonObject ids(long conversationId) {
        return new JsonObject().put("conversationIds", List.of(conversationId));
    }

    private static List<String> states(long group) {
        return server.query("SELECT state FROM message_state WHERE conversation_id = ?", group).stream()
                .map(row -> row.getString("state"))
                .toList();
    }

    private static List<BusUser> people(int count) {
        var people = new ArrayList<BusUser>();
        for (int i = 0; i < count; i++) {
            people.add(BusUser.create(server, "member"));
        }
        return people;
    }

    private static List<Long> accounts(int count) {
        var name = BusUser.create(server, "many").username;
        server.query(
                "INSERT INTO account (username, display_name, password_hash, created_at)"
                        + " WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
                        + " SELECT CONCAT(?, '-', n), 'Member', '', NOW(3) FROM numbers",
                count,
                name.substring(0, Math.min(name.length(), 24)));
        return server.query("SELECT id FROM account ORDER BY id DESC LIMIT " + count).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    private static List<Long> with(BusUser sender, List<?> others) {
        var ids = new ArrayList<Long>(Collections.singleton(sender.id));
        others.forEach(other -> ids.add(other instanceof BusUser user ? user.id : (Long) other));
        return ids;
    }

    private static long group(List<?> members) {
        server.query("INSERT INTO conversation (kind, member_count) VALUES ('group', ?)", members.size());
        long id = server.query("SELECT MAX(id) AS id FROM conversation").get(0).getLong("id");
        for (var member : members) {
            server.query(
                    "INSERT INTO conversation_member (conversation_id, user_id, listed) VALUES (?, ?, TRUE)",
                    id,
                    member instanceof BusUser user ? user.id : (Long) member);
        }
        server.query(
                "UPDATE conversation_member SET role = 'owner' WHERE conversation_id = ? ORDER BY user_id LIMIT 1", id);
        server.query(
                "INSERT INTO chat_group (conversation_id, title, history, may_post, may_add, may_pin, may_mention_all,"
                        + " created_at) VALUES (?, 'A group', 'all', 'members', 'admins', 'admins', 'admins', NOW(3))",
                id);
        return id;
    }
}
