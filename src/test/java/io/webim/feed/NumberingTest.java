package io.webim.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.SeqRanges;
import io.webim.feed.Numbering.News;
import io.webim.feed.Pointer.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumberingTest {
    private static final long ID = 7;

    @Test
    void eachMessageSinceThePlaceIsToldOnceInItsOrder() {
        var step = Numbering.next(head(5, place(2, 10)), News.NONE);

        assertThat(step.pointers()).containsExactly(sent(3), sent(4), sent(5));
        assertThat(step.place()).isEqualTo(new Place(5, 20, 3, true));
    }

    @Test
    void nothingIsToldTwice() {
        var first = Numbering.next(head(5, place(2, 10)), News.NONE);

        assertThat(Numbering.next(head(5, first.place()), News.NONE).pointers()).isEmpty();
        assertThat(head(5, first.place()).isAhead()).isFalse();
    }

    @Test
    void aConversationThatIsNewIsToldBeforeItsMessages() {
        assertThat(Numbering.next(head(2, Place.NONE), News.NONE).pointers())
                .containsExactly(Pointer.ofConversation(Kind.ADDED, ID), sent(1), sent(2));
    }

    @Test
    void whoeverHasLeftIsToldThatAndNothingMore() {
        var left = new Head(ID, 9, 20, 3, false, 0, 0, null, place(2, 10));

        var step = Numbering.next(left, new News(List.of(1L), SeqRanges.between(1, 1), SeqRanges.NONE));

        assertThat(step.pointers()).containsExactly(Pointer.ofConversation(Kind.REMOVED, ID));
        assertThat(Numbering.next(new Head(ID, 9, 20, 3, false, 0, 0, null, step.place()), News.NONE)
                        .pointers())
                .isEmpty();
    }

    @Test
    void whatWasBeforeOneCameIsNotNew() {
        var joined = new Head(ID, 9, 20, 3, true, 0, 7, null, Place.NONE);

        assertThat(Numbering.next(joined, News.NONE).pointers())
                .containsExactly(Pointer.ofConversation(Kind.ADDED, ID), sent(8), sent(9));
    }

    @Test
    void changesAreToldOfWhatWasToldBeforeAndIsSeen() {
        var head = new Head(ID, 5, 20, 3, true, 1, 0, null, place(3, 10));

        var step =
                Numbering.next(head, new News(List.of(1L, 2L, 5L), SeqRanges.between(1, 4), SeqRanges.between(3, 3)));

        assertThat(step.pointers())
                .containsExactly(
                        sent(4),
                        sent(5),
                        Pointer.ofMessage(Kind.CHANGED, ID, 2),
                        new Pointer(Kind.DELETED, ID, 2, 3),
                        new Pointer(Kind.HIDDEN, ID, 3, 3));
    }

    @Test
    void whatIsHiddenFromTheAccountIsNeverTold() {
        assertThat(Numbering.next(head(5, place(2, 10)), new News(List.of(), SeqRanges.NONE, SeqRanges.between(4, 5)))
                        .pointers())
                .containsExactly(sent(3));
    }

    /** A blocked person's messages make one range that grows with each. */
    @Test
    void aGrowingRangeOfWhatABlockHidesIsNoNews() {
        var head = new Head(ID, 5, 20, 3, true, 0, 0, 2L, place(4, 10));

        assertThat(Numbering.next(head, new News(List.of(4L), SeqRanges.between(3, 4), SeqRanges.between(3, 5)))
                        .pointers())
                .isEmpty();
    }

    @Test
    void ofVeryManyTheFirstComeAndChangesWithTheLast() {
        var head = head(Numbering.MOST_MESSAGES + 10, place(5, 10));
        var news = new News(List.of(2L), SeqRanges.NONE, SeqRanges.NONE);

        var first = Numbering.next(head, news);

        assertThat(first.pointers()).hasSize(Numbering.MOST_MESSAGES).allMatch(one -> one.kind() == Kind.SENT);
        assertThat(first.isLast(head)).isFalse();
        assertThat(first.place().version()).isEqualTo(10);
        var rest = Numbering.next(head(Numbering.MOST_MESSAGES + 10, first.place()), news);
        assertThat(rest.pointers()).hasSize(6).endsWith(Pointer.ofMessage(Kind.CHANGED, ID, 2));
        assertThat(rest.place().version()).isEqualTo(20);
    }

    private static Head head(long lastSeq, Place told) {
        return new Head(ID, lastSeq, 20, 3, true, 0, 0, none(), told);
    }

    private static @Nullable Long none() {
        return null;
    }

    private static Place place(long seq, long version) {
        return new Place(seq, version, 1, true);
    }

    private static Pointer sent(long seq) {
        return Pointer.ofMessage(Kind.SENT, ID, seq);
    }
}
