package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.Chat;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesBackwardsTogetherAreTheWholeConversation(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            var chat = Chat.any(random, 60);
            int limit = 1 + random.nextInt(8);
            var all = new ArrayList<Message>();
            var gone = SeqRanges.NONE;
            Long before = null;
            History.Page page;
            do {
                page = page(chat, new ReadHistory(7, before, null, limit));
                assertWellFormed(page, chat, limit);
                all.addAll(0, page.messages());
                gone = gone.plus(page.deletedRanges());
                before = page.hasMore() ? Long.valueOf(page.messages().get(0).seq()) : before;
            } while (page.hasMore());

            assertThat(all).isEqualTo(chat.seen());
            assertThat(gone).isEqualTo(chat.gone());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesForwardsTogetherAreTheWholeConversation(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            var chat = Chat.any(random, 60);
            int limit = 1 + random.nextInt(8);
            var all = new ArrayList<Message>();
            var gone = SeqRanges.NONE;
            long after = 0;
            History.Page page;
            do {
                page = page(chat, new ReadHistory(7, null, after, limit));
                assertWellFormed(page, chat, limit);
                all.addAll(page.messages());
                gone = gone.plus(page.deletedRanges());
                after = page.hasMore() ? page.messages().get(limit - 1).seq() : after;
            } while (page.hasMore());

            assertThat(all).isEqualTo(chat.seen());
            assertThat(gone).isEqualTo(chat.gone());
        }
    }

    @Test
    void thePageEndsAtItsEdgeWhichIsNotPartOfIt() {
        var chat = Chat.of(9);

        assertThat(seqs(page(chat, new ReadHistory(7, 5L, null, 3)))).containsExactly(2L, 3L, 4L);
        assertThat(seqs(page(chat, new ReadHistory(7, null, 5L, 3)))).containsExactly(6L, 7L, 8L);
        assertThat(seqs(page(chat, new ReadHistory(7, null, null, 3)))).containsExactly(7L, 8L, 9L);
    }

    @Test
    void thereIsMoreWhenAMessageIsLeft() {
        var chat = Chat.of(9);

        assertThat(page(chat, new ReadHistory(7, null, null, 9)).hasMore()).isFalse();
        assertThat(page(chat, new ReadHistory(7, null, null, 8)).hasMore()).isTrue();
        assertThat(page(chat, new ReadHistory(7, null, 3L, 6)).hasMore()).isFalse();
        assertThat(page(chat, new ReadHistory(7, null, 3L, 5)).hasMore()).isTrue();
        chat.delete(1, 1);
        assertThat(page(chat, new ReadHistory(7, null, null, 8)).hasMore()).isFalse();
    }

    @Test
    void whatIsGoneIsToldFromEndToEndOfThePageAndNotBeyond() {
        var chat = Chat.of(20);
        Stream.of(1, 5, 9, 12, 16, 20).forEach(seq -> chat.delete(seq, seq));

        assertThat(page(chat, new ReadHistory(7, null, null, 4)).deletedRanges())
                .isEqualTo(gone(16, 20));
        assertThat(page(chat, new ReadHistory(7, 20L, null, 4)).deletedRanges()).isEqualTo(gone(16));
        assertThat(page(chat, new ReadHistory(7, null, 4L, 4)).deletedRanges()).isEqualTo(gone(5, 9));
        assertThat(page(chat, new ReadHistory(7, null, 5L, 4)).deletedRanges()).isEqualTo(gone(9));
        assertThat(page(chat, new ReadHistory(7, 6L, null, 9)).deletedRanges()).isEqualTo(gone(1, 5));
        assertThat(page(chat, new ReadHistory(7, null, 15L, 9)).deletedRanges()).isEqualTo(gone(16, 20));
    }

    @Test
    void aLongGapIsSteppedOverAtOnce() {
        var chat = Chat.of(2_000);
        chat.delete(11, 1_990);

        assertThat(seqs(page(chat, new ReadHistory(7, null, null, 15))))
                .startsWith(6L, 7L)
                .endsWith(1_999L, 2_000L)
                .hasSize(15);
        assertThat(seqs(page(chat, new ReadHistory(7, null, 0L, 15))))
                .startsWith(1L, 2L)
                .endsWith(1_995L);
    }

    @Test
    void aGapThatBeginsWithTheLastRowIsSteppedOverAtOnce() {
        var chat = Chat.of(100);
        chat.delete(11, 90);

        assertThat(seqs(page(chat, new ReadHistory(7, null, 0L, 10)))).endsWith(9L, 10L);
        assertThat(seqs(page(chat, new ReadHistory(7, null, null, 10)))).startsWith(91L, 92L);
    }

    @Test
    void aConversationOfWhichAllIsGoneIsAnEmptyPage() {
        var chat = Chat.of(30);
        chat.delete(1, 30);

        assertThat(page(chat, new ReadHistory(7, null, null, 10)))
                .isEqualTo(new History.Page(List.of(), SeqRanges.of(List.of(new Range(1, 30))), false, List.of()));
        assertThat(page(new Chat(), new ReadHistory(7, null, null, 10)))
                .isEqualTo(new History.Page(List.of(), SeqRanges.NONE, false, List.of()));
    }

    @Test
    void aPageIsWrittenWithItsMessages() {
        var json = page(Chat.of(3), new ReadHistory(7, null, null, 2)).toJson();

        assertThat(json.getBoolean("hasMore")).isTrue();
        assertThat(json.getJsonArray("messages"))
                .containsExactly(Chat.of(3).at(2).toJson(), Chat.of(3).at(3).toJson());
        assertThat(json.getJsonArray("deletedRanges")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesThatAreCutByWhatFitsAreTogetherTheWholeConversationToo(int seed) {
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            var chat = Chat.any(random, 60);
            var backwards = new ArrayList<Message>();
            var forwards = new ArrayList<Message>();
            Long before = null;
            long after = 0;
            History.Page down;
            History.Page up;
            do {
                down = page(chat, new ReadHistory(7, before, null, 8), 1 + random.nextInt(8));
                backwards.addAll(0, down.messages());
                before = down.hasMore() ? Long.valueOf(down.messages().get(0).seq()) : before;
            } while (down.hasMore());
            do {
                up = page(chat, new ReadHistory(7, null, after, 8), 1 + random.nextInt(8));
                forwards.addAll(up.messages());
                after = up.hasMore()
                        ? up.messages().get(up.messages().size() - 1).seq()
                        : after;
            } while (up.hasMore());

            assertThat(backwards).isEqualTo(chat.seen());
            assertThat(forwards).isEqualTo(chat.seen());
        }
    }

    @Test
    void gapsAreLookedForOnlyWhereDeletionsReach() {
        assertThat(Window.of(new ReadHistory(7, null, null, 3), 20, 0).mayMeetGapsUpTo(16))
                .isFalse();
        assertThat(Window.of(new ReadHistory(7, null, null, 3), 20, 0).mayMeetGapsUpTo(17))
                .isTrue();
        assertThat(Window.of(new ReadHistory(7, null, 5L, 3), 20, 0).mayMeetGapsUpTo(5))
                .isFalse();
        assertThat(Window.of(new ReadHistory(7, null, 5L, 3), 20, 0).mayMeetGapsUpTo(6))
                .isTrue();
    }

    @Test
    void whatIsHiddenIsNotPartOfAnyPage() {
        assertThat(Window.of(new ReadHistory(7, null, null, 30), 20, 15).nearest(SeqRanges.NONE))
                .isEqualTo(SeqRanges.between(16, 20));
        assertThat(Window.of(new ReadHistory(7, null, 3L, 2), 20, 15).nearest(SeqRanges.NONE))
                .isEqualTo(SeqRanges.between(16, 18));
        assertThat(Window.of(new ReadHistory(7, 10L, null, 2), 20, 15).nearest(SeqRanges.NONE))
                .isEqualTo(SeqRanges.NONE);
    }

    private History.Page page(Chat chat, ReadHistory request) {
        return page(chat, request, Integer.MAX_VALUE);
    }

    /** Fills the window as {@link History} does, from a list in place of the table. */
    private static History.Page page(Chat chat, ReadHistory request, int fitting) {
        var window = Window.of(request, chat.lastSeq(), 0);
        var gaps = nearestGaps(chat, window);
        var nearest = window.nearest(gaps);
        var read = chat.messages.stream()
                .filter(message -> nearest.contains(message.seq()))
                .sorted((one, other) -> Long.compare(one.seq(), other.seq()) * (window.isAscending() ? 1 : -1))
                .limit(fitting)
                .toList();
        return window.page(read, gaps, List.of());
    }

    /** Whole ranges, as the log of deletions gives them. */
    private static SeqRanges nearestGaps(Chat chat, Window window) {
        var ahead = chat.gone().ranges().stream()
                .filter(range -> window.isAscending() ? range.to() >= window.start() : range.from() < window.start())
                .toList();
        int most = Math.min(window.mostGaps(), ahead.size());
        return new SeqRanges(
                window.isAscending() ? ahead.subList(0, most) : ahead.subList(ahead.size() - most, ahead.size()));
    }

    private static void assertWellFormed(History.Page page, Chat chat, int limit) {
        assertThat(seqs(page)).isSorted().doesNotHaveDuplicates();
        assertThat(page.messages()).noneMatch(message -> chat.gone().contains(message.seq()));
        assertThat(page.messages().size()).isLessThanOrEqualTo(limit);
        if (page.hasMore()) {
            assertThat(page.messages()).hasSize(limit);
        }
    }

    private static List<Long> seqs(History.Page page) {
        return page.messages().stream().map(Message::seq).toList();
    }

    private static SeqRanges gone(long... seqs) {
        return SeqRanges.of(
                Arrays.stream(seqs).mapToObj(seq -> new Range(seq, seq)).toList());
    }
}
