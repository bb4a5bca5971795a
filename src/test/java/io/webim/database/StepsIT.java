package io.webim.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.CannotStart;
import io.webim.SharedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrations that are broken off in every way are taken up by the next start, and end as if nothing had been. */
class StepsIT {
    private static final String SAMPLES = "db/sample-steps";
    private static final String OURS = "db/steps";

    @TempDir
    Path folder;

    private TestSchema schema;

    static List<String> folders() {
        return Step.in(OURS).isEmpty() ? List.of(SAMPLES) : List.of(SAMPLES, OURS);
    }

    @BeforeEach
    void databaseOfTheVersionBefore() throws SQLException {
        schema = released();
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void killedAfterEachStatement(String steps) throws Exception {
        stopAtEachWrite("(GET_LOCK('webim_stopped', 600) + GET_LOCK('webim_stop', 600))");
        try (var holder = schema.connect();
                var lock = holder.createStatement()) {
            lock.execute("SELECT GET_LOCK('webim_stop', 0)");
            for (var stop : stops(steps)) {
                stopAt(stop);
                killWhenItStops(steps);
            }
        }
        goOnToTheEnd(steps);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void failedAfterEachStatement(String steps) throws SQLException {
        stopAtEachWrite("(SELECT 1 UNION SELECT 2)");
        for (var stop : stops(steps)) {
            stopAt(stop);
            assertThatThrownBy(() -> Migrations.run(schema.access(), Step.in(steps)))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("was not brought to version " + stop.version() + ": ")
                    .hasMessageEndingWith(". Start again when that is mended: it goes on where it was broken off")
                    .hasMessageNotContaining("\n");
        }
        goOnToTheEnd(steps);
    }

    @Test
    void whatIsThereBeforeAStepWasBegunIsAnError() throws SQLException {
        schema.execute("CREATE TABLE sample (id INT)");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Migrations.run(schema.access(), Step.in(SAMPLES)))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("was not brought to version 46: ")
                    .hasMessageContaining("'sample' already exists");
            schema.execute("UPDATE instance SET step = NULL, step_checksum = NULL, step_done = NULL");
        }
        schema.execute("DROP TABLE sample");
        Migrations.run(schema.access(), Step.in(SAMPLES));
        assertAsIfNothingHadBeen(SAMPLES);
    }

