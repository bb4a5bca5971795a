package io.webim.database;

import io.webim.config.CannotStart;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server must give that no session can set for itself; looked at once, before anything is written. */
final class Requirements {
    private static final Logger log = LoggerFactory.getLogger(Requirements.class);

    private static final int MIB = 1 << 20;
    /** One statement writes up to 128 messages of 10,000 characters with four bytes each. */
    private static final int LEAST_PACKET = 8 * MIB;
    /** Each connection prepares each statement, those with lists in some lengths. */
    private static final int LEAST_PREPARED = 4_000;

    /** Also whether the session is as it was set up: what stands between may have its own mind. */
    private static final String LOOK = """
            SELECT @@max_allowed_packet AS packet, @@max_prepared_stmt_count AS prepared,
                @@max_connections AS connections, @@max_user_connections AS of_one_user,
                @@innodb_default_row_format AS row_format, @@innodb_flush_log_at_trx_commit AS flush,
                @@autocommit AS autocommit, @@time_zone AS zone, @@sql_mode AS mode,
                HEX('\u00e9\ud83d\ude00') AS characters, '\ud83d\ude00' AS emoji
            """;

    private Requirements() {}

    /** @throws CannotStart naming the first that is not given */
    static void check(Connection connection, Access access) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(LOOK)) {
            row.next();
            check(row, access);
        }
    }

    private static void check(ResultSet row, Access access) throws SQLException {
        var server = "The database server " + access.url() + " ";
        require(
                row.getLong("packet") >= LEAST_PACKET,
                server + "takes packets of " + row.getLong("packet") / 1024
                        + " KiB, and a batch of long messages needs " + LEAST_PACKET / MIB
                        + " MiB: set max_allowed_packet = " + LEAST_PACKET / MIB + "M or more");
        require(
                row.getLong("prepared") >= LEAST_PREPARED,
                server + "keeps " + row.getLong("prepared") + " prepared statements, and webim needs " + LEAST_PREPARED
                        + ": raise max_prepared_stmt_count");
        requireConnections(server, row.getLong("connections"), "max_connections");
        long ofOneUser = row.getLong("of_one_user");
        requireConnections(server, ofOneUser == 0 ? Long.MAX_VALUE : ofOneUser, "max_user_connections");
        require(
                "dynamic".equalsIgnoreCase(row.getString("row_format")),
                server + "makes tables in the row format " + row.getString("row_format")
                        + ", whose keys are too short: set innodb_default_row_format = dynamic");
        require(
                row.getInt("autocommit") == 1
                        && "+00:00".equals(row.getString("zone"))
                        && row.getString("mode").contains("STRICT_TRANS_TABLES"),
                server + "does not take the settings of a session (autocommit, time_zone, sql_mode):"
                        + " whatever stands before it must pass them on");
        require(
                "C3A9F09F9880".equals(row.getString("characters")) && "\ud83d\ude00".equals(row.getString("emoji")),
                server + "changes characters on the way: its connections must be utf8mb4");
        if (row.getInt("flush") != 1) {
            log.warn(
                    "innodb_flush_log_at_trx_commit is {}: what was acknowledged in the last second is lost when the database server fails. Set it to 1",
                    row.getInt("flush"));
        }
    }

    private static void requireConnections(String server, long allowed, String variable) {
        require(
                allowed > Database.CONNECTIONS,
                server + "allows " + allowed + " connections, and webim needs " + (Database.CONNECTIONS + 1)
                        + ": raise " + variable);
    }

    private static void require(boolean given, String otherwise) {
        if (!given) {
            throw new CannotStart(otherwise);
        }
    }
}
