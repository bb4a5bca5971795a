package io.webim.database;

import io.webim.config.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables that the migrations make: whether they are such as have transactions and foreign keys. */
final class Tables {
    /** As a migration states it. */
    private record ForeignKey(String table, String name, String definition) {}

    private static final Logger log = LoggerFactory.getLogger(Tables.class);
    private static final Pattern CREATE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE (\\w+)");
    private static final Pattern DROP = Pattern.compile("DROP TABLE (?:IF EXISTS )?(\\w+)");
    private static final Pattern FOREIGN_KEY = Pattern.compile("(?m)\\bCONSTRAINT (\\w+) (FOREIGN KEY .*?),?$");
    private static final Pattern DROPPED_KEY = Pattern.compile("\\bDROP (?:FOREIGN KEY|CONSTRAINT) (\\w+)");
    private static final String HISTORY = "flyway_schema_history";
    private static final String ALL = """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'""";
    private static final String WITHOUT_TRANSACTIONS = ALL + " AND engine <> 'InnoDB'";
    private static final String FOREIGN_KEYS = """
            SELECT constraint_name FROM information_schema.table_constraints
            WHERE table_schema = DATABASE() AND constraint_type = 'FOREIGN KEY'""";

    private final Set<String> names = new TreeSet<>(Set.of(HISTORY));
    private final List<ForeignKey> foreignKeys = new ArrayList<>();

    /** @param scripts those that have been run, in their order */
    Tables(List<Script> scripts) {
        scripts.stream().map(Script::statements).flatMap(List::stream).forEach(this::follow);
    }

    /** Those of another engine become what they were meant to be, where their rows allow it. */
    void convert(Connection connection) throws SQLException {
        for (var table : withoutTransactions(connection)) {
            log.warn("The table {} has no transactions; it is converted to InnoDB", table);
            execute(connection, table, "ENGINE = InnoDB, ROW_FORMAT = DYNAMIC");
        }
        var present = list(connection, ALL);
        var kept = list(connection, FOREIGN_KEYS);
        for (var key : foreignKeys) {
            if (present.contains(key.table()) && !kept.contains(key.name())) {
                execute(connection, key.table(), "ADD CONSTRAINT " + key.name() + " " + key.definition());
            }
        }
    }

    /** @throws CannotStart where a table has no transactions */
    void check(Connection connection) throws SQLException {
        var found = withoutTransactions(connection);
        if (!found.isEmpty()) {
            throw new CannotStart("The tables " + String.join(", ", found)
                    + " have no transactions: the database server must make them with the engine InnoDB");
        }
    }

    private List<String> withoutTransactions(Connection connection) throws SQLException {
        return list(connection, WITHOUT_TRANSACTIONS).stream()
                .filter(names::contains)
                .toList();
    }

    private static void execute(Connection connection, String table, String change) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " " + change);
        } catch (SQLException e) {
            throw new SQLException(
                    "The table " + table + " cannot be made one with transactions and foreign keys: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode());
        }
    }

    private static Set<String> list(Connection connection, String query) throws SQLException {
        var values = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void follow(String statement) {
        named(CREATE, statement).ifPresent(table -> {
            names.add(table);
            addForeignKeys(table, statement);
        });
        named(ALTER, statement).ifPresent(table -> {
            dropForeignKeys(statement);
            addForeignKeys(table, statement);
        });
        named(DROP, statement).ifPresent(table -> {
            names.remove(table);
            foreignKeys.removeIf(key -> key.table().equals(table));
        });
    }

    private void addForeignKeys(String table, String statement) {
        FOREIGN_KEY
                .matcher(statement)
                .results()
                .forEach(key -> foreignKeys.add(new ForeignKey(table, key.group(1), key.group(2))));
    }

    private void dropForeignKeys(String statement) {
        DROPPED_KEY
                .matcher(statement)
                .results()
                .forEach(dropped -> foreignKeys.removeIf(key -> key.name().equals(dropped.group(1))));
    }

    private static Optional<String> named(Pattern start, String statement) {
        var table = start.matcher(statement);
        return table.lookingAt() ? Optional.of(table.group(1)) : Optional.empty();
    }
}
