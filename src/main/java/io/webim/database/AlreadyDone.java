package io.webim.database;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The errors of a change of the schema which say that it has been made before. */
final class AlreadyDone {
    private static final int CANNOT_CREATE_TABLE = 1005;
    private static final int TABLE_EXISTS = 1050;
    private static final int UNKNOWN_TABLE = 1051;
    private static final int DUPLICATE_COLUMN = 1060;
    private static final int DUPLICATE_KEY_NAME = 1061;
    private static final int CANNOT_DROP = 1091;
    private static final int DUPLICATE_CONSTRAINT = 1826;
    /** MySQL's. */
    private static final int UNKNOWN_CHECK = 3821;

    private static final int DUPLICATE_CHECK = 3822;
    private static final int UNKNOWN_CONSTRAINT = 3940;
    /** MariaDB's. */
    private static final int UNKNOWN_VIEW = 4092;
    /** MariaDB's way to say that a foreign key of this name exists, in the text of {@link #CANNOT_CREATE_TABLE}. */
    private static final String DUPLICATE_FOREIGN_KEY = "errno: 121 ";

    private static final Pattern CHANGE =
            Pattern.compile("(?i)(CREATE|ALTER|DROP) (?:OR REPLACE |UNIQUE )?(TABLE|VIEW|INDEX)\\b");
    private static final Map<String, Set<Integer>> ERRORS = Map.of(
            "CREATE TABLE", Set.of(TABLE_EXISTS),
            "CREATE VIEW", Set.of(TABLE_EXISTS),
            "CREATE INDEX", Set.of(DUPLICATE_KEY_NAME),
            "ALTER TABLE",
                    Set.of(
                            DUPLICATE_COLUMN,
                            DUPLICATE_KEY_NAME,
                            DUPLICATE_CONSTRAINT,
                            DUPLICATE_CHECK,
                            CANNOT_DROP,
                            UNKNOWN_CHECK,
                            UNKNOWN_CONSTRAINT),
            "DROP TABLE", Set.of(UNKNOWN_TABLE),
            "DROP VIEW", Set.of(UNKNOWN_TABLE, UNKNOWN_VIEW),
            "DROP INDEX", Set.of(CANNOT_DROP));

    private AlreadyDone() {}

    static boolean says(SQLException error, String statement) {
        var change = CHANGE.matcher(statement);
        return change.lookingAt() && says(error, change.group(1), change.group(2));
    }

    private static boolean says(SQLException error, String verb, String kind) {
        var change = (verb + " " + kind).toUpperCase(Locale.ROOT);
        return ERRORS.getOrDefault(change, Set.of()).contains(error.getErrorCode())
                || (change.equals("ALTER TABLE") && saysDuplicateForeignKey(error));
    }

    private static boolean saysDuplicateForeignKey(SQLException error) {
        return error.getErrorCode() == CANNOT_CREATE_TABLE
                && String.valueOf(error.getMessage()).contains(DUPLICATE_FOREIGN_KEY);
    }
}
