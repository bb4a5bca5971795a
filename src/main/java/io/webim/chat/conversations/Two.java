package io.webim.chat.conversations;

/**
 * The value at the front, whose it is, and the one that comes next: what is at the front without any one of them.
 *
 * @param next of the others
 */
public record Two(long holder, long first, long next) {
    static final long NOBODY = 0;
    static final Two NOTHING = new Two(NOBODY, 0, 0);
    /** Without any values there is none that is low. */
    private static final Two NO_LOWEST = new Two(NOBODY, Long.MAX_VALUE, Long.MAX_VALUE);

    static Two noLowest() {
        return NO_LOWEST;
    }

    /** Of all but one; of all, where that one is {@link #NOBODY}. */
    long without(long userId) {
        return userId == holder ? next : first;
    }

    /** The highest two with another one, which never sinks. */
    Two orHigher(long userId, long value) {
        if (userId == holder) {
            return new Two(holder, Math.max(first, value), next);
        }
        return value > first ? new Two(userId, value, first) : new Two(holder, first, Math.max(next, value));
    }

    /** The lowest two with that of another member. */
    Two orLower(long userId, long value) {
        return value < first ? new Two(userId, value, first) : new Two(holder, first, Math.min(next, value));
    }
}
