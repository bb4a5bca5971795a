package io.webim.push;

import static io.webim.push.NoticeQueue.FIRST_RETRY_MILLIS;
import static io.webim.push.NoticeQueue.GATHER_MILLIS;
import static io.webim.push.NoticeQueue.LONGEST_RETRY_MILLIS;
import static io.webim.push.NoticeQueue.MOST_ATTEMPTS;
import static io.webim.push.NoticeQueue.MOST_WAITING;
import static io.webim.push.NoticeQueue.MOST_WAITING_OF_ONE;
import static io.webim.push.NoticeQueue.SPACING_MILLIS;
import static io.webim.push.PushPlaces.MOST;
import static io.webim.push.PushPlaces.MOST_SLOW;
import static io.webim.push.PushPlaces.PATIENCE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.webim.push.NoticeQueue.Notice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class NoticeQueueTest {
    private static final long ANN = 1;
    private static final long NOW = 1_000_000;

    private final NoticeQueue queue = new NoticeQueue();

    @Test
    void aNoticeIsDueAfterAMoment() {
        add(1, NOW);

        assertThat(queue.takeDue(NOW + GATHER_MILLIS - 1)).isEmpty();
        assertThat(queue.takeDue(NOW + GATHER_MILLIS))
                .containsExactly(new Notice(ANN, 7, 0, 1, Set.of(), 1, NOW + GATHER_MILLIS));
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void messagesThatComeCloseTogetherAreOneNoticeOfTheNewest() {
        add(1, NOW);
        add(2, NOW + 300);
        queue.add(ANN, 7, 3, Set.of(5L), NOW + 399);

        assertThat(queue.takeDue(NOW + GATHER_MILLIS))
                .containsExactly(new Notice(ANN, 7, 0, 1, 3, 0, Set.of(5L), 1, NOW + GATHER_MILLIS));
    }

    @Test
    void anOlderMessageThatMentionsNowIsToldBesidesTheNewest() {
        add(9, NOW);
        queue.add(ANN, 7, 3, true, Set.of(), NOW + 100);
        queue.add(ANN, 7, 2, true, Set.of(), NOW + 200);

        assertThat(queue.takeDue(NOW + GATHER_MILLIS))
                .containsExactly(new Notice(ANN, 7, 0, 9, 9, 3, Set.of(), 1, NOW + GATHER_MILLIS));
    }

    @Test
    void anOlderMessageThatMentionsNowIsNotOvertakenByWhatWasToldBefore() {
        add(9, NOW);
        tell(NOW + GATHER_MILLIS);
        queue.add(ANN, 7, 3, true, Set.of(), NOW + 1_000);

        var late = tell(NOW + GATHER_MILLIS + SPACING_MILLIS);
        assertThat(late.mention()).isEqualTo(3);
        assertThat(queue.isOvertaken(late)).isFalse();
    }

    @Test
    void anotherConversationIsAnotherNotice() {
        add(1, NOW);
        queue.add(ANN, 8, 1, Set.of(), NOW);
        queue.add(2, 7, 1, Set.of(), NOW);

        assertThat(queue.waiting()).isEqualTo(3);
    }

    @Test
    void aConversationIsToldOnceInAWhile() {
        add(1, NOW);
        long told = NOW + GATHER_MILLIS;
        tell(told);
        add(2, told + 10);

        assertThat(queue.takeDue(told + SPACING_MILLIS - 1)).isEmpty();
        assertThat(queue.takeDue(told + SPACING_MILLIS)).extracting(Notice::seq).containsExactly(2L);
    }

    @Test
    void afterAQuietWhileAMomentIsEnough() {
        add(1, NOW);
        tell(NOW + GATHER_MILLIS);
        long later = NOW + GATHER_MILLIS + SPACING_MILLIS;
        add(2, later);

        assertThat(queue.takeDue(later + GATHER_MILLIS)).hasSize(1);
    }

    @Test
    void aUserHasOnePushOnItsWayAtATime() {
        add(1, NOW);
        queue.add(ANN, 8, 1, Set.of(), NOW);
        queue.add(2, 7, 1, Set.of(), NOW);

        var due = queue.takeDue(NOW + GATHER_MILLIS);
        assertThat(due)
                .extracting(Notice::userId, Notice::conversationId)
                .containsExactly(tuple(ANN, 7L), tuple(2L, 7L));
        assertThat(queue.takeDue(NOW + GATHER_MILLIS)).isEmpty();
        queue.done(due.get(0), 1, NOW + GATHER_MILLIS - PushPlaces.REST_MILLIS);
        assertThat(queue.takeDue(NOW + GATHER_MILLIS))
                .extracting(Notice::conversationId)
                .containsExactly(8L);
    }

    @Test
    void soManyAreOnTheirWayAtOnce() {
        for (long user = 1; user <= MOST + 2; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }

        var due = queue.takeDue(NOW + GATHER_MILLIS);
        assertThat(due).hasSize(MOST);
        assertThat(queue.takeDue(NOW + GATHER_MILLIS)).isEmpty();
        queue.done(due.get(0), 1, NOW + GATHER_MILLIS);
        assertThat(queue.takeDue(NOW + GATHER_MILLIS))
                .extracting(Notice::userId)
                .containsExactly(MOST + 1L);
    }

    @Test
    void whoHasHadAPlaceForLongGivesItToWhoComes() {
        for (long user = 1; user <= MOST + 1; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }
        long begun = NOW + GATHER_MILLIS;
        var due = queue.takeDue(begun);
        var cut = queue.cut(due.get(0));

        assertThat(queue.takeDue(begun + PATIENCE_MILLIS - 1)).isEmpty();
        assertThat(cut.isComplete()).isFalse();
        assertThat(queue.takeDue(begun + PATIENCE_MILLIS))
                .extracting(Notice::userId)
                .containsExactly(MOST + 1L);
        assertThat(cut.isComplete()).isTrue();
        assertThat(queue.cut(due.get(1)).isComplete()).isFalse();
    }

    @Test
    void whoeverWasSlowHasHalfOfThePlacesAndComesAfterAllOthers() {
        for (long user = 1; user <= MOST; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }
        long begun = NOW + GATHER_MILLIS;
        long later = begun + PATIENCE_MILLIS;
        queue.takeDue(begun).forEach(notice -> queue.done(notice, 0, later));
        for (long user = 1; user <= MOST + 1; user++) {
            queue.add(user, 8, 1, Set.of(), later);
        }

        var due = queue.takeDue(later + GATHER_MILLIS);
        assertThat(due)
                .hasSize(MOST_SLOW + 1)
                .first()
                .extracting(Notice::userId)
                .isEqualTo(MOST + 1L);
        // Those of them who were quick this time are like all others again.
        due.forEach(notice -> queue.done(notice, 0, later + GATHER_MILLIS + 1));
        for (long user = 1; user <= MOST_SLOW; user++) {
            queue.add(user, 9, 1, Set.of(), later);
        }
        assertThat(queue.takeDue(later + GATHER_MILLIS + 1)).hasSize(2 * MOST_SLOW);
    }

    @Test
    void slowOnesTakeTurnsToo() {
        for (long user = 1; user <= MOST; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }
        long later = NOW + GATHER_MILLIS + PATIENCE_MILLIS;
        queue.takeDue(NOW + GATHER_MILLIS).forEach(notice -> queue.done(notice, 0, later));
        for (long user = 1; user <= MOST; user++) {
            queue.add(user, 8, 1, Set.of(), later);
        }
        long begun = later + GATHER_MILLIS;

        assertThat(queue.takeDue(begun)).hasSize(MOST_SLOW);
        assertThat(queue.takeDue(begun + PATIENCE_MILLIS - 1)).isEmpty();
        assertThat(queue.takeDue(begun + PATIENCE_MILLIS))
                .extracting(Notice::userId)
                .hasSize(MOST_SLOW)
                .doesNotContain(1L)
                .contains((long) MOST);
    }

    @Test
    void aPlaceThatWasGivenAwayIsNotGivenBackAgain() {
        for (long user = 1; user <= MOST + 1; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }
        long begun = NOW + GATHER_MILLIS;
        var first = queue.takeDue(begun).get(0);
        long later = begun + PATIENCE_MILLIS;
        var second = queue.takeDue(later).get(0);
        queue.done(second, 0, later);
        queue.add(ANN, 8, 1, Set.of(), later - GATHER_MILLIS);
        assertThat(queue.takeDue(later)).hasSize(1);

        queue.done(first, 0, later);
        queue.add(ANN, 9, 1, Set.of(), later - GATHER_MILLIS);
        assertThat(queue.takeDue(later)).isEmpty();
    }

    @Test
    void whoHasManyDevicesRestsAfterThem() {
        add(1, NOW);
        queue.add(ANN, 8, 1, Set.of(), NOW);
        long begun = NOW + GATHER_MILLIS;
        queue.done(queue.takeDue(begun).get(0), 100, begun);

        assertThat(queue.takeDue(begun + 100 * PushPlaces.REST_MILLIS - 1)).isEmpty();
        assertThat(queue.takeDue(begun + 100 * PushPlaces.REST_MILLIS)).hasSize(1);
    }

    @Test
    void oneUserFillsTheQueueForNobodyElse() {
        for (long conversation = 1; conversation <= MOST_WAITING_OF_ONE + 1; conversation++) {
            queue.add(ANN, conversation, 1, Set.of(), NOW);
        }
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING_OF_ONE);

        // Many together do not either: whoever has the most makes room.
        for (long user = 2; queue.waiting() < MOST_WAITING; user++) {
            for (long conversation = 1; conversation <= 100; conversation++) {
                queue.add(user, conversation, 1, Set.of(), NOW);
            }
        }
        queue.add(9_999, 1, 1, Set.of(), NOW - GATHER_MILLIS);
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING);
        assertThat(queue.takeDue(NOW)).extracting(Notice::userId).containsExactly(9_999L);
    }

    @Test
    void usersTakeTurns() {
        for (long conversation = 1; conversation <= 2; conversation++) {
            for (long user = 1; user <= MOST + 1; user++) {
                queue.add(user, conversation, 1, Set.of(), NOW);
            }
        }
        long begun = NOW + GATHER_MILLIS;
        queue.takeDue(begun).forEach(notice -> queue.done(notice, 0, begun));

        assertThat(queue.takeDue(begun)).first().extracting(Notice::userId).isEqualTo(MOST + 1L);
    }

    @Test
    void whatFindsNoRoomIsLeftOutAndWhatWaitsIsKept() {
        fill(MOST_WAITING + 1);
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING);
        queue.add(ANN, 7, 2, Set.of(), NOW);

        assertThat(queue.waiting()).isEqualTo(MOST_WAITING);
        assertThat(queue.takeDue(NOW + GATHER_MILLIS).get(0).seq()).isEqualTo(2);
        for (long user = 1; user <= MOST + 1; user++) {
            queue.add(MOST_WAITING + 1L + user, 7, 1, Set.of(), NOW);
        }
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING);
    }

    @Test
    void aLargeGroupTakesNoMoreThanATenthOfTheQueue() {
        for (long user = 1; user <= MOST_WAITING; user++) {
            queue.add(user, 7, 1, Set.of(), NOW);
        }
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING / 10);
        queue.add(MOST_WAITING + 1L, 8, 1, Set.of(), NOW);
        assertThat(queue.waiting()).isEqualTo(MOST_WAITING / 10 + 1);

        queue.takeDue(NOW + GATHER_MILLIS);
        queue.add(MOST_WAITING, 7, 1, Set.of(), NOW);
        assertThat(queue.waiting()).as("what was told makes room").isEqualTo(MOST_WAITING / 10 + 2 - MOST);
    }

    @Test
    void aFullQueueIsToldOnceInAWhile() {
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(NoticeQueue.class);
        lines.start();
        log.addAppender(lines);
        try {
            fill(MOST_WAITING);
            assertThat(lines.list).isEmpty();
            for (long user = 1; user <= 1_000; user++) {
                queue.add(MOST_WAITING + user, 7, 1, Set.of(), NOW);
            }
            assertThat(lines.list).hasSize(1);
        } finally {
            log.detachAppender(lines);
        }
    }

    @ParameterizedTest
    @CsvSource({"9999, true", "10000, false"})
    void soManyConversationsAreKnownToHaveBeenToldOf(int others, boolean stillKnown) {
        assertThat(MOST_WAITING).isEqualTo(10_000);
        add(9, NOW);
        tell(NOW + GATHER_MILLIS);
        for (long conversation = 100; conversation < 100 + others; conversation++) {
            queue.add(ANN, conversation, 1, Set.of(), NOW);
            tell(NOW + GATHER_MILLIS);
        }
        add(10, NOW + GATHER_MILLIS);

        assertThat(queue.takeDue(NOW + 2 * GATHER_MILLIS).isEmpty()).isEqualTo(stillKnown);
    }

    @ParameterizedTest
    @CsvSource({"1,2000", "2,8000", "3,32000"})
    void aServiceThatFailsIsTriedAgainLaterEachTime(int attempt, long wait) {
        var notice = new Notice(ANN, 7, 0, 1, Set.of(4L), attempt, NOW);
        queue.again(notice, 5, 0, NOW);

        assertThat(wait).isEqualTo(FIRST_RETRY_MILLIS * (1L << (2 * (attempt - 1))));
        assertThat(queue.takeDue(NOW + wait - 1)).isEmpty();
        assertThat(queue.takeDue(NOW + wait))
                .containsExactly(new Notice(ANN, 7, 5, 1, Set.of(4L), attempt + 1, NOW + wait));
    }

    @Test
    void itIsGivenUpInTheEnd() {
        queue.again(new Notice(ANN, 7, 5, 1, Set.of(), MOST_ATTEMPTS, NOW), 5, 0, NOW);

        assertThat(queue.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,2000", "60,60000", "600,600000", "999999,600000"})
    void whatTheServiceAsksForIsGrantedWithinReason(int retryAfter, long wait) {
        queue.again(new Notice(ANN, 7, 0, 1, Set.of(), 1, NOW), 5, retryAfter, NOW);

        assertThat(queue.takeDue(NOW + wait - 1)).isEmpty();
        assertThat(queue.takeDue(NOW + wait)).hasSize(1);
        assertThat(wait).isLessThanOrEqualTo(LONGEST_RETRY_MILLIS);
    }

    @Test
    void whatIsTriedAgainIsOvertakenByANewerMessageOfItsConversation() {
        add(1, NOW);
        var first = tell(NOW + GATHER_MILLIS);
        queue.again(first, 5, 0, NOW + GATHER_MILLIS);
        assertThat(queue.isOvertaken(first)).isFalse();
        queue.add(ANN, 8, 99, Set.of(), NOW);
        tell(NOW + GATHER_MILLIS);
        assertThat(queue.isOvertaken(first)).as("by another conversation").isFalse();
        add(2, NOW + GATHER_MILLIS);
        var retry = tell(NOW + GATHER_MILLIS + FIRST_RETRY_MILLIS);
        assertThat(retry.sessionId()).isEqualTo(5);
        assertThat(queue.isOvertaken(retry)).isFalse();
        var second = tell(NOW + GATHER_MILLIS + SPACING_MILLIS);

        assertThat(second.seq()).isEqualTo(2);
        assertThat(queue.isOvertaken(retry)).isTrue();
        assertThat(queue.isOvertaken(second)).isFalse();
    }

    @Test
    void aRetryDoesNotDelayWhatIsNew() {
        add(1, NOW);
        queue.again(tell(NOW + GATHER_MILLIS), 5, 0, NOW + GATHER_MILLIS);
        long retried = NOW + GATHER_MILLIS + FIRST_RETRY_MILLIS;
        add(2, retried);
        assertThat(tell(retried).sessionId()).isEqualTo(5);

        assertThat(queue.takeDue(NOW + GATHER_MILLIS + SPACING_MILLIS))
                .extracting(Notice::seq)
                .containsExactly(2L);
    }

    @Test
    void aNoticeIsForAllSessionsWithoutAnOpenPage() {
        var all = new Notice(ANN, 7, 0, 1, Set.of(4L), 1, NOW);
        assertThat(all.isFor(5)).isTrue();
        assertThat(all.isFor(4)).isFalse();

        var again = new Notice(ANN, 7, 5, 1, Set.of(4L), 2, NOW);
        assertThat(again.isFor(5)).isTrue();
        assertThat(again.isFor(6)).isFalse();
        assertThat(new Notice(ANN, 7, 4, 1, Set.of(4L), 2, NOW).isFor(4)).isFalse();
    }

    @Test
    void nothingWaitsAfterTheEnd() {
        add(1, NOW);
        queue.clear();

        assertThat(queue.takeDue(NOW + GATHER_MILLIS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theNewestOfEachConversationIsToldAndNeverTooOften(int seed) {
        var random = new Random(seed);
        var newest = new HashMap<Long, Long>();
        var told = new HashMap<Long, List<Notice>>();
        var times = new HashMap<Long, List<Long>>();
        long now = NOW;
        for (int step = 0; step < 3_000; step++, now += random.nextInt(300)) {
            long conversation = 1 + random.nextInt(5);
            if (step < 2_900 && random.nextInt(3) == 0) {
                queue.add(ANN, conversation, newest.merge(conversation, 1L, Long::sum), Set.of(), now);
            }
            for (var notice : queue.takeDue(now)) {
                told.computeIfAbsent(notice.conversationId(), id -> new ArrayList<>())
                        .add(notice);
                times.computeIfAbsent(notice.conversationId(), id -> new ArrayList<>())
                        .add(now);
                queue.done(notice, 0, now);
            }
        }

        newest.forEach((conversation, seq) -> {
            var notices = told.get(conversation);
            assertThat(notices)
                    .extracting(Notice::seq)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .last()
                    .isEqualTo(seq);
            var at = times.get(conversation);
            for (int i = 1; i < at.size(); i++) {
                assertThat(at.get(i) - at.get(i - 1)).isGreaterThanOrEqualTo(SPACING_MILLIS);
            }
        });
    }

    private void add(long seq, long now) {
        queue.add(ANN, 7, seq, Set.of(), now);
    }

    private void fill(int users) {
        for (long user = 1; user <= users; user++) {
            queue.add(user, 7 + user / 500, 1, Set.of(), NOW);
        }
    }

    private Notice tell(long now) {
        var due = queue.takeDue(now);
        assertThat(due).hasSize(1);
        queue.done(due.get(0), 0, now);
        return due.get(0);
    }
}
