package io.webim.feed;

import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.feed.Pointer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what of a conversation comes next in a feed: what was committed since the feed's place in it, in the order of its
 * messages. No I/O.
 */
final class Numbering {
    /** Of one conversation in one go. */
    static final int MOST_MESSAGES = 250;

    private Numbering() {}

    /** What has changed since the place of a feed; may hold more than has to be told. */
    record News(List<Long> changed, SeqRanges deleted, SeqRanges hidden) {
        static final News NONE = new News(List.of(), SeqRanges.NONE, SeqRanges.NONE);
    }

    /** What is told, and the place then. */
    record Step(List<Pointer> pointers, Place place) {
        boolean isLast(Head head) {
            return place.seq() == head.lastSeq();
        }
    }

    static Step next(Head head, News news) {
        var pointers = new ArrayList<Pointer>();
        long id = head.conversationId();
        if (!head.listed()) {
            if (head.told().listed()) {
                pointers.add(Pointer.ofConversation(Kind.REMOVED, id));
            }
            return new Step(pointers, whole(head));
        }
        if (!head.told().listed()) {
            pointers.add(Pointer.ofConversation(Kind.ADDED, id));
        }
        long from = Math.max(head.told().seq(), Math.max(head.seenAbove(), head.enteredSeq())) + 1;
        long to = Math.min(head.lastSeq(), from + MOST_MESSAGES - 1);
        for (long seq = from; seq <= to; seq++) {
            if (!news.hidden().contains(seq)) {
                pointers.add(Pointer.ofMessage(Kind.SENT, id, seq));
            }
        }
        if (to < head.lastSeq()) {
            // What has changed comes with the rest: until then the versions stay where they are.
            return new Step(
                    pointers, new Place(to, head.told().version(), head.told().ownVersion(), true));
        }
        addChanges(pointers, head, news);
        return new Step(pointers, whole(head));
    }

    /** Of what the feed has told before. */
    private static void addChanges(List<Pointer> pointers, Head head, News news) {
        long id = head.conversationId();
        news.changed().stream()
                .filter(seq -> seq > head.seenAbove() && seq <= head.shownTo())
                .forEach(seq -> pointers.add(Pointer.ofMessage(Kind.CHANGED, id, seq)));
        told(head, news.deleted()).forEach(range -> pointers.add(of(Kind.DELETED, id, range)));
        told(head, news.hidden()).forEach(range -> pointers.add(of(Kind.HIDDEN, id, range)));
    }

    private static List<Range> told(Head head, SeqRanges seqs) {
        return seqs.within(head.seenAbove() + 1, head.shownTo()).ranges();
    }

    private static Pointer of(Kind kind, long conversationId, Range range) {
        return new Pointer(kind, conversationId, range.from(), range.to());
    }

    private static Place whole(Head head) {
        return new Place(head.lastSeq(), head.version(), head.ownVersion(), head.listed());
    }
}
