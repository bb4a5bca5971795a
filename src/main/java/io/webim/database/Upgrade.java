package io.webim.database;

import io.webim.config.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.migration.JavaMigration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what a database has to what this webim needs, by Flyway; blocking. */
final class Upgrade {
    private static final Logger log = LoggerFactory.getLogger(Upgrade.class);

    private static final String MESSAGES = "SELECT SUM(last_seq) FROM conversation";
    private static final long LITTLE_ROOM = 64L << 20;
    /** "Disk full", "no space left", "the table is full". */
    private static final Set<Integer> NO_ROOM = Set.of(1021, 1026, 1114);
    /** The same, in the text of another error: a table cannot be made. */
    private static final String NO_ROOM_FOR_A_TABLE = "errno: 135 ";

    private final Access access;
    private final MigrationConnections connections;
    private final String folder;
    private final List<Step> steps;
    private final Flyway flyway;
    private final SchemaHistory history;

    /**
     * @param folder of the migrations before the steps
     * @throws CannotStart where a newer webim has been here
     */
    Upgrade(Access access, MigrationConnections connections, String folder, List<Step> steps) {
        this.access = access;
        this.connections = connections;
        this.folder = folder;
        this.steps = steps;
        flyway = Flyway.configure()
                .dataSource(connections)
                .locations("classpath:" + folder)
                .javaMigrations(steps.toArray(JavaMigration[]::new))
                .load();
        history = new SchemaHistory(access, flyway.info());
        history.refuseNewer();
    }

    /** @throws CannotStart where something is yet to be done */
    void refuseWhatIsNotDone() {
        history.refuseOlder();
    }

    /** @throws CannotStart where it cannot be done */
    void run() throws SQLException {
        history.refuseBroken();
        try (var connection = connections.getConnection()) {
            history.forgetFailures(connection);
            if (!history.isUnderWay(connection)) {
                new Tables(Arrays.stream(flyway.info().applied())
                                .map(this::script)
                                .toList())
                        .convert(connection);
            }
        }
        migrate();
    }

    private void migrate() throws SQLException {
        boolean upgrade = history.version() > 0 && history.version() < history.newest();
        if (upgrade) {
            announce();
        }
        long begun = System.nanoTime();
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            steps.stream().filter(Step::begun).reduce((one, next) -> next).ifPresent(step -> {
                throw new CannotStart(brokenOff(step, e), e);
            });
            throw e;
        }
        if (upgrade) {
            log.info(
                    "The database is at version {}, after {}",
                    history.newest(),
                    Effort.inWords(Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private void announce() throws SQLException {
        try (var connection = connections.getConnection()) {
            long messages = messages(connection);
            log.info(
                    "Bringing the database from version {} to {}: about {} messages; it takes {}. {}",
                    history.version(),
                    history.newest(),
                    String.format(Locale.ROOT, "%,d", messages),
                    Effort.of(history.pending(), messages),
                    history.version() < Step.FIRST_VERSION - 1
                            ? "Do not stop it: it could not go on"
                            : "Where it is stopped, the next start goes on");
        }
    }

    private static long messages(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(MESSAGES)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private String brokenOff(Step step, FlywayException error) {
        var reason = SqlError.deepest(error);
        return "The database " + access.url() + " was not brought to version " + step.version() + ": "
                + SqlError.firstLine(reason) + ". "
                + (saysNoRoom(reason) || isDiskFull()
                        ? "Make room on its disk and start again"
                        : "Start again when that is mended")
                + ": it goes on where it was broken off";
    }

    private static boolean saysNoRoom(Throwable reason) {
        return reason instanceof SQLException sql
                && (NO_ROOM.contains(sql.getErrorCode())
                        || SqlError.firstLine(sql).contains(NO_ROOM_FOR_A_TABLE));
    }

    /** The embedded server may have crashed for it, and then says nothing. */
    private boolean isDiskFull() {
        return access.socket()
                .map(socket -> socket.resolveSibling("").toFile().getUsableSpace() < LITTLE_ROOM)
                .orElse(false);
    }

    private Script script(MigrationInfo migration) {
        return steps.stream()
                .filter(step -> step.getVersion().equals(migration.getVersion()))
                .map(Step::script)
                .findFirst()
                .orElseGet(() -> Script.read(folder + "/" + migration.getScript()));
    }
}
