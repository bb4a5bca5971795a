package io.webim.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.config.CannotStart;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that are broken off in every way are taken up by the next start, and end as if nothing had been. */
class StepsIT extends BrokenOffSteps {
    @Test
    void killedAfterEachStatement() throws Exception {
        breakOffAtEach(SAMPLES, killedProcess(SAMPLES));
    }

    /** The database cannot tell a process that was killed from one that reaches it no more; {@link StepsSoak} kills. */
    @Test
    void cutOffAfterEachStatement() throws Exception {
        breakOffAtEach(OURS, cutOff(OURS));
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLES, OURS})
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
    void whatIsDoneIsKnownWithoutFlyway() throws SQLException {
        assertThat(isDone()).isFalse();
        Migrations.run(schema.access(), Step.in(SAMPLES));
        assertThat(isDone()).isTrue();
        for (var change : List.of(
                "success = 0 WHERE version = '48'",
                "checksum = checksum + 1 WHERE version = '48'",
                "checksum = checksum + 1 WHERE version = '3'",
                "version = NULL WHERE version = '46'",
                "version = '99' WHERE version = '1'")) {
            schema.execute("CREATE TABLE kept AS SELECT * FROM flyway_schema_history");
            schema.execute("UPDATE flyway_schema_history SET " + change);
            assertThat(isDone()).as(change).isFalse();
            schema.execute("DELETE FROM flyway_schema_history");
            schema.execute("INSERT INTO flyway_schema_history SELECT * FROM kept");
            schema.execute("DROP TABLE kept");
            assertThat(isDone()).isTrue();
        }
        schema.execute("DELETE FROM flyway_schema_history WHERE version = '2'");
        assertThat(isDone()).isFalse();
    }

    private boolean isDone() throws SQLException {
        try (var connection = new MigrationConnections(schema.access()).getConnection()) {
            return Done.in(connection).isAllOf(Script.readAll("db/migration"), Step.in(SAMPLES));
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
}
