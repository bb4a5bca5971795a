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
                    "SELECT id, last_seq FROM conversation",
                    row -> into.conversations.add(new StoredConversation(row.getLong(1), row.getLong(2))));
            each(
                    connection,
                    "SELECT conversation_id, user_id, received_seq, read_seq FROM conversation_member",
                    row -> into.members.add(
                            new StoredMember(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
            each(
                    connection,
                    "SELECT conversation_id, seq, sender_id, HEX(client_id), text, deleted FROM message",
                    row -> into.stored.add(new Stored(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            uuid(row.getString(4)),
                            row.getString(5),
                            row.getBoolean(6))));
            each(
                    connection,
                    "SELECT conversation_id, owner_id, from_seq, to_seq FROM deletion",
                    row -> into.storedDeletions.add(
                            new StoredDeletion(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
        }
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
