package io.webim.database;

import io.webim.config.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A database of its own on a server, which no webim has seen yet. */
public final class TestSchema implements AutoCloseable {
    /** What two databases may differ in: when it was done, and which webim's they are. */
    private static final Set<String> THEIR_OWN = Set.of("flyway_schema_history", "instance");

    private static final String TABLES = """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name""";
    private static final Map<String, String> STRUCTURE = Map.of(
            "columns", """
                    SELECT table_name, ordinal_position, column_name, column_default, is_nullable, column_type,
                        collation_name, extra
                    FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position""",
            "keys", """
                    SELECT table_name, index_name, seq_in_index, column_name, non_unique FROM information_schema.statistics
                    WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index""",
            "constraints", """
                    SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints
                    WHERE table_schema = DATABASE() ORDER BY table_name, constraint_name""",
            "references", """
                    SELECT constraint_name, table_name, referenced_table_name, unique_constraint_name, delete_rule
                    FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()
                    ORDER BY constraint_name""",
            "views", """
                    SELECT table_name, REPLACE(view_definition, DATABASE(), '') FROM information_schema.views
                    WHERE table_schema = DATABASE() ORDER BY table_name""");

    private final DatabaseUrl url;
    private final MigrationConnections connections;
    private Connection connection;

    private TestSchema(DatabaseUrl url) throws SQLException {
        this.url = url;
        connections = new MigrationConnections(access());
        connection = connections.getConnection();
    }

    public static TestSchema on(DatabaseUrl server) throws SQLException {
        var name = "webim_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        try (var connection = new MigrationConnections(new Access(server, Optional.empty())).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        }
        return of(server, name);
    }

    /** One that is there, and stays. */
    static TestSchema of(DatabaseUrl server, String name) throws SQLException {
        return new TestSchema(new DatabaseUrl(
                server.host(),
                server.port(),
                server.user(),
                server.password(),
                name,
                server.sslMode(),
                server.sslCa()));
    }

    /** Puts a dump in the place of a database that is in use. */
    public static void replace(DatabaseUrl url, String dump) throws SQLException {
        var schema = new TestSchema(url);
        schema.execute("DROP DATABASE " + url.database());
        schema.execute("CREATE DATABASE " + url.database() + " CHARACTER SET utf8mb4");
        schema.execute("USE " + url.database());
        schema.load(dump);
        schema.connection.close();
    }

    public DatabaseUrl url() {
        return url;
    }

    Access access() {
        return new Access(url, Optional.empty());
    }

    /** Another one. */
    Connection connect() throws SQLException {
        return connections.getConnection();
    }

    /** After the server was killed. */
    void reconnect() throws SQLException {
        connection = connections.getConnection();
    }

    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public List<String> rows(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            var list = new ArrayList<String>();
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                list.add(String.join(" | ", row.stream().map(String::valueOf).toList()));
            }
            return list;
        }
    }

    /** What mariadb-dump has written, whoever did it. */
    public void load(String dump) throws SQLException {
        for (var statement : new Script("dump", dump).statements()) {
            execute(statement.replaceAll("DEFINER=`\\w+`@`%`", "DEFINER=CURRENT_USER"));
        }
    }

    /** Tables, columns, keys, constraints and views, as the server lists them. */
    Map<String, List<String>> structure() throws SQLException {
        var structure = new TreeMap<String, List<String>>();
        for (var part : STRUCTURE.entrySet()) {
            structure.put(part.getKey(), rows(part.getValue()));
        }
        return structure;
    }

    /** All rows of all tables but {@link #THEIR_OWN}. */
    Map<String, List<String>> contents() throws SQLException {
        var contents = new TreeMap<String, List<String>>();
        for (var table : rows(TABLES)) {
            if (!THEIR_OWN.contains(table)) {
                int columns = Integer.parseInt(rows("SELECT COUNT(*) FROM information_schema.columns"
                                + " WHERE table_schema = DATABASE() AND table_name = '" + table + "'")
                        .get(0));
                var order = IntStream.rangeClosed(1, columns)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "));
                contents.put(table, rows("SELECT * FROM " + table + " ORDER BY " + order));
            }
        }
        return contents;
    }

    @Override
    public void close() throws SQLException {
        execute("DROP DATABASE " + url.database());
        connection.close();
    }
}
