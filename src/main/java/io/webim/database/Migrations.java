package io.webim.database;

import io.webim.config.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to this version, on a server that can hold it; blocking. */
final class Migrations {
    private static final String FOLDER = "db/migration";
    /** Whether anything can be written, as messages are. */
    private static final String TRIAL = "UPDATE instance SET id = id";

    private final Access access;
    private final MigrationConnections connections;
    private final List<Script> scripts;
    private final List<Step> steps;

    private Migrations(Access access, List<Script> scripts, List<Step> steps) throws SQLException {
        this.access = access;
        this.scripts = scripts;
        this.steps = steps;
        connections = new MigrationConnections(access);
        try (var connection = connections.getConnection()) {
            Requirements.check(connection, access);
        }
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
        if (!isDone()) {
            upgrade().refuseWhatIsNotDone();
        }
        try (var connection = connections.getConnection()) {
            tables().check(connection);
        }
    }

    private void run() throws SQLException {
        if (isDone()) {
            try (var connection = connections.getConnection()) {
                tables().convert(connection);
            }
        } else {
            upgrade().run();
        }
        try (var connection = connections.getConnection()) {
            tables().check(connection);
            tryToWrite(connection);
        }
    }

    private boolean isDone() throws SQLException {
        try (var connection = connections.getConnection()) {
            return Done.in(connection).isAllOf(scripts, steps);
        }
    }

    private Upgrade upgrade() {
        return new Upgrade(access, connections, FOLDER, steps);
    }

    private Tables tables() {
        return new Tables(Stream.concat(scripts.stream(), steps.stream().map(Step::script))
                .toList());
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
            work.on(new Migrations(access, Script.readAll(FOLDER), steps));
        } catch (SQLException | FlywayException e) {
            throw new CannotStart("The database " + access.url() + " " + failed + ": " + SqlError.inWords(e), e);
        }
    }
}
