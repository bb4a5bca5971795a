package io.webim.torture;

import io.webim.torture.History.Stored;
import io.webim.torture.History.StoredConversation;
import io.webim.torture.History.StoredDeletion;
import io.webim.torture.History.StoredMember;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads what the database has, past the server. */
final class DatabaseDump {
    private DatabaseDump() {}

    static void read(String jdbcUrl, History into) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl)) {
            each(
                    connection,
                    "SELECT id, last_seq, kind <> 'direct' FROM conversation",
                    row -> into.conversations.add(
                            new StoredConversation(row.getLong(1), row.getLong(2), row.getBoolean(3))));
            each(
                    connection,
                    "SELECT conversation_id, user_id, received_seq, read_seq, listed,"
                            + " GREATEST(joined_seq, hidden_to_seq), role, banned_at IS NOT NULL FROM conversation_member",
                    row -> readMember(row, into));
            each(
                    connection,
                    "SELECT conversation_id, seq, sender_id, HEX(client_id), text, deleted, version, mentions,"
                            + " pinned_for IS NOT NULL FROM message",
                    row -> into.stored.add(new Stored(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            uuid(row.getString(4)),
                            row.getString(5),
                            row.getBoolean(6),
                            row.getLong(7),
                            row.getString(8),
                            row.getBoolean(9))));
            each(
                    connection,
                    "SELECT conversation_id, owner_id, from_seq, to_seq FROM deletion",
                    row -> into.storedDeletions.add(
                            new StoredDeletion(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
            each(
                    connection,
                    "SELECT conversation_id, title FROM chat_group",
                    row -> into.stands.put(Claim.title(row.getLong(1)), row.getString(2)));
            each(
                    connection,
                    "SELECT conversation_id, seq, CONVERT(emoji USING utf8mb4), user_id FROM reaction",
                    row -> into.stands.put(
                            Claim.reaction(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)), "on"));
            each(
                    connection,
                    "SELECT conversation_id, seq FROM pin",
                    row -> into.stands.put(Claim.pin(row.getLong(1), row.getLong(2)), "on"));
        }
    }

    private static void readMember(ResultSet row, History into) throws SQLException {
        long conversation = row.getLong(1);
        long user = row.getLong(2);
        into.members.add(new StoredMember(
                conversation, user, row.getLong(3), row.getLong(4), row.getBoolean(5), row.getLong(6)));
        into.stands.put(Claim.role(conversation, user), row.getString(7));
        into.stands.put(Claim.ban(conversation, user), row.getBoolean(8) ? "yes" : "no");
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, Reader reader) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static String uuid(String hex) {
        return hex.toLowerCase(java.util.Locale.ROOT).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
