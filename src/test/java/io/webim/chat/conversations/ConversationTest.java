package io.webim.chat.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation.Audience;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.chat.sync.SummaryRow;
import io.webim.contract.MessageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final long ANN = 1;
    private static final long BERT = 2;

    private final Member ann = new Member(ANN, 0, 0, 0);
    private final Member bert = new Member(BERT, 0, 0, 0);
    private final Conversation conversation = new Conversation(7, Kind.DIRECT, 10, List.of(ann, bert));

    @Test
    void whatIsReadIsReceivedToo() {
        assertThat(bert.read(4, 10, true)).isTrue();
        assertThat(bert.position().received()).isEqualTo(4);
        assertThat(bert.position().read()).isEqualTo(4);
    }

    @Test
    void whatIsReceivedNeedNotBeRead() {
        assertThat(bert.receive(4, 10)).isTrue();
        assertThat(bert.position().received()).isEqualTo(4);
        assertThat(bert.position().read()).isZero();
    }

    @Test
    void readingLessThanWasReceivedLeavesThatMark() {
        bert.receive(9, 10);

        assertThat(bert.read(4, 10, true)).isTrue();
        assertThat(bert.position().received()).isEqualTo(9);
    }

    @Test
    void marksEndAtTheLastMessage() {
        assertThat(bert.read(99, 10, true)).isTrue();
        assertThat(bert.position().read()).isEqualTo(10);
        assertThat(bert.receive(99, 10)).isFalse();
    }

    @Test
    void whoIsBackByAnotherNodesNewerChangeIsNotTakenForGone() {
        var group = new Conversation(8, Kind.GROUP, 10, 5, Settled.NOTHING, List.of(ann, bert));

        group.changed(4, List.of(), List.of(ANN), Settled.NOTHING);
        assertThat(group.areGone(List.of(ANN))).isEmpty();

        group.changed(6, List.of(), List.of(ANN), Settled.NOTHING);
        assertThat(group.areGone(List.of(ANN))).containsExactly(ANN);
    }

    @Test
    void whatIsWrittenWhileThePeerIsAddedIsAnsweredInItsOrder() {
        var answered = new ArrayList<Integer>();
        var first = Promise.promise();
        var second = Promise.promise();

        ann.add(first.future());
        ann.added().onComplete(done -> answered.add(1));
        ann.add(second.future());
        ann.added().onComplete(done -> answered.add(2));
        second.complete();
        first.complete();

        assertThat(answered).containsExactly(1, 2);
    }

    @Test
    void anAdditionThatFailedHoldsNothingUp() {
        var failing = Promise.promise();
        ann.add(failing.future());
        ann.add(Future.succeededFuture());

        failing.fail("refused");

        assertThat(ann.added().succeeded()).isTrue();
    }

    @Test
    void whatWhoBlocksReadsIsNotTold() {
        bert.read(1, 10, true);
        bert.relates(new Relation(1, true, 3L));

        assertThat(bert.blocksPeer()).isTrue();
        assertThat(bert.shownTo()).isEqualTo(3);
        assertThat(bert.receive(2, 10)).isTrue();
        assertThat(bert.read(2, 10, true)).isTrue();
        assertThat(bert.position()).isEqualTo(new Position(2, 2, 1, 1));
        assertThat(conversation.state(ANN, 2)).isEqualTo(MessageState.CACHE);
        bert.relates(new Relation(2, true, null));
        assertThat(bert.blocksPeer()).isFalse();
        assertThat(bert.shownTo()).isEqualTo(Long.MAX_VALUE);
        assertThat(bert.position()).isEqualTo(new Position(2, 2, 1, 1));
        assertThat(bert.read(8, 10, true)).isTrue();
        assertThat(bert.position()).isEqualTo(Position.of(8, 8));
    }

    @Test
    void whoKeepsReadsToOneselfIsToldNoneBetweenTwo() {
        conversation.read(bert, 2);
        bert.keepReads(true);
        conversation.read(bert, 4);
        conversation.read(ann, 3);

        assertThat(bert.position()).isEqualTo(new Position(4, 4, 4, 2));
        assertThat(ann.position()).isEqualTo(new Position(3, 3, 3, 0));
        bert.keepReads(false);
        assertThat(bert.position().toldRead()).isEqualTo(2);
        conversation.read(bert, 5);
        assertThat(bert.position()).isEqualTo(Position.of(5, 5));
    }

    @Test
    void whoKeepsReadsToOneselfHoldsUpNobodyInAGroup() {
        var carl = new Member(3, 0, 0, 0);
        var group = new Conversation(8, Kind.GROUP, 10, List.of(ann, bert, carl));
        carl.keepReads(true);
        group.read(bert, 5);
        assertThat(group.state(ANN, 5)).isEqualTo(MessageState.CACHE);
        group.receive(carl, 5);

        assertThat(group.state(ANN, 5)).isEqualTo(MessageState.READ);
        assertThat(carl.position().read()).isZero();
        group.read(ann, 5);
        assertThat(group.state(carl.userId, 5)).isEqualTo(MessageState.DONE);
        assertThat(group.ticksFor(carl.userId).of(carl.userId, 5)).isEqualTo(MessageState.DONE);
        assertThat(group.takeMovedTicks())
                .hasEntrySatisfying(
                        new Audience(Two.NOBODY, true), told -> assertThat(told).containsExactly(carl.userId));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void marksAreTheHighestOfWhatWasToldAndAllowed(int seed) {
        var random = new Random(seed);
        var member = new Member(BERT, 0, 0, 0);
        long lastSeq = 0;
        boolean blocks = false;
        long received = 0;
        long read = 0;
        long toldReceived = 0;
        long toldRead = 0;
        for (int step = 0; step < 2_000; step++) {
            lastSeq += random.nextInt(3);
            if (random.nextInt(20) == 0) {
                blocks = random.nextBoolean();
                member.relates(new Relation(step, true, blocks ? lastSeq : null));
            }
            long told = random.nextInt((int) lastSeq + 5);
            long allowed = Math.min(told, lastSeq);
            if (random.nextBoolean()) {
                member.receive(told, lastSeq);
            } else {
                member.read(told, lastSeq, true);
                read = Math.max(read, allowed);
                toldRead = blocks ? toldRead : Math.max(toldRead, allowed);
            }
            received = Math.max(received, allowed);
            toldReceived = blocks ? toldReceived : Math.max(toldReceived, allowed);
            assertThat(member.position()).isEqualTo(new Position(received, read, toldReceived, toldRead));
        }
    }

    @Test
    void aMessageHasComeAsFarAsItsReceiverTold() {
        bert.receive(5, 10);
        bert.read(3, 10, true);
        ann.read(10, 10, true);

        assertThat(conversation.state(ANN, 3)).isEqualTo(MessageState.READ);
        assertThat(conversation.state(ANN, 4)).isEqualTo(MessageState.DONE);
        assertThat(conversation.state(ANN, 5)).isEqualTo(MessageState.DONE);
        assertThat(conversation.state(ANN, 6)).isEqualTo(MessageState.CACHE);
        assertThat(conversation.state(BERT, 6)).isEqualTo(MessageState.READ);
        assertThat(new SummaryRow.ShownMarks(5, 3)).satisfies(marks -> {
            assertThat(marks.state(3)).isEqualTo(MessageState.READ);
            assertThat(marks.state(5)).isEqualTo(MessageState.DONE);
            assertThat(marks.state(6)).isEqualTo(MessageState.CACHE);
        });
    }

    @Test
    void statesHaveTheNamesOfTheContract() {
        assertThat(MessageState.values())
                .extracting(MessageState::text)
                .containsExactly("msg_cache", "msg_done", "msg_read");
    }

    @Test
    void itHasTwoMembers() {
        assertThat(conversation.has(ANN)).isTrue();
        assertThat(conversation.has(BERT)).isTrue();
        assertThat(conversation.has(3)).isFalse();
        assertThat(conversation.member(ANN)).isSameAs(ann);
        assertThat(conversation.member(BERT)).isSameAs(bert);
        assertThat(conversation.peerOf(ANN)).isSameAs(bert);
        assertThat(conversation.peerOf(BERT)).isSameAs(ann);
    }

    @Test
    void whatWasCommittedStaysCommitted() {
        conversation.committed(12);
        conversation.committed(11);

        assertThat(conversation.lastSeq()).isEqualTo(12);
    }

    @Test
    void theCacheReachesAsFarAsItsNewestMessage() {
        bert.cached(6);
        bert.cached(4);

        assertThat(bert.cachedTo()).isEqualTo(6);
    }

    @Test
    void itIsPinnedUntilTheLastWhoPinnedItLetsGo() {
        conversation.pin();
        conversation.pin();
        conversation.unpin();
        assertThat(conversation.isPinned()).isTrue();
        conversation.unpin();
        assertThat(conversation.isPinned()).isFalse();
    }

    @Test
    void aMemberRemembersWhatWasSettled() {
        assertThat(ann.isIntroduced()).isFalse();
        ann.introduce();
        assertThat(ann.isIntroduced()).isTrue();
        assertThat(ann.hasAddedPeer()).isFalse();
        ann.relates(new Relation(1, true, null));
        assertThat(ann.hasAddedPeer()).isTrue();
    }

    @Test
    void whatIsOlderThanWhatIsKnownComesTooLate() {
        ann.relates(new Relation(5, true, null));
        ann.relates(new Relation(4, true, 3L));

        assertThat(ann.blocksPeer()).isFalse();
    }

    @Test
    void amongManyWhoeverIsFurthestBehindDecides() {
        var carl = new Member(3, 0, 0, 0);
        var group = new Conversation(8, Kind.GROUP, 10, List.of(ann, bert, carl));
        bert.read(9, 10, true);
        carl.receive(7, 10);

        assertThat(group.state(ANN, 7)).isEqualTo(MessageState.DONE);
        assertThat(group.state(ANN, 8)).isEqualTo(MessageState.CACHE);
        assertThat(group.peerOf(ANN)).isNull();
        assertThat(group.others(ANN)).containsExactly(bert, carl);
    }

    @Test
    void whatAnotherRoomChangedIsTakenOver() {
        ann.read(5, 10, true);
        var fresh = new Member(ANN, 0, 0, 0);
        fresh.relates(new Relation(2, true, 4L));
        conversation.refresh(new Conversation(7, Kind.DIRECT, 12, List.of(fresh, new Member(BERT, 0, 0, 0))));

        assertThat(conversation.lastSeq()).isEqualTo(12);
        assertThat(ann.position().read()).isEqualTo(5);
        assertThat(ann.blocksPeer()).isTrue();
    }

    @Test
    void theNewestThatWasReadMayBeNewsOnce() {
        conversation.read(1);
        assertThat(conversation.takeUnheard(9)).isFalse();
        assertThat(conversation.takeUnheard(10)).isTrue();
        assertThat(conversation.takeUnheard(10)).isFalse();
        assertThat(conversation.takeUnheard(11)).isTrue();
    }

    @Test
    void aloneWhatWasReadIsNoNews() {
        conversation.read(0);
        assertThat(conversation.takeUnheard(10)).isFalse();
        assertThat(conversation.takeUnheard(11)).isTrue();
    }

    /** A node that hung learns of who has come before it tells what it wrote. */
    @Test
    void whoHasComeSinceAMessageWasWrittenDoesNotSeeIt() {
        var early = new Member(1, 0, 0, 0);
        var late = new Member(2, 0, 0, 0);
        late.joined(5);
        var group = new Conversation(7, Kind.GROUP, 9, List.of(late, early));

        assertThat(group.whoSees(5)).containsExactly(1L);
        assertThat(group.whoSees(6)).containsExactly(2L, 1L);
        assertThat(group.whoSeesMost()).isEqualTo(1);

        var again = new Member(1, 0, 0, 0);
        again.joined(9);
        group.changed(1, List.of(again), List.of(1L), Settled.NOTHING);
        assertThat(group.whoSees(9)).containsExactly(2L);
        assertThat(group.whoSees(10)).containsExactly(2L, 1L);
    }

    /** Another node may have removed somebody with it, of which nothing is known here. */
    @Test
    void whatWasWrittenAfterTheMembersWereReadIsToldToNobodyYet() {
        var group = new Conversation(7, Kind.GROUP, 9, List.of(new Member(1, 0, 0, 0), new Member(2, 0, 0, 0)));

        assertThat(group.whoMissed(9, 9)).containsExactly(1L, 2L);
        assertThat(group.whoMissed(10, 9)).isEmpty();
    }

    @Test
    void whatIsReadAnewTellsWhoHasComeBack() {
        var group = new Conversation(7, Kind.GROUP, 9, List.of(new Member(1, 0, 0, 0), new Member(2, 0, 0, 0)));
        var back = new Member(2, 0, 0, 0);
        back.joined(11);
        group.refresh(new Conversation(7, Kind.GROUP, 12, List.of(new Member(1, 0, 0, 0), back)));

        assertThat(group.whoSees(11)).containsExactly(1L);
    }
}
