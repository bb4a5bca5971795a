package io.webim.chat.conversations;

import java.util.Comparator;

/** A member's row, in the order in which rows are locked. */
public record MemberKey(long conversationId, long userId) implements Comparable<MemberKey> {
    private static final Comparator<MemberKey> ORDER =
            Comparator.comparingLong(MemberKey::conversationId).thenComparingLong(MemberKey::userId);

    @Override
    public int compareTo(MemberKey other) {
        return ORDER.compare(this, other);
    }
}
