package io.webim.database;

import io.webim.config.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** What has been done to a database before this webim came, and whether it can go on from there. */
final class SchemaHistory {
    private static final Set<MigrationState> UNKNOWN = EnumSet.of(
            MigrationState.FUTURE_SUCCESS,
            MigrationState.FUTURE_FAILED,
            MigrationState.MISSING_SUCCESS,
            MigrationState.MISSING_FAILED);
    private static final String FORGET = "DELETE FROM flyway_schema_history WHERE success = 0";

    private final Access access;
    private final List<MigrationInfo> all;

    SchemaHistory(Access access, MigrationInfoService info) {
        this.access = access;
        all = Arrays.asList(info.all());
    }

    /** Of the database, 0 when it is empty. */
    int version() {
        return all.stream()
                .filter(migration -> migration.getState().isApplied()
                        && !migration.getState().isFailed())
                .mapToInt(SchemaHistory::version)
                .max()
                .orElse(0);
    }

    /** Of this webim. */
    int newest() {
        return all.stream()
                .filter(migration -> migration.getState().isResolved())
                .mapToInt(SchemaHistory::version)
                .max()
                .orElse(0);
    }

    /** What this webim knows and the database has not. */
    List<Integer> pending() {
        return all.stream()
                .map(SchemaHistory::version)
                .filter(version -> version > version())
                .toList();
    }

    /** @throws CannotStart where another webim has done what this one does not know */
    void refuseNewer() {
        all.stream()
                .filter(migration -> UNKNOWN.contains(migration.getState()))
                .mapToInt(SchemaHistory::version)
                .max()
                .ifPresent(version -> refuse("is of version " + version + ", and this webim.jar knows those up to "
                        + newest() + ": start a newer one, or restore the backup that was made before the upgrade"));
    }

    /** @throws CannotStart where something is yet to be done */
    void refuseOlder() {
        if (version() < newest()) {
            refuse("is of version " + version() + ", and this webim.jar needs version " + newest()
                    + ": start the server once, which brings it there");
        }
    }

    /** @throws CannotStart where a migration has failed that cannot go on */
    void refuseBroken() {
        failed().filter(version -> version < Step.FIRST_VERSION)
                .ifPresent(version -> refuse("was left between two versions when it was brought to version " + version
                        + ": empty it, restore the backup that was made before, if there is one, and start again"));
    }

    /** Steps that failed are begun again, which Flyway would not. */
    void forgetFailures(Connection connection) throws SQLException {
        if (failed().isPresent()) {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(FORGET);
            }
        }
    }

    /** Whether a step was begun, and not finished. */
    boolean isUnderWay(Connection connection) throws SQLException {
        return Progress.lastBegun(connection)
                .filter(version -> version > version())
                .isPresent();
    }

    private Optional<Integer> failed() {
        return all.stream()
                .filter(migration -> migration.getState() == MigrationState.FAILED)
                .map(SchemaHistory::version)
                .findFirst();
    }

    private void refuse(String why) {
        throw new CannotStart("The database " + access.url() + " " + why);
    }

    private static int version(MigrationInfo migration) {
        return Integer.parseInt(migration.getVersion().getVersion());
    }
}
