package io.webim.database;

import io.webim.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    private static final Pattern TABLE = Pattern.compile("(?ms)^CREATE TABLE (\\w+) \\((.*?)^\\)");
    private static final Pattern FOREIGN_KEY = Pattern.compile("(?m)^\\s*CONSTRAINT (\\w+) (FOREIGN KEY .*?),?$");
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

    /** @param scripts the migrations, by their names on the class path */
    Tables(Collection<String> scripts) {
        scripts.forEach(this::read);
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

    private void read(String script) {
        try (var file = Tables.class.getClassLoader().getResourceAsStream(script)) {
            if (file == null) {
                throw new IOException(script + " is missing");
            }
            var tables = TABLE.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            while (tables.find()) {
                var table = tables.group(1);
                names.add(table);
                FOREIGN_KEY
                        .matcher(tables.group(2))
                        .results()
                        .forEach(key -> foreignKeys.add(new ForeignKey(table, key.group(1), key.group(2))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
