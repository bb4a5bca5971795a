package io.webim.database;

import io.webim.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.migration.JavaMigration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to this version, on a server that can hold it; blocking. */
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private static final String FOLDER = "db/migration";
    /** Whether anything can be written, as messages are. */
    private static final String TRIAL = "UPDATE instance SET id = id";

    private static final String MESSAGES = "SELECT SUM(last_seq) FROM conversation";
    private static final long LITTLE_ROOM = 64L << 20;
    /** "Disk full", "no space left", "the table is full". */
    private static final Set<Integer> NO_ROOM = Set.of(1021, 1026, 1114);
    /** The same, in the text of another error: a table cannot be made. */
    private static final String NO_ROOM_FOR_A_TABLE = "errno: 135 ";

    /** The driver's prefix. */
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=[0-9]+\\) ");

    private final Access access;
    private final MigrationConnections connections;
    private final List<Step> steps;
    private final Flyway flyway;
    private final SchemaHistory history;

    private Migrations(Access access, List<Step> steps) throws SQLException {
        this.access = access;
        this.steps = steps;
        connections = new MigrationConnections(access);
        try (var connection = connections.getConnection()) {
            Requirements.check(connection, access);
        }
        flyway = Flyway.configure()
                .dataSource(connections)
                .locations("classpath:" + FOLDER)
                .javaMigrations(steps.toArray(JavaMigration[]::new))
                .load();
        history = new SchemaHistory(access, flyway.info());
        history.refuseNewer();
    }

    /** @throws CannotStart where the server cannot keep what webim promises, or the schema cannot be brought up */
    static void run(Access access) {
        run(access, Step.all());
    }

    /** The same for a server that is alone on it: what another one serves is left as it is. */
    static void run(Access access, Lease lease) {
        attempt(access, "cannot be prepared", Step.all(), migrations -> {
            migrations.take(lease);
            migrations.run();
            migrations.take(lease);
        });
    }

    /** The same with other steps, as tests want. */
    static void run(Access access, List<Step> steps) {
        attempt(access, "cannot be prepared", steps, Migrations::run);
    }

    /** The same, without any change. */
    static void check(Access access) {
        check(access, Step.all());
    }

    static void check(Access access, List<Step> steps) {
        attempt(access, "cannot be used", steps, Migrations::check);
    }

    private void take(Lease lease) throws SQLException {
        try (var connection = connections.getConnection()) {
            lease.take(connection);
        }
    }

    private void check() throws SQLException {
        history.refuseOlder();
        try (var connection = connections.getConnection()) {
            tables(flyway.info().all()).check(connection);
        }
    }

    private void run() throws SQLException {
        history.refuseBroken();
        try (var connection = connections.getConnection()) {
            history.forgetFailures(connection);
            if (!history.isUnderWay(connection)) {
                tables(flyway.info().applied()).convert(connection);
            }
        }
        migrate();
        try (var connection = connections.getConnection()) {
            tables(flyway.info().all()).check(connection);
            tryToWrite(connection);
        }
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
        var reason = deepest(error);
        return "The database " + access.url() + " was not brought to version " + step.version() + ": "
                + firstLine(reason) + ". "
                + (saysNoRoom(reason) || isDiskFull()
                        ? "Make room on its disk and start again"
                        : "Start again when that is mended")
                + ": it goes on where it was broken off";
    }

    private static boolean saysNoRoom(Throwable reason) {
        return reason instanceof SQLException sql
                && (NO_ROOM.contains(sql.getErrorCode()) || firstLine(sql).contains(NO_ROOM_FOR_A_TABLE));
    }

    /** The embedded server may have crashed for it, and then says nothing. */
    private boolean isDiskFull() {
        return access.socket()
                .map(socket -> socket.resolveSibling("").toFile().getUsableSpace() < LITTLE_ROOM)
                .orElse(false);
    }

    private Tables tables(MigrationInfo[] migrations) {
        return new Tables(Arrays.stream(migrations).map(this::script).toList());
    }

    private Script script(MigrationInfo migration) {
        return steps.stream()
                .filter(step -> step.getVersion().equals(migration.getVersion()))
                .map(Step::script)
                .findFirst()
                .orElseGet(() -> Script.read(FOLDER + "/" + migration.getScript()));
    }

    private static void tryToWrite(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(TRIAL)) {
            statement.execute();
        } finally {
            connection.rollback();
        }
    }

    private interface Work {
        void on(Migrations migrations) throws SQLException;
    }

    private static void attempt(Access access, String failed, List<Step> steps, Work work) {
        try {
            work.on(new Migrations(access, steps));
        } catch (SQLException | FlywayException e) {
            throw new CannotStart("The database " + access.url() + " " + failed + ": " + cause(e), e);
        }
    }

    private static String cause(Throwable error) {
        return firstLine(deepest(error));
    }

    private static Throwable deepest(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).reduce(error, (one, next) -> next);
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage())
                .lines()
                .findFirst()
                .map(line -> CONNECTION.matcher(line).replaceFirst(""))
                .orElse("");
    }
}
