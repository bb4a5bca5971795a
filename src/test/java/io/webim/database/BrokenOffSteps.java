package io.webim.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.DatabaseProxy;
import io.webim.SharedDatabase;
import io.webim.config.CannotStart;
import io.webim.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with some rows of the version before the first step, and ways to break its migration off at any statement. */
abstract class BrokenOffSteps {
    static final String SAMPLES = "db/sample-steps";
    static final String OURS = "db/steps";

    @TempDir
    Path folder;

    TestSchema schema;

    @BeforeEach
    void databaseOfTheVersionBefore() throws SQLException {
        schema = released();
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    /** A migration under way that can be broken off. */
    interface Attempt {
        boolean isUnderWay();

        void breakOff() throws Exception;
    }

    interface Attempts {
        Attempt begin() throws Exception;
    }

    void breakOffAtEach(String steps, Attempts attempts) throws Exception {
        stopAtEachWrite("(GET_LOCK('webim_stopped', 600) + GET_LOCK('webim_stop', 600))");
        try (var holder = schema.connect();
                var lock = holder.createStatement()) {
            lock.execute("SELECT GET_LOCK('webim_stop', 0)");
            for (var stop : stops(steps)) {
                stopAt(stop);
                breakOffWhenItStops(attempts.begin());
            }
        }
        goOnToTheEnd(steps);
    }

    Attempts killedProcess(String steps) {
        return () -> {
            var output = folder.resolve("output");
            var process = MigrationRun.start(schema.url(), steps, output.toFile());
            return new Attempt() {
                @Override
                public boolean isUnderWay() {
                    return process.isAlive();
                }

                @Override
                public void breakOff() throws InterruptedException, IOException {
                    boolean killed = process.isAlive();
                    process.destroyForcibly().waitFor();
                    assertThat(killed).as(Files.readString(output)).isTrue();
                }
            };
        };
    }

    /** Whatever it still says comes nowhere. */
    Attempts cutOff(String steps) {
        return () -> {
            var url = schema.url();
            var way = new DatabaseProxy(url.host(), url.port());
            var migration = CompletableFuture.runAsync(() -> Migrations.run(behind(way), Step.in(steps)));
            return new Attempt() {
                @Override
                public boolean isUnderWay() {
                    return !migration.isDone();
                }

                @Override
                public void breakOff() {
                    way.goAway();
                    assertThatThrownBy(migration::join).hasCauseInstanceOf(CannotStart.class);
                    way.close();
                }
            };
        };
    }

    private Access behind(DatabaseProxy way) {
        var url = schema.url();
        return new Access(
                new DatabaseUrl(
                        "127.0.0.1",
                        way.port(),
                        url.user(),
                        url.password(),
                        url.database(),
                        url.sslMode(),
                        url.sslCa()),
                Optional.empty());
    }

    /** The n-th statement of a version is done, and that is not written down. */
    record Stop(int version, int done) {}

    static List<Stop> stops(String steps) {
        var stops = new ArrayList<Stop>();
        for (var step : Step.in(steps)) {
            for (int done = 0; done <= step.script().statements().size(); done++) {
                stops.add(new Stop(step.version(), done));
            }
        }
        return stops;
    }

    static TestSchema released() throws SQLException {
        var schema = TestSchema.on(SharedDatabase.url());
        Migrations.run(schema.access(), List.of());
        for (var statement : Script.read("db/sample-rows.sql").statements()) {
            schema.execute(statement);
        }
        return schema;
    }

    void stopAtEachWrite(String stopping) throws SQLException {
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

    void stopAt(Stop stop) throws SQLException {
        schema.execute("UPDATE stop_at SET step = " + stop.version() + ", done = " + stop.done());
    }

    private void breakOffWhenItStops(Attempt attempt) throws Exception {
        try {
            Waiting.until(() -> !stopped().isEmpty() || !attempt.isUnderWay());
            assertThat(stopped()).isNotEmpty();
        } finally {
            attempt.breakOff();
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

    void goOnToTheEnd(String steps) throws SQLException {
        schema.execute("DROP TRIGGER stop_at_write");
        schema.execute("DROP TABLE stop_at");
        Migrations.run(schema.access(), Step.in(steps));
        assertAsIfNothingHadBeen(steps);
    }

    void assertAsIfNothingHadBeen(String steps) throws SQLException {
        try (var other = released()) {
            Migrations.run(other.access(), Step.in(steps));
            Migrations.run(schema.access(), Step.in(steps));
            assertThat(schema.structure()).isEqualTo(other.structure());
            assertThat(schema.contents()).isEqualTo(other.contents());
        }
    }
}
