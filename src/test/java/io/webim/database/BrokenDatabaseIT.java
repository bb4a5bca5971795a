package io.webim.database;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.config.CannotStart;
import io.webim.database.EmbeddedServer.Shape;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps go on after their database was killed under them, or had no room left. */
class BrokenDatabaseIT {
    private static final String COPY = "ALTER TABLE message MODIFY sender_ordinal INT NOT NULL";
    private static final String UPDATE = "UPDATE message SET text = CONCAT('written: ', seq) WHERE seq > 0";
    private static final List<Step> LONG_STEPS = List.of(step("V46__rows.sql", UPDATE), step("V47__copy.sql", COPY));

    @TempDir
    Path folder;

    private EmbeddedServer server;
    private TestSchema schema;

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void killedInTheMiddleOfAStatement() throws Exception {
        start();
        fillMessages(14);
        killDuring(UPDATE, "SELECT * FROM message WHERE conversation_id = 2 ORDER BY seq DESC LIMIT 1 FOR UPDATE");
        killDuring(COPY, "SELECT 1 FROM message LIMIT 1");
        Migrations.run(schema.access(), LONG_STEPS);
        assertThat(schema.rows("SELECT COUNT(*) FROM message WHERE text <> CONCAT('written: ', seq)"))
                .containsExactly("0");
        assertThat(schema.rows("SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND table_name = 'message' AND column_name = 'sender_ordinal'"))
                .containsExactly("int");
    }

    /** @param hindrance what holds something that the statement needs at its end */
    private void killDuring(String statement, String hindrance) throws Exception {
        try (var hindering = schema.connect();
                var sql = hindering.createStatement()) {
            hindering.setAutoCommit(false);
            sql.execute(hindrance);
            var migration = CompletableFuture.runAsync(() -> Migrations.run(schema.access(), LONG_STEPS));
            awaitStatement(statement);
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> migration.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CannotStart.class)
                    .cause()
                    .hasMessageEndingWith("it goes on where it was broken off");
        }
        awaitServer();
    }

    /** The account of the embedded server has those that the README names, and no others. */
    @Test
    void stepsNeedNoOtherRights() throws Exception {
        start();
        Migrations.run(schema.access(), Step.in("db/sample-steps"));
        schema.execute("DROP DATABASE webim");
        schema.execute("CREATE DATABASE webim CHARACTER SET utf8mb4");
        Migrations.run(schema.access());
        Migrations.check(schema.access());
    }

    @Test
    void withoutRoomItSaysSoAndGoesOnWhenThereIsSome() throws Exception {
        start("--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:64M");
        fillMessages(14);
        schema.execute("CREATE TABLE ballast (id INT AUTO_INCREMENT PRIMARY KEY, data LONGBLOB)");
        assertThatThrownBy(() -> {
                    while (true) {
                        schema.execute("INSERT INTO ballast (data) VALUES (REPEAT('x', 100000))");
                    }
                })
                .hasMessageContaining("is full");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Migrations.run(schema.access(), LONG_STEPS))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageEndingWith("Make room on its disk and start again: it goes on where it was broken off")
                    .hasMessageNotContaining("\n");
        }

        schema.execute("DROP TABLE ballast");
        // The server gives the room back a little later.
        Waiting.until(this::goesOn);
        assertThat(schema.rows("SELECT MAX(CAST(version AS INT)) FROM flyway_schema_history WHERE success"))
                .containsExactly("47");
    }

    private boolean goesOn() {
        try {
            Migrations.run(schema.access(), LONG_STEPS);
            return true;
        } catch (CannotStart e) {
            assertThat(e).hasMessageContaining("Make room on its disk");
            return false;
        }
    }

    private static Step step(String name, String... statements) {
        return new Step(new Script(name, String.join(";\n\n", statements) + ";\n"));
    }

    private void start(String... options) throws SQLException {
        server = EmbeddedServer.start(folder, new Shape("webim%", EmbeddedServer.RIGHTS, 64, List.of(options), ""));
        schema = TestSchema.of(server.access().url(), "webim");
        Migrations.run(schema.access(), List.of());
    }

    /** 2 to the power of so many. */
    private void fillMessages(int power) throws SQLException {
        for (var statement : Script.read("db/sample-rows.sql").statements()) {
            schema.execute(statement);
        }
        for (int i = 0; i < power; i++) {
            schema.execute("""
                    INSERT INTO message
                        (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
                    SELECT 2, seq + (SELECT MAX(seq) FROM message WHERE conversation_id = 2), 3, seq,
                        RANDOM_BYTES(16), REPEAT('text ', 10), 'msg_done', sent_at
                    FROM message WHERE conversation_id = 2""");
        }
    }

    private void awaitStatement(String statement) throws Exception {
        var running =
                "SELECT id FROM information_schema.processlist WHERE info = '" + statement.replace("'", "''") + "'";
        Waiting.until(() -> !schema.rows(running).isEmpty());
    }

    private void awaitServer() throws Exception {
        Waiting.until(() -> {
            try {
                schema.reconnect();
                return true;
            } catch (SQLException notYet) {
                return false;
            }
        });
    }
}
