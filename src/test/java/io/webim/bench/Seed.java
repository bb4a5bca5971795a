package io.webim.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes into the database what would take people years. The server must not have met these conversations yet. */
final class Seed implements AutoCloseable {
    /** Of the newest messages of a group those that others wrote: one of five is the reader's own. */
    static final int UNREAD_IN_GROUP = 6;

    private static final int NEWEST = 7;

    private final Connection connection;
    private int peers;

    Seed(String jdbcUrl) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl);
    }

    /** Contacts of a user, each with a conversation of so many messages; the newest few are unread in every second. */
    void contacts(Person owner, int count, int messages) throws SQLException {
        for (int i = 0; i < count; i++) {
            conversation(owner, messages, i % 2 == 0 ? 7 : 0);
        }
    }

    /** @return the id of a new conversation, written by both sides in turn */
    long conversation(Person owner, int messages, int unread) throws SQLException {
        long peer = peer(owner);
        long id = insert(
                "INSERT INTO conversation (low_user_id, high_user_id, last_seq, version) VALUES (?, ?, ?, 2)",
                owner.id(),
                peer,
                messages);
        insert(
                "INSERT INTO conversation_member (conversation_id, user_id, listed, received_seq, read_seq, own_read,"
                        + " told_received_seq, told_read_seq) VALUES (?, ?, TRUE, ?, ?, ?, ?, ?), (?, ?, TRUE, ?, ?, ?, ?, ?)",
                id,
                owner.id(),
                messages,
                messages - unread,
                (messages - unread + 1) / 2,
                messages,
                messages - unread,
                id,
                peer,
                messages,
                messages,
                messages / 2,
                messages,
                messages);
        insert(
                "INSERT INTO contact (user_id, peer_id, since)"
                        + " VALUES (?, ?, UTC_TIMESTAMP(3)), (?, ?, UTC_TIMESTAMP(3))",
                owner.id(),
                peer,
                peer,
                owner.id());
        insert(
                "INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)"
                        + " SELECT ?, s.seq, IF(s.seq % 2 = 1, ?, ?), (s.seq + 1) DIV 2,"
                        + " UNHEX(LEFT(SHA2(CONCAT(?, '-', s.seq), 256), 32)),"
                        + " CONCAT('message ', s.seq, ' of many, as long as people write on average'), 'msg_done',"
                        + " TIMESTAMPADD(SECOND, CAST(s.seq AS SIGNED) - ?, UTC_TIMESTAMP(3))"
                        + " FROM seq_1_to_" + messages + " s",
                id,
                owner.id(),
                peer,
                id,
                messages);
        return id;
    }

    /**
     * Groups of a user and four others, each with so many messages; in every second the newest few are unread, one of them
     * with a mention.
     */
    void groups(Person owner, int count, int messages) throws SQLException {
        var members = new long[] {owner.id(), peer(owner), peer(owner), peer(owner), peer(owner)};
        for (int i = 0; i < count; i++) {
            group(members, messages, i % 2 == 0 ? 0 : NEWEST);
        }
    }

    /** All write in turn, and every hundredth message mentions the first one. */
    private void group(long[] members, int messages, int newest) throws SQLException {
        long id = insert(
                "INSERT INTO conversation (kind, member_count, last_seq, version) VALUES ('group', ?, ?, 2)",
                members.length,
                messages);
        insert(
                "INSERT INTO chat_group (conversation_id, title, history, may_post, may_add, may_pin, may_mention_all,"
                        + " created_at) VALUES (?, CONCAT('Group ', ?), 'all', 'members', 'admins', 'admins', 'admins',"
                        + " UTC_TIMESTAMP(3))",
                id,
                id);
        for (int i = 0; i < members.length; i++) {
            long read = messages - (i == 0 ? newest : 0);
            insert(
                    "INSERT INTO conversation_member (conversation_id, user_id, listed, role, joined_at, received_seq,"
                            + " read_seq, own_read, told_received_seq, told_read_seq)"
                            + " VALUES (?, ?, TRUE, IF(? = 0, 'owner', 'member'), UTC_TIMESTAMP(3), ?, ?, (? + ? - ?) DIV ?,"
                            + " ?, ?)",
                    id,
                    members[i],
                    i,
                    messages,
                    read,
                    read,
                    members.length - 1,
                    i,
                    members.length,
                    messages,
                    read);
        }
        insert(
                "INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at,"
                        + " mentions) SELECT ?, s.seq, ELT((s.seq - 1) % 5 + 1, ?, ?, ?, ?, ?), (s.seq - 1) DIV 5 + 1,"
                        + " UNHEX(LEFT(SHA2(CONCAT(?, '-', s.seq), 256), 32)),"
                        + " CONCAT('message ', s.seq, ' of many, as long as people write on average'), 'msg_done',"
                        + " TIMESTAMPADD(SECOND, CAST(s.seq AS SIGNED) - ?, UTC_TIMESTAMP(3)),"
                        + " IF(s.seq % 100 = 0, ?, NULL)"
                        + " FROM seq_1_to_" + messages + " s",
                id,
                members[0],
                members[1],
                members[2],
                members[3],
                members[4],
                id,
                messages,
                members[0]);
        insert(
                "INSERT INTO mention (conversation_id, user_id, seq, sender_id)"
                        + " SELECT conversation_id, ?, seq, sender_id FROM message"
                        + " WHERE conversation_id = ? AND mentions IS NOT NULL",
                members[0],
                id);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private long peer(Person owner) throws SQLException {
        return insert(
                "INSERT INTO account (username, display_name, password_hash, created_at)"
                        + " VALUES (CONCAT('s', ?, 'x', ?), 'Somebody', '', UTC_TIMESTAMP(3))",
                owner.id(),
                ++peers);
    }

    private long insert(String sql, long... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            statement.executeUpdate();
            try (var keys = statement.getGeneratedKeys()) {
                return keys.next() ? keys.getLong(1) : 0;
            }
        }
    }
}
