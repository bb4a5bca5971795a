package io.webim.contract;

import org.jspecify.annotations.Nullable;

/**
 * Why the database did not do what it was asked, where that is no fault of whoever asked. It is recognised around the
 * pool, once; what is a fault of ours comes as the driver tells it.
 */
public final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What comes of it. */
    public enum Kind {
        /** The database cannot be reached, or cannot do it now: that passes. */
        AWAY,
        /** It answers others, and this one's turn did not come. */
        OVERLOADED,
        /** There is a row with such a key already. */
        DUPLICATE_KEY
    }

    public DatabaseTrouble(Kind kind, @Nullable Throwable cause) {
        super(cause == null ? kind.name() : kind + ": " + cause, cause, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same may well be done when it is asked again. */
    public boolean passes() {
        return kind != Kind.DUPLICATE_KEY;
    }

    public static boolean isDuplicateKey(Throwable error) {
        return error instanceof DatabaseTrouble trouble && trouble.kind == Kind.DUPLICATE_KEY;
    }
}
