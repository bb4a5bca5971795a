package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.SummaryRow.Marks;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unread is a subtraction; here it is counted as well. */
class OthersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void unreadIsWhatCountingOneByOneGives(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var chat = Chat.any(random, 40);
            long read = random.nextInt((int) chat.lastSeq() + 1);
            long hiddenTo = random.nextInt(4) == 0 ? random.nextInt((int) chat.lastSeq() + 1) : 0;
            var row = row(chat, read, hiddenTo);

            long unread = row.unreadWithDeleted();
            if (row.hasDeletionsAboveBase()) {
                var gone = chat.gone().within(row.base() + 1, row.lastSeq());
                unread -= Others.within(gone, countsUpTo(chat, gone));
            }

            assertThat(unread)
                    .isEqualTo(chat.count(message -> message.senderId() == Chat.PEER
                            && message.seq() > read
                            && message.seq() > hiddenTo
                            && !chat.gone().contains(message.seq())));
        }
    }

    @Test
    void whatIsNotOnesOwnIsTheOtherSides() {
        assertThat(Others.upTo(10, Chat.ME, 4, Chat.ME)).isEqualTo(6);
        assertThat(Others.upTo(10, Chat.PEER, 6, Chat.ME)).isEqualTo(6);
    }

    @Test
    void theEdgesOfARangeAreItsEndAndWhatIsBeforeIt() {
        var ranges = SeqRanges.of(List.of(new Range(1, 3), new Range(6, 6)));

        assertThat(Others.edges(ranges)).containsExactly(0L, 3L, 5L, 6L);
        assertThat(Others.edges(SeqRanges.NONE)).isEmpty();
        assertThat(Others.within(ranges, Map.of(3L, 2L, 5L, 3L, 6L, 4L))).isEqualTo(3);
        assertThat(Others.within(SeqRanges.NONE, Map.of())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5,0,5", "0,5,5", "3,4,4"})
    void unreadBeginsAboveWhatWasReadAndAboveWhatIsHidden(long read, long hiddenTo, long base) {
        assertThat(row(Chat.of(9), read, hiddenTo).base()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({"0,0,false", "3,3,false", "3,4,true", "9,9,false"})
    void onlyDeletionsAboveThatAreCounted(long read, long deletedTo, boolean counted) {
        var chat = Chat.of(9);
        if (deletedTo > 0) {
            chat.delete(deletedTo, deletedTo);
        }

        assertThat(row(chat, read, 0).hasDeletionsAboveBase()).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({"0,false", "8,false", "9,true"})
    void theNewestMessageMayBeGoneWhereDeletionsReachIt(long deletedTo, boolean mayBe) {
        var chat = Chat.of(9);
        if (deletedTo > 0) {
            chat.delete(1, deletedTo);
        }

        assertThat(row(chat, 0, 0).newestMayBeGone()).isEqualTo(mayBe);
    }

    /** As the database has it, which knows the last message, the one at the mark, and the edges of deletions. */
    private static SummaryRow row(Chat chat, long read, long hiddenTo) {
        long base = Math.max(read, hiddenTo);
        return new SummaryRow(
                7,
                1,
                Chat.ME,
                Chat.PEER,
                chat.lastSeq(),
                new Marks(read, read),
                new Marks(0, 0),
                hiddenTo,
                chat.gone().ranges().stream().mapToLong(Range::to).max().orElse(0),
                true,
                false,
                null,
                upTo(chat, base),
                upTo(chat, chat.lastSeq()),
                null);
    }

    private static Map<Long, Long> countsUpTo(Chat chat, SeqRanges gone) {
        var counts = new HashMap<Long, Long>();
        for (long seq : Others.edges(gone)) {
            if (seq > 0) {
                counts.put(seq, upTo(chat, seq));
            }
        }
        return counts;
    }

    private static long upTo(Chat chat, long seq) {
        return seq == 0 ? 0 : Others.upTo(seq, chat.at(seq).senderId(), chat.ordinalOf(seq), Chat.ME);
    }
}
