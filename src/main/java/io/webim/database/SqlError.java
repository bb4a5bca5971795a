package io.webim.database;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands behind an error of the driver or of Flyway. */
final class SqlError {
    /** The driver's prefix. */
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=[0-9]+\\) ");

    private SqlError() {}

    /** Of its deepest cause. */
    static String inWords(Throwable error) {
        return firstLine(deepest(error));
    }

    static Throwable deepest(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).reduce(error, (one, next) -> next);
    }

    static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage())
                .lines()
                .findFirst()
                .map(line -> CONNECTION.matcher(line).replaceFirst(""))
                .orElse("");
    }
}
