package io.webim.sql;

/** Finds people by a part of their names, whatever the case of its letters, with accents and without, ß as ss. */
public final class NameSearch {
    private NameSearch() {}

    /** @param column a username, compared with one {@link #pattern} */
    public static String username(String column) {
        return "CONVERT(" + column + " USING utf8mb4) COLLATE utf8mb4_unicode_520_ci LIKE ? ESCAPE '!'";
    }

    /** @param column a display name, compared with one {@link #pattern} */
    public static String displayName(String column) {
        // LIKE compares sign by sign: to it ß, which upper case writes SS, is nothing but itself.
        return "REPLACE(REPLACE(" + column + ", 'ß', 'ss'), 'ẞ', 'ss') LIKE ? ESCAPE '!'";
    }

    public static String pattern(String part) {
        return "%" + part.replaceAll("[ßẞ]", "ss").replaceAll("[!%_]", "!$0") + "%";
    }
}
