package io.webim.chat;

import io.webim.contract.SeqRanges;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the messages of the other side by subtraction: each message knows its place among its sender's, and the rest up
 * to it is the other side's. No I/O.
 */
final class Others {
    private Others() {}

    /** How many of the messages up to this one are not the user's own. */
    static long upTo(long seq, long senderId, long senderOrdinal, long userId) {
        return senderId == userId ? seq - senderOrdinal : senderOrdinal;
    }

    /** The seqs up to which to count, so that those within the ranges are known. */
    static Set<Long> edges(SeqRanges ranges) {
        var edges = new TreeSet<Long>();
        ranges.ranges().forEach(range -> {
            edges.add(range.from() - 1);
            edges.add(range.to());
        });
        return edges;
    }

    /** @param upTo counts up to each of the {@link #edges}; without one for 0 */
    static long within(SeqRanges ranges, Map<Long, Long> upTo) {
        return ranges.ranges().stream()
                .mapToLong(range -> upTo.getOrDefault(range.to(), 0L) - upTo.getOrDefault(range.from() - 1, 0L))
                .sum();
    }
}
