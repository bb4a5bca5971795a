package io.webim;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Pool;
import io.webim.commands.DoctorCommand;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.database.TestDatabase;
import io.webim.http.RestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** webim on a database server whose configuration is against it: {@link TestDatabase#startHostile}. */
class HostileDefaultsIT {
    private static final String ENGINES = """
            SELECT table_name AS name, CONCAT(engine, ' ', row_format) AS format FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'""";
    private static final String FOREIGN_KEYS = """
            SELECT constraint_name AS name, table_name AS of_table FROM information_schema.table_constraints
            WHERE table_schema = DATABASE() AND constraint_type = 'FOREIGN KEY'""";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            entry("autocommit", "ON"),
            entry("completion_type", "NO_CHAIN"),
            entry("time_zone", "+00:00"),
            entry("default_storage_engine", "InnoDB"),
            entry("foreign_key_checks", "ON"),
            entry("unique_checks", "ON"),
            entry("tx_isolation", "READ-COMMITTED"),
            entry("tx_read_only", "OFF"),
            entry("sql_select_limit", "18446744073709551615"),
            entry("sql_big_selects", "ON"),
            entry("sql_safe_updates", "OFF"),
            entry("sql_auto_is_null", "OFF"),
            entry("wait_timeout", "28800"),
            entry("net_read_timeout", "30"),
            entry("innodb_lock_wait_timeout", "50"),
            entry("max_statement_time", "0.000000"),
            entry("max_sort_length", "1024"),
            entry("character_set_client", "utf8mb4"),
            entry("character_set_results", "utf8mb4"),
            entry("character_set_connection", "utf8mb4"));

    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.startOn(SharedDatabase.hostile());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void registrationIsThereAfterARestart() {
        var username = FreshName.of("early");
        RestClient.of(server).person(username);
        server.restart();
        assertThat(RestClient.of(server).logIn(username).username()).isEqualTo(username);
    }

    @Test
    void messagesComeBackAsTheyWereWritten() {
        var ann = RestClient.of(server).somebody("ann");
        var bob = RestClient.of(server).somebody("bob");
        long conversation = ann.conversationWith(bob);
        var text = "It's \"fine\" \\ \\' || 100% 😀 é 漢字 ß";
        ann.send(conversation, text);
        assertThat(bob.history(conversation)
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo(text);
        assertThat(bytesOf(conversation)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pagesAreAsLongAsEver() {
        var ann = BusUser.create(server, "ann");
        long conversation = ann.add(BusUser.create(server, "bob"));
        IntStream.rangeClosed(1, 20).forEach(i -> ann.send(conversation, "message " + i));
        assertThat(ann.history(conversation).getJsonArray("messages")).hasSize(20);
    }

    @Test
    void timesAreUtc() {
        var ann = BusUser.create(server, "ann");
        long conversation = ann.add(BusUser.create(server, "bob"));
        ann.send(conversation, "now");
        var sent = server.query("SELECT sent_at FROM message WHERE conversation_id = ?", conversation)
                .get(0)
                .getLocalDateTime(0)
                .toInstant(ZoneOffset.UTC);
        assertThat(Duration.between(sent, Instant.now())).isBetween(Duration.ZERO, Duration.ofHours(1));
        var made = TestServer.await(server.server().database().instance()).madeAt();
        assertThat(Duration.between(made, Instant.now())).isBetween(Duration.ZERO, Duration.ofHours(1));
    }

    /** As many as one may have waiting: what goes together into a statement makes the largest of all. */
    @Test
    void aBatchOfTheLongestMessagesIsTaken() {
        var ann = BusUser.create(server, "ann");
        long conversation = ann.add(BusUser.create(server, "bob"));
        var longest = "😀".repeat(10_000);
        var sent = IntStream.range(0, 50)
                .mapToObj(i -> ann.calling(
                        Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, UUID.randomUUID(), longest)))
                .toList();
        TestServer.await(Future.all(sent));
        assertThat(server.query("SELECT COUNT(*) FROM message WHERE conversation_id = ?", conversation)
                        .get(0)
                        .getLong(0))
                .isEqualTo(50);
    }

    @Test
    void everySessionHasWhatWebimRestsOn() {
        var pools = server.server().database().pools();
        assertSettings(pools.common(), SETTINGS);
        assertSettings(pools.reading(), SETTINGS);
        // Where messages are written nothing is committed by itself.
        var writing = new HashMap<>(SETTINGS);
        writing.put("autocommit", "OFF");
        assertSettings(pools.writing(), writing);
    }

    private static void assertSettings(Pool pool, Map<String, String> settings) {
        assertThat(settings)
                .allSatisfy((variable, value) ->
                        assertThat(valueOf(pool, variable)).as(variable).isEqualTo(value));
    }

    @Test
    void theModeOfSqlIsTheSameAsEverywhere() {
        assertThat(valueOf(server.server().database().pool(), "sql_mode").split(","))
                .containsExactlyInAnyOrder(
                        "STRICT_TRANS_TABLES",
                        "NO_ZERO_IN_DATE",
                        "NO_ZERO_DATE",
                        "ERROR_FOR_DIVISION_BY_ZERO",
                        "NO_ENGINE_SUBSTITUTION");
    }

    @Test
    void everyTableHasTransactions() {
        assertThat(engines(server)).isNotEmpty().containsOnly("InnoDB Dynamic");
        assertThat(foreignKeys(server)).isNotEmpty();
    }

    /** As an older webim has left them on such a server: without transactions, and without foreign keys. */
    @Test
    void tablesOfMyIsamAreConverted() {
        var keys = foreignKeys(server);
        loseTransactions(server);
        assertThat(engines(server)).doesNotContain("InnoDB Dynamic");
        assertThat(foreignKeys(server)).isEmpty();

        server.restart();

        assertThat(engines(server)).containsOnly("InnoDB Dynamic");
        assertThat(foreignKeys(server)).isEqualTo(keys);
    }

    @Test
    void tablesThatCannotBeConvertedAreRefused() {
        try (var other = TestServer.startOn(SharedDatabase.hostile())) {
            loseTransactions(other);
            assertThat(refusal(config(other.databaseUrl())
                            .compose(config -> DoctorCommand.of().run(other.vertx(), config))))
                    .startsWith("The tables account, ")
                    .contains("have no transactions");
            assertThat(engines(other)).as("changed by no check-up").doesNotContain("InnoDB Dynamic");

            other.query("INSERT INTO recovery_code (user_id, code_hash) VALUES (4711, REPEAT('x', 32))");
            other.restartAfter(() -> {
                assertThat(refusal(other.databaseUrl()))
                        .contains("The table recovery_code cannot be made one with transactions and foreign keys: ")
                        .doesNotContain("\n");
                other.query("DELETE FROM recovery_code");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_prepared_stmt_count   | 100         | 16382     | keeps 100 prepared statements, and webim needs 4000: raise max_prepared_stmt_count",
                "innodb_default_row_format | 'compact'   | 'dynamic' | set innodb_default_row_format = dynamic",
                "read_only                 | 1           | 0         | read-only",
                "binlog_format             | 'STATEMENT' | 'MIXED'   | BINLOG_FORMAT = STATEMENT",
            })
    void whatNoSessionCanSetIsRefusedInOneLine(String variable, String hostile, String good, String says) {
        setGlobal(variable, hostile);
        try {
            assertThat(refusal(server.databaseUrl()))
                    .startsWith("The database ")
                    .contains(says)
                    .doesNotContain("\n");
        } finally {
            setGlobal(variable, good);
        }
    }

    @Test
    void anAccountOfTooFewConnectionsIsRefused() {
        var few = server.databaseUrl().replaceFirst("//[^@]*@", "//few:few@");
        assertThat(refusal(few)).endsWith("allows 5 connections, and webim needs 17: raise max_user_connections");
    }

    @Test
    void packetsTooSmallForALongMessageStopTheStartWithOneLine() throws Exception {
        setGlobal("max_allowed_packet", "16384");
        try (var webim = WebimProcess.launch(folder, Map.of("WEBIM_DATABASE_URL", server.databaseUrl()))) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.errors())
                    .singleElement()
                    .asString()
                    .startsWith("webim cannot start: The database server mysql://webim:***@127.0.0.1:")
                    .endsWith(" takes packets of 16 KiB, and a batch of long messages needs 8 MiB:"
                            + " set max_allowed_packet = 8M or more");
        } finally {
            setGlobal("max_allowed_packet", "8388608");
        }
    }

    private static String valueOf(Pool pool, String variable) {
        var rows = TestServer.await(
                pool.query("SELECT CAST(@@SESSION." + variable + " AS CHAR)").execute());
        return rows.iterator().next().getString(0);
    }

    private static byte[] bytesOf(long conversation) {
        var hex = server.query("SELECT HEX(text) FROM message WHERE conversation_id = ?", conversation)
                .get(0)
                .getString(0);
        return HexFormat.of().parseHex(hex);
    }

    private static Set<String> engines(TestServer server) {
        return server.query(ENGINES).stream()
                .map(row -> row.getString("format"))
                .collect(Collectors.toSet());
    }

    private static Set<String> foreignKeys(TestServer server) {
        return server.query(FOREIGN_KEYS).stream()
                .map(row -> row.getString("of_table") + "." + row.getString("name"))
                .collect(Collectors.toSet());
    }

    private static void loseTransactions(TestServer server) {
        for (var key : server.query(FOREIGN_KEYS)) {
            server.query("ALTER TABLE " + key.getString("of_table") + " DROP FOREIGN KEY " + key.getString("name"));
        }
        for (var table : server.query(ENGINES)) {
            server.query("ALTER TABLE " + table.getString("name") + " ENGINE = MyISAM, ROW_FORMAT = DEFAULT");
        }
    }

    private Future<Config> config(String database) {
        var environment =
                Map.of("WEBIM_HTTP_PORT", "0", "WEBIM_DATA_DIR", folder.toString(), "WEBIM_DATABASE_URL", database);
        return Config.load(server.vertx(), new String[0], environment);
    }

    private String refusal(String database) {
        return refusal(config(database).compose(config -> Server.start(server.vertx(), config)));
    }

    private static String refusal(Future<?> start) {
        try {
            throw new AssertionError("It has started: " + TestServer.await(start));
        } catch (IllegalStateException e) {
            assertThat(e).hasCauseInstanceOf(CannotStart.class);
            return e.getCause().getMessage();
        }
    }

    private static void setGlobal(String variable, String value) {
        var url = SharedDatabase.hostile();
        var operator = TestServer.options(url, url.database())
                .setUser(TestDatabase.OPERATOR)
                .setPassword(TestDatabase.OPERATOR);
        TestServer.await(MySQLConnection.connect(server.vertx(), operator)
                .compose(connection -> connection
                        .query("SET GLOBAL " + variable + " = " + value)
                        .execute()
                        .eventually(connection::close)));
    }
}
