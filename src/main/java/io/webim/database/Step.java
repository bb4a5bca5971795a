package io.webim.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * A migration that goes on where it was broken off, by a crash of webim or of the database, or by a full disk. Each of its
 * statements is done as a whole or not at all, and can be run again.
 */
final class Step implements JavaMigration {
    private static final String FOLDER = "db/steps";
    private static final Pattern NAME = Pattern.compile("V([0-9]+)__(\\w+)\\.sql");
    /** Those before are Flyway's own, and cannot go on. */
    static final int FIRST_VERSION = 46;

    private final Script script;
    private final int version;
    private final String description;
    private boolean begun;

    Step(Script script) {
        var name = NAME.matcher(script.name());
        if (!name.matches() || Integer.parseInt(name.group(1)) < FIRST_VERSION) {
            throw new IllegalArgumentException(script.name() + " is no name of a step");
        }
        this.script = script;
        version = Integer.parseInt(name.group(1));
        description = name.group(2).replace('_', ' ');
    }

    /** Those of this webim, in their order. */
    static List<Step> all() {
        return in(FOLDER);
    }

    /** Those of a folder on the class path. */
    static List<Step> in(String folder) {
        return Script.readAll(folder).stream()
                .map(Step::new)
                .sorted(Comparator.comparingInt(Step::version))
                .toList();
    }

    Script script() {
        return script;
    }

    int version() {
        return version;
    }

    /** Whether it was run by this process. */
    boolean begun() {
        return begun;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(String.valueOf(version));
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public Integer getChecksum() {
        return script.checksum();
    }

    @Override
    public boolean canExecuteInTransaction() {
        return false;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        begun = true;
        var connection = context.getConnection();
        var progress = StepProgress.begin(connection, this);
        var statements = script.statements();
        for (int done = progress.done(); done < statements.size(); done++) {
            run(connection, statements.get(done), progress.mayHaveDone(done));
            StepProgress.write(connection, this, done + 1);
        }
    }

    private static void run(Connection connection, String sql, boolean mayBeDone) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!mayBeDone || !AlreadyDone.says(e, sql)) {
                throw e;
            }
        }
    }
}
