package io.webim.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes into the database what would take people years. The server must not have met these conversations yet. */
final class Seed implements AutoCloseable {
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
