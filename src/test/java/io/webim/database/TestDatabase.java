package io.webim.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.webim.config.DatabaseUrl;
import io.webim.database.EmbeddedServer.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The embedded server alone, for a whole test run. */
public final class TestDatabase {
    /** The password and the name of an account that may do anything to a hostile server. */
    public static final String OPERATOR = "operator";

    /** Of some fifteen servers at once. */
    private static final int CONNECTIONS = 400;

    /** Waits for no disk: of a server that ends with its test run only the processes die, never the machine. */
    private static final List<String> UNSAFE = List.of("--loose-debug-no-sync");

    private static final String SCHEMAS = "webim%";
    private static final String RIGHTS = EmbeddedServer.RIGHTS + ", TRIGGER";
    /** Everything that a server's configuration can do to sessions which do not say what they want. */
    private static final List<String> HOSTILE = List.of(
            "--autocommit=0",
            "--default-storage-engine=MyISAM",
            "--skip-character-set-client-handshake",
            "--character-set-server=latin1",
            "--collation-server=latin1_general_cs",
            "--sql-mode=ORACLE,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH",
            "--default-time-zone=+09:00",
            "--transaction-isolation=SERIALIZABLE",
            "--wait-timeout=1",
            "--net-read-timeout=1",
            "--lower-case-table-names=1",
            "--innodb-strict-mode=0",
            "--innodb-lock-wait-timeout=0",
            "--explicit-defaults-for-timestamp=0",
            "--div-precision-increment=0",
            "--group-concat-max-len=4",
            "--max-sort-length=64",
            "--max-join-size=3",
            "--big-tables=1",
            // What webim needs at least.
            "--max-allowed-packet=8M",
            "--innodb-flush-log-at-trx-commit=2",
            "--log-bin=binlog",
            "--binlog-format=MIXED",
            "--init-connect=SET foreign_key_checks = 0, unique_checks = 0, sql_safe_updates = 1,"
                    + " sql_auto_is_null = 1, sql_select_limit = 3, sql_big_selects = 0, max_statement_time = 5,"
                    + " tx_read_only = 1, completion_type = 2");

    private TestDatabase() {}

    /** Ends with the JVM. Its account may use all databases named {@code webim…}, and break them with triggers. */
    public static DatabaseUrl start(Path dataDir) {
        return start(dataDir, new Shape(SCHEMAS, RIGHTS, CONNECTIONS, UNSAFE, ""));
    }

    /**
     * The same with the worst defaults, an account {@link #OPERATOR} with which to change them, and one, {@code few}, that
     * may have few connections.
     */
    public static DatabaseUrl startHostile(Path dataDir) {
        return start(dataDir, new Shape(SCHEMAS, RIGHTS, CONNECTIONS, HOSTILE, """
                CREATE USER IF NOT EXISTS operator;
                ALTER USER operator IDENTIFIED BY 'operator';
                GRANT ALL PRIVILEGES ON *.* TO operator;
                CREATE USER IF NOT EXISTS few;
                ALTER USER few IDENTIFIED BY 'few' WITH MAX_USER_CONNECTIONS 5;
                GRANT SELECT ON `webim%`.* TO few;
                """));
    }

    /** Gives a connection of a test the same settings as the server's own. */
    public static Future<Void> setUp(SqlConnection connection) {
        return Database.setUp(connection);
    }

    private static DatabaseUrl start(Path dataDir, Shape shape) {
        try {
            var server = EmbeddedServer.start(Files.createDirectories(dataDir), shape);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop test database"));
            return server.access().url();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
