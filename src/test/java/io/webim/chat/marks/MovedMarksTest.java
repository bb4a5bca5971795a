package io.webim.chat.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Position;
import io.webim.chat.marks.MovedMarks.Move;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedMarksTest {
    private static final long MANY = 1_000;

    private final Member member = new Member(2, 3, 1, 20);
    private final Conversation conversation =
            new Conversation(7, Kind.DIRECT, 20, List.of(new Member(1, 0, 0, 0), member));

    @Test
    void aMarkThatStandsStillHasNoTime() {
        var moved = receive(5, 100);

        assertThat(moved.received()).isEqualTo(new Move(3, 5, 100));
        assertThat(moved.read()).isEqualTo(new Move(1, 1, 0));
    }

    @Test
    void readingMovesBoth() {
        var moved = read(5, 100);

        assertThat(moved.received()).isEqualTo(new Move(3, 5, 100));
        assertThat(moved.read()).isEqualTo(new Move(1, 5, 100));
    }

    @Test
    void movesUntilTheyAreStoredAreOneFromTheFirstToTheLast() {
        var moved = receive(5, 100).and(read(4, 200)).and(receive(9, 300));

        assertThat(moved.received()).isEqualTo(new Move(3, 9, 300));
        assertThat(moved.read()).isEqualTo(new Move(1, 4, 200));
    }

    @Test
    void whatFailedToBeStoredJoinsWhatHasMovedSince() {
        var failed = receive(5, 100);
        var since = read(8, 200);

        assertThat(since.and(failed).received()).isEqualTo(failed.and(since).received());
        assertThat(since.and(failed).read()).isEqualTo(failed.and(since).read());
    }

    @Test
    void whoWaitsForOneWaitsForWhatItHasJoined() {
        var first = receive(5, 100);
        var second = receive(6, 200);
        var both = first.and(second);

        assertThat(second.stored().future().isComplete()).isFalse();
        both.stored().complete();
        assertThat(first.stored().future().succeeded()).isTrue();
        assertThat(second.stored().future().succeeded()).isTrue();
    }

    @Test
    void storedIsHowFarTheyHaveMovedAndWhen() {
        var moved = receive(5, 100);
        read(6, 200);

        assertThat(moved.toStore(MANY))
                .isEqualTo(new MarkStore.MarkRow(
                        7,
                        2,
                        List.of(1L),
                        true,
                        Position.of(5, 1),
                        false,
                        4,
                        5,
                        new MarkStore.Reached(5, 100),
                        new MarkStore.Reached(1, 0)));
    }

    @Test
    void onlyWhatMayBeCachedLeavesTheCache() {
        var online = new Member(2, 3, 1, 0);
        var quick = new Conversation(7, Kind.DIRECT, 20, List.of(new Member(1, 0, 0, 0), online));
        online.receive(9, 20);
        var moved = MovedMarks.since(Position.of(3, 1), quick, online, 100);

        assertThat(moved.toStore(MANY)).matches(marks -> marks.drainFrom() > marks.drainTo());
        online.cached(6);
        assertThat(moved.toStore(MANY)).matches(marks -> marks.drainFrom() == 4 && marks.drainTo() == 6);
    }

    @Test
    void whatDrainsManyMessagesIsStoredStepByStep() {
        var moved = read(19, 100);
        assertThat(moved.cached()).isEqualTo(16);

        var first = moved.toStore(10);
        assertThat(first)
                .isEqualTo(new MarkStore.MarkRow(
                        7,
                        2,
                        List.of(1L),
                        true,
                        Position.of(13, 13),
                        true,
                        4,
                        13,
                        new MarkStore.Reached(13, 100),
                        new MarkStore.Reached(13, 100)));
        var rest = moved.beyond(first).orElseThrow();
        assertThat(rest.stored()).isSameAs(moved.stored());
        var second = rest.toStore(10);
        assertThat(second)
                .isEqualTo(new MarkStore.MarkRow(
                        7,
                        2,
                        List.of(1L),
                        true,
                        Position.of(19, 19),
                        true,
                        14,
                        19,
                        new MarkStore.Reached(19, 100),
                        new MarkStore.Reached(19, 100)));
        assertThat(rest.beyond(second)).isEmpty();
    }

    @Test
    void whatDrainsNothingIsStoredAtOnceHoweverFarItGoes() {
        var far = new Member(2, 3, 1, 6);
        var vast = new Conversation(7, Kind.DIRECT, 100_000, List.of(new Member(1, 0, 0, 0), far));
        far.receive(100_000, 100_000);
        var moved = MovedMarks.since(Position.of(3, 1), vast, far, 100);

        assertThat(moved.cached()).isEqualTo(3);
        assertThat(moved.toStore(10)).matches(marks -> marks.position().received() == 100_000 && marks.drainTo() == 6);
        assertThat(moved.beyond(moved.toStore(10))).isEmpty();
    }

    @Test
    void theyAreStoredInTheOrderOfTheirRows() {
        assertThat(Stream.of(key(2, 1), key(1, 9), key(10, 1), key(1, 2)).sorted())
                .containsExactly(key(1, 2), key(1, 9), key(2, 1), key(10, 1));
        assertThat(receive(5, 100).key()).isEqualTo(key(7, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void togetherTheyDrainEveryMessageOnce(int seed) {
        var random = new Random(seed);
        long drained = 3;
        MovedMarks waiting = null;
        for (int step = 1; step < 200; step++) {
            conversation.committed(20 + step);
            member.cached(20 + step);
            var before = member.position();
            boolean moved = random.nextBoolean()
                    ? member.receive(random.nextInt(20 + step), conversation.lastSeq())
                    : member.read(random.nextInt(20 + step), conversation.lastSeq(), true);
            if (moved) {
                var move = MovedMarks.since(before, conversation, member, step);
                waiting = waiting == null ? move : waiting.and(move);
            }
            if (waiting != null && random.nextInt(3) == 0) {
                var stored = waiting.toStore(MANY);
                assertThat(stored.position()).isEqualTo(member.position());
                if (stored.position().received() > drained) {
                    assertThat(stored.drainFrom()).isEqualTo(drained + 1);
                    assertThat(stored.drainTo()).isEqualTo(member.position().received());
                    drained = stored.drainTo();
                } else {
                    assertThat(stored.drainFrom()).isGreaterThan(stored.drainTo());
                }
                waiting = null;
            }
        }
        assertThat(drained).isGreaterThan(100);
    }

    private static MemberKey key(long conversationId, long userId) {
        return new MemberKey(conversationId, userId);
    }

    private MovedMarks receive(long seq, long now) {
        var before = member.position();
        assertThat(member.receive(seq, conversation.lastSeq())).isTrue();
        return MovedMarks.since(before, conversation, member, now);
    }

    private MovedMarks read(long seq, long now) {
        var before = member.position();
        assertThat(member.read(seq, conversation.lastSeq(), true)).isTrue();
        return MovedMarks.since(before, conversation, member, now);
    }
}
