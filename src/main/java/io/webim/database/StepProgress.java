package io.webim.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How far a {@link Step} has come, as the database knows it. It stands in a table that every dump has: an older one that
 * is restored takes the step's progress back with the step.
 *
 * @param begunBefore by a process that has not finished it
 * @param done so many statements
 */
record StepProgress(boolean begunBefore, int done) {
    private static final int DUPLICATE_COLUMN = 1060;
    private static final String ADD = """
            ALTER TABLE instance ADD COLUMN step INT NULL, ADD COLUMN step_checksum INT NULL,
                ADD COLUMN step_done INT NULL""";
    private static final String IS_KEPT = """
            SELECT 1 FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'instance' AND column_name = 'step'""";
    private static final String READ = "SELECT step, step_checksum, step_done FROM instance";
    private static final String WRITE = "UPDATE instance SET step = ?, step_checksum = ?, step_done = ?";

    private record Row(int version, int checksum, int done) {}

    static StepProgress begin(Connection connection, Step step) throws SQLException {
        addColumns(connection);
        var row = read(connection).filter(last -> last.version == step.version());
        if (row.isEmpty()) {
            write(connection, step, 0);
            return new StepProgress(false, 0);
        }
        if (row.get().checksum != step.getChecksum()) {
            throw new SQLException(
                    "it was begun by another webim.jar: go on with that one, or restore the backup that was made before");
        }
        return new StepProgress(true, row.get().done);
    }

    /** Durable before the next statement begins. */
    static void write(Connection connection, Step step, int done) throws SQLException {
        try (var statement = connection.prepareStatement(WRITE)) {
            statement.setInt(1, step.version());
            statement.setInt(2, step.getChecksum());
            statement.setInt(3, done);
            statement.executeUpdate();
        }
    }

    /** The version that was begun last, finished or not. */
    static Optional<Integer> lastBegun(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(IS_KEPT)) {
            if (!rows.next()) {
                return Optional.empty();
            }
        }
        return read(connection).map(Row::version);
    }

    /** Whether the process before may have run this one, and not lived to write it down. */
    boolean mayHaveDone(int statement) {
        return begunBefore && statement == done;
    }

    private static void addColumns(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(ADD);
        } catch (SQLException e) {
            if (e.getErrorCode() != DUPLICATE_COLUMN) {
                throw e;
            }
        }
    }

    private static Optional<Row> read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(READ)) {
            rows.next();
            var row = new Row(rows.getInt(1), rows.getInt(2), rows.getInt(3));
            return rows.wasNull() ? Optional.empty() : Optional.of(row);
        }
    }
}
