package io.webim.chat.messages;

import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A page of a conversation: from an edge on, stepping over what is gone for the member. Seqs have no gaps of their own, so
 * which of them a page has is known before a message is read. No I/O.
 */
final class Window {
    private final long start;
    private final boolean ascending;
    private final int limit;
    private final long lastSeq;
    private final long hiddenTo;

    private Window(long start, boolean ascending, int limit, long lastSeq, long hiddenTo) {
        this.start = start;
        this.ascending = ascending;
        this.limit = limit;
        this.lastSeq = lastSeq;
        this.hiddenTo = hiddenTo;
    }

    /** @param hiddenTo up to here nothing is shown */
    static Window of(ReadHistory request, long lastSeq, long hiddenTo) {
        if (request.after() != null) {
            return new Window(request.after(), true, request.limit(), lastSeq, hiddenTo);
        }
        long before = request.before() == null ? Long.MAX_VALUE : request.before();
        return new Window(before, false, request.limit(), lastSeq, hiddenTo);
    }

    boolean isAscending() {
        return ascending;
    }

    /** The seq beyond which the page begins, itself not included. */
    long start() {
        return start;
    }

    /** Between any two gaps there is a message: of the nearest, so many are enough to fill the page. */
    int mostGaps() {
        return limit + 2;
    }

    /** Whether the page may have to step over something, where the member's deletions reach up to a seq. */
    boolean mayMeetGapsUpTo(long deletedTo) {
        var nearest = nearest(SeqRanges.NONE);
        return !nearest.isEmpty() && deletedTo >= nearest.ranges().get(0).from();
    }

    /**
     * The nearest that the member sees, one more than the page holds: it tells whether there is more.
     *
     * @param gaps what is gone for the member, the {@link #mostGaps} nearest to the edge
     */
    SeqRanges nearest(SeqRanges gaps) {
        var seen = reach().minus(gaps);
        return ascending ? seen.lowest(limit + 1L) : seen.highest(limit + 1L);
    }

    private SeqRanges reach() {
        return ascending
                ? SeqRanges.between(Math.max(start, hiddenTo) + 1, lastSeq)
                : SeqRanges.between(hiddenTo + 1, Math.min(start - 1, lastSeq));
    }

    /** @param read of the {@link #nearest} as many as fit into an answer, nearest first */
    History.Page page(List<Message> read, SeqRanges gaps, List<User> people) {
        var messages = new ArrayList<>(read.subList(0, Math.min(limit, read.size())));
        boolean hasMore = messages.size() < nearest(gaps).size();
        if (!ascending) {
            Collections.reverse(messages);
        }
        return new History.Page(messages, gaps.within(from(messages, hasMore), to(messages, hasMore)), hasMore, people);
    }

    private long from(List<Message> messages, boolean hasMore) {
        if (ascending) {
            return start + 1;
        }
        return hasMore ? messages.get(0).seq() : 1;
    }

    private long to(List<Message> messages, boolean hasMore) {
        if (!ascending) {
            return Math.min(start - 1, lastSeq);
        }
        return hasMore ? messages.get(messages.size() - 1).seq() : lastSeq;
    }
}