    @Test
    void anotherFileOfTheSameVersionDoesNotGoOn() throws SQLException {
        schema.execute("CREATE TABLE two (id INT)");
        assertThatThrownBy(() -> Migrations.run(
                        schema.access(), List.of(step("CREATE TABLE one (id INT)", "CREATE TABLE two (id INT)"))))
                .isInstanceOf(CannotStart.class);
        assertThatThrownBy(() -> Migrations.run(schema.access(), List.of(step("CREATE TABLE one (id INT)"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("it was begun by another webim.jar: go on with that one, or restore the backup");
    }

    @Test
    void databaseOfANewerWebimIsRefused() throws SQLException {
        Migrations.run(schema.access(), Step.in(SAMPLES));
        for (var known :
                List.of(Step.in(SAMPLES).subList(0, 2), Step.in(SAMPLES).subList(2, 3))) {
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> Migrations.run(schema.access(), known), () -> Migrations.check(schema.access(), known))) {
                assertThatThrownBy(use)
                        .isInstanceOf(CannotStart.class)
                        .hasMessageMatching(
                                "The database .* is of version 4[78], and this webim.jar knows those up to 4[78]: "
                                        + "start a newer one, or restore the backup that was made before the upgrade");
            }
        }
    }

    @Test
    void doctorDoesNotExamineAnOlderDatabase() throws SQLException {
        assertThatThrownBy(() -> Migrations.check(schema.access(), Step.in(SAMPLES)))
                .isInstanceOf(CannotStart.class)
                .hasMessageEndingWith(
                        " is of version 45, and this webim.jar needs version 48: start the server once, which brings it there");
        Migrations.check(schema.access(), List.of());
    }

    @Test
    void migrationThatCannotGoOnSaysWhatToDo() throws SQLException {
        schema.execute("UPDATE flyway_schema_history SET success = 0 WHERE version = '45'");
        assertThatThrownBy(() -> Migrations.run(schema.access(), Step.in(SAMPLES)))
                .isInstanceOf(CannotStart.class)
                .hasMessageEndingWith(
                        " was left between two versions when it was brought to version 45: empty it, restore"
                                + " the backup that was made before, if there is one, and start again");
    }

    @Test
    void foreignKeysThatAStepRemovesAreNotAddedAgain() throws SQLException {
        for (int i = 0; i < 2; i++) {
            Migrations.run(schema.access(), Step.in(SAMPLES));
            assertThat(schema.structure().get("references"))
                    .noneMatch(key -> key.startsWith("conversation_low "))
                    .noneMatch(key -> key.startsWith("sample_conversation "))
                    .anyMatch(key -> key.startsWith("conversation_high "))
                    .anyMatch(key -> key.startsWith("sample_left_conversation "));
        }
    }

    private static Step step(String... statements) {
        return new Step(new Script("V46__own.sql", String.join(";\n\n", statements) + ";\n"));
    }

    /** The n-th statement of a version is done, and that is not written down. */
    private record Stop(int version, int done) {}

    private static List<Stop> stops(String steps) {
        var stops = new ArrayList<Stop>();
        for (var step : Step.in(steps)) {
            for (int done = 0; done <= step.script().statements().size(); done++) {
                stops.add(new Stop(step.version(), done));
            }
        }
        return stops;
    }

    private static TestSchema released() throws SQLException {
        var schema = TestSchema.on(SharedDatabase.url());
        Migrations.run(schema.access(), List.of());
        for (var statement : Script.read("db/sample-rows.sql").statements()) {
            schema.execute(statement);
        }
        return schema;
    }

    private void stopAtEachWrite(String stopping) throws SQLException {
        schema.execute("ALTER TABLE instance ADD COLUMN step INT NULL, ADD COLUMN step_checksum INT NULL,"
                + " ADD COLUMN step_done INT NULL");
        schema.execute("CREATE TABLE stop_at (step INT NOT NULL, done INT NOT NULL)");
        schema.execute("INSERT INTO stop_at VALUES (0, 0)");
        schema.execute("""
                CREATE TRIGGER stop_at_write BEFORE UPDATE ON instance FOR EACH ROW
                IF EXISTS (SELECT 1 FROM stop_at WHERE step = NEW.step AND done = NEW.step_done) THEN
                    SET NEW.step_done = NEW.step_done + 0 * %s;
                END IF""".formatted(stopping));
    }

    private void stopAt(Stop stop) throws SQLException {
        schema.execute("UPDATE stop_at SET step = " + stop.version() + ", done = " + stop.done());
    }

    private void killWhenItStops(String steps) throws Exception {
        var output = folder.resolve("output");
        var process = MigrationRun.start(schema.url(), steps, output.toFile());
        try {
            Waiting.until(() -> !stopped().isEmpty() || !process.isAlive());
            assertThat(stopped()).as(Files.readString(output)).isNotEmpty();
        } finally {
            process.destroyForcibly().waitFor();
        }
        // The server would find out when the lock is given up, and then commit.
        for (var session : stopped()) {
            schema.execute("KILL " + session);
        }
        Waiting.until(() -> stopped().isEmpty());
    }

    /** The session that has stopped. MySQL cannot list its sessions while one of them runs a text with an emoji. */
    private List<String> stopped() throws SQLException {
        return schema.rows("SELECT id FROM (SELECT IS_USED_LOCK('webim_stopped') AS id) stopped WHERE id IS NOT NULL");
    }

    private void goOnToTheEnd(String steps) throws SQLException {
        schema.execute("DROP TRIGGER stop_at_write");
        schema.execute("DROP TABLE stop_at");
        Migrations.run(schema.access(), Step.in(steps));
        assertAsIfNothingHadBeen(steps);
    }

    private void assertAsIfNothingHadBeen(String steps) throws SQLException {
        try (var other = released()) {
            Migrations.run(other.access(), Step.in(steps));
            Migrations.run(schema.access(), Step.in(steps));
            assertThat(schema.structure()).isEqualTo(other.structure());
            assertThat(schema.contents()).isEqualTo(other.contents());
        }
    }
}
