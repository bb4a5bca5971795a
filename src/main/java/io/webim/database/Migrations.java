package io.webim.database;

import io.webim.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to this version, on a server that can hold it; blocking. */
final class Migrations {
    private static final String FOLDER = "db/migration";
    /** Whether anything can be written, as messages are. */
    private static final String TRIAL = "UPDATE instance SET id = id";

    private final MigrationConnections connections;
    private final Flyway flyway;
    private final Tables tables;

    private Migrations(Access access) throws SQLException {
        connections = new MigrationConnections(access);
        try (var connection = connections.getConnection()) {
            Requirements.check(connection, access);
        }
        flyway = Flyway.configure()
                .dataSource(connections)
                .locations("classpath:" + FOLDER)
                .load();
        tables = new Tables(Arrays.stream(flyway.info().all())
                .map(migration -> FOLDER + "/" + migration.getScript())
                .toList());
    }

    /** @throws CannotStart where the server cannot keep what webim promises, or the schema cannot be brought up */
    static void run(Access access) {
        attempt(access, "cannot be prepared", Migrations::run);
    }

    /** The same, without any change. */
    static void check(Access access) {
        attempt(access, "cannot be used", migrations -> {
            try (var connection = migrations.connections.getConnection()) {
                migrations.tables.check(connection);
            }
        });
    }

    private void run() throws SQLException {
        try (var connection = connections.getConnection()) {
            tables.convert(connection);
        }
        flyway.migrate();
        try (var connection = connections.getConnection()) {
            tables.check(connection);
            tryToWrite(connection);
        }
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

    private static void attempt(Access access, String failed, Work work) {
        try {
            work.on(new Migrations(access));
        } catch (SQLException | FlywayException e) {
            throw new CannotStart("The database " + access.url() + " " + failed + ": " + cause(e), e);
        }
    }

    private static String cause(Throwable error) {
        var deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    }
}
