package io.webim.contract;

import java.util.Locale;

/** What a member of a group may do, the most first. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #text()}. */
    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Owner or admin. */
    public boolean leads() {
        return this != MEMBER;
    }

    public static Role read(Fields fields, String name) {
        return of(fields.oneOf(name, "owner", "admin", "member"));
    }
}
