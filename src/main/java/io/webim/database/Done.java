package io.webim.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * What Flyway has written of what it did. Where that is all that there is to do, as at nearly every start, Flyway itself is
 * not begun with: it would take a sixth of the start to find that out.
 */
record Done(List<Migration> migrations) {
    /** @param checksum Flyway's own of a script, that of the script's lines for a step */
    private record Migration(String version, int checksum) {}

    private static final String IS_THERE = """
            SELECT 1 FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_name = 'flyway_schema_history'""";
    /** What failed, or is of no version, is no migration that this webim knows. */
    private static final String HISTORY =
            "SELECT IF(success, COALESCE(version, ''), '') AS version, checksum FROM flyway_schema_history";

    static Done in(Connection connection) throws SQLException {
        var migrations = new ArrayList<Migration>();
        try (var statement = connection.createStatement()) {
            if (!statement.executeQuery(IS_THERE).next()) {
                return new Done(List.of());
            }
            var rows = statement.executeQuery(HISTORY);
            while (rows.next()) {
                migrations.add(new Migration(rows.getString("version"), rows.getInt("checksum")));
            }
        }
        return new Done(migrations);
    }

    /** Each of them, unchanged since, and nothing else. */
    boolean isAllOf(List<Script> scripts, List<Step> steps) {
        var known = Stream.concat(
                        scripts.stream().map(script -> new Migration(version(script), flywayChecksum(script))),
                        steps.stream().map(step -> new Migration(String.valueOf(step.version()), step.getChecksum())))
                .collect(Collectors.toSet());
        return migrations.size() == known.size() && Set.copyOf(migrations).equals(known);
    }

    private static String version(Script script) {
        return script.name().substring(1, script.name().indexOf("__"));
    }

    /** As {@code ChecksumCalculator} of Flyway has it: lines without their ends. */
    private static int flywayChecksum(Script script) {
        var sum = new CRC32();
        script.text().lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }
}
