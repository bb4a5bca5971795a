package io.webim.chat;

import io.webim.contract.Message;
import io.webim.contract.ReadHistory;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A page of a conversation while it is filled: from an edge on, stepping over what is gone for the member. No I/O: whoever
 * fills it reads the rows next to its edge.
 */
final class Window {
    private final long start;
    private final boolean ascending;
    private final int limit;
    private final long lastSeq;
    private final List<Message> seen = new ArrayList<>();
    private long edge;
    private SeqRanges gone = SeqRanges.NONE;

    /** @param start the seq beyond which the page begins, itself not included */
    private Window(long start, boolean ascending, int limit, long lastSeq) {
        this.start = start;
        this.ascending = ascending;
        this.limit = limit;
        this.lastSeq = lastSeq;
        this.edge = start;
    }

    static Window of(ReadHistory request, long lastSeq) {
        if (request.after() != null) {
            return new Window(request.after(), true, request.limit(), lastSeq);
        }
        return request.before() == null
                ? newest(request.limit(), lastSeq)
                : new Window(request.before(), false, request.limit(), lastSeq);
    }

    static Window newest(int limit, long lastSeq) {
        return new Window(Long.MAX_VALUE, false, limit, lastSeq);
    }

    boolean isAscending() {
        return ascending;
    }

    /** The seq beyond which to read on. */
    long edge() {
        return edge;
    }

    /** One more than the page holds: it tells whether there is more. */
    int mostRows() {
        return limit + 1;
    }

    /** From the edge to the last of the rows next to it. */
    Range span(List<Message> rows) {
        long last = rows.get(rows.size() - 1).seq();
        return new Range(Math.min(edge, last), Math.max(edge, last));
    }

    /**
     * @param rows the {@link #mostRows} next to the edge, nearest first; fewer where the conversation ends
     * @param goneAmong what of their {@link #span} is gone for the member
     * @return whether the page is done
     */
    boolean take(List<Message> rows, SeqRanges goneAmong) {
        gone = gone.plus(goneAmong);
        rows.stream().filter(message -> !goneAmong.contains(message.seq())).forEach(seen::add);
        if (rows.size() < mostRows() || hasMore()) {
            return true;
        }
        edge = beyond(rows.get(rows.size() - 1).seq(), goneAmong);
        return false;
    }

    History.Page page() {
        var messages = new ArrayList<>(hasMore() ? seen.subList(0, limit) : seen);
        if (!ascending) {
            Collections.reverse(messages);
        }
        return new History.Page(messages, gone.within(lowest(messages), highest(messages)), hasMore());
    }

    private boolean hasMore() {
        return seen.size() > limit;
    }

    /** The far end of the gap that covers a seq, or the seq itself. */
    private long beyond(long seq, SeqRanges gaps) {
        return gaps.ranges().stream()
                .filter(gap -> gap.from() <= seq && seq <= gap.to())
                .map(gap -> ascending ? gap.to() : gap.from())
                .findFirst()
                .orElse(seq);
    }

    private long lowest(List<Message> messages) {
        if (ascending) {
            return start + 1;
        }
        return hasMore() ? messages.get(0).seq() : 1;
    }

    private long highest(List<Message> messages) {
        if (!ascending) {
            return Math.min(start - 1, lastSeq);
        }
        return hasMore() ? messages.get(messages.size() - 1).seq() : lastSeq;
    }
}
