package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.SeqRanges;
import io.webim.torture.History.Acknowledged;
import io.webim.torture.History.Deletion;
import io.webim.torture.History.Entry;
import io.webim.torture.History.Mark;
import io.webim.torture.History.Refused;
import io.webim.torture.History.Screen;
import io.webim.torture.History.Sent;
import io.webim.torture.History.Shown;
import io.webim.torture.History.Sighting;
import io.webim.torture.History.StepBack;
import io.webim.torture.History.Stored;
import io.webim.torture.History.StoredConversation;
import io.webim.torture.History.StoredDeletion;
import io.webim.torture.History.StoredMember;
import io.webim.torture.Verdict.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that is blind to what it looks for would call every run a success. */
class CheckerTest {
    private static final long CONVERSATION = 7;
    private static final long ANN = 1;
    private static final long BEN = 2;

    private final History history = new History();
    private final Map<Long, Shown> onBensPhone = new TreeMap<>();

    /** Ann has sent 1..4, Ben has read 1 and 2, deleted 3 for himself; Ann has deleted 2 for everyone. */
    @BeforeEach
    void soundHistory() {
        history.conversations.add(new StoredConversation(CONVERSATION, 4));
        history.members.add(new StoredMember(CONVERSATION, ANN, 4, 0));
        history.members.add(new StoredMember(CONVERSATION, BEN, 4, 2));
        var onAnnsPhone = new TreeMap<Long, Shown>();
        for (long seq = 1; seq <= 4; seq++) {
            var text = seq == 2 ? null : "text " + seq;
            history.sent.add(new Sent(CONVERSATION, ANN, "c" + seq, "text " + seq));
            history.acknowledged.add(new Acknowledged("ann", CONVERSATION, ANN, "c" + seq, seq));
            history.stored.add(new Stored(CONVERSATION, seq, ANN, "c" + seq, text, seq == 2));
            history.sightings.add(new Sighting("ben", BEN, CONVERSATION, seq, ANN, "c" + seq));
            onAnnsPhone.put(seq, new Shown(ANN, "c" + seq, text));
            if (seq != 3) {
                onBensPhone.put(seq, new Shown(ANN, "c" + seq, text));
            }
        }
        history.deletions.add(new Deletion(CONVERSATION, ANN, true, 2, 2, true));
        history.deletions.add(new Deletion(CONVERSATION, BEN, false, 3, 3, true));
        history.storedDeletions.add(new StoredDeletion(CONVERSATION, 0, 2, 2));
        history.storedDeletions.add(new StoredDeletion(CONVERSATION, BEN, 3, 3));
        history.screens.add(new Screen("ann", ANN, CONVERSATION, onAnnsPhone, SeqRanges.NONE, 0, 0));
        history.screens.add(new Screen("ben", BEN, CONVERSATION, onBensPhone, ranges(3, 3), 1, 0));
        history.entries.add(new Entry(ANN, CONVERSATION, 0, 0, 4, 0, 4, 2));
        history.entries.add(new Entry(BEN, CONVERSATION, 1, 0, 4, 2, 4, 0));
        history.marks.put(new Mark(CONVERSATION, BEN, true, 2), "ann");
    }

    @Test
    void soundHistoryIsClean() {
        assertThat(Checker.check(history).examples()).isEmpty();
    }

    @Test
    void acknowledgedMessageThatIsNotInTheDatabaseIsLost() {
        history.sent.add(new Sent(CONVERSATION, ANN, "c5", "text 5"));
        history.acknowledged.add(new Acknowledged("ann", CONVERSATION, ANN, "c5", 5));
        finds(Kind.LOST);
    }

    @Test
    void acknowledgedMessageThatADeviceDoesNotShowIsLost() {
        onBensPhone.remove(4L);
        finds(Kind.LOST, Kind.GAPS);
    }

    @Test
    void messageThatADeviceLacksIsAGap() {
        history.acknowledged.clear();
        onBensPhone.remove(1L);
        finds(Kind.GAPS);
    }

    @Test
    void messageThatIsGoneWithoutBeingDeletedIsLost() {
        history.deletions.removeIf(deletion -> !deletion.everyone());
        finds(Kind.LOST, Kind.GAPS);
    }

    @Test
    void messageThatWasErasedWithoutBeingDeletedIsLost() {
        history.deletions.removeIf(Deletion::everyone);
        finds(Kind.LOST);
    }

    @Test
    void messageThatWasRefusedForGoodIsLost() {
        history.refused.add(new Refused("ann", ANN, "c9", "404"));
        finds(Kind.LOST);
    }

    @Test
    void alteredTextIsALoss() {
        onBensPhone.put(4L, new Shown(ANN, "c4", "text"));
        finds(Kind.LOST);
    }

    @Test
    void sameClientIdTwiceInTheDatabaseIsDoubled() {
        history.stored.add(new Stored(CONVERSATION, 5, ANN, "c4", "text 4", false));
        history.conversations.set(0, new StoredConversation(CONVERSATION, 5));
        assertThat(Checker.check(history).count(Kind.DOUBLED)).isPositive();
    }

    @Test
    void sameSeqTwiceInTheDatabaseIsDoubled() {
        history.sent.add(new Sent(CONVERSATION, ANN, "c5", "text 4"));
        history.stored.add(new Stored(CONVERSATION, 4, ANN, "c5", "text 4", false));
        assertThat(Checker.check(history).count(Kind.DOUBLED)).isPositive();
    }

    @Test
    void sameMessageTwiceOnADeviceIsDoubled() {
        history.sightings.add(new Sighting("ben", BEN, CONVERSATION, 5, ANN, "c4"));
        finds(Kind.DOUBLED);
    }

    @Test
    void messageAcknowledgedUnderTwoSeqsIsDoubled() {
        history.acknowledged.add(new Acknowledged("ann 2", CONVERSATION, ANN, "c1", 4));
        finds(Kind.DOUBLED);
    }

    @Test
    void messageThatNobodyWroteIsDoubled() {
        history.sent.remove(3);
        finds(Kind.DOUBLED);
    }

    @Test
    void swappedMessagesAreOutOfOrder() {
        onBensPhone.put(1L, new Shown(ANN, "c4", "text 4"));
        onBensPhone.put(4L, new Shown(ANN, "c1", "text 1"));
        finds(Kind.ORDER);
    }

    @Test
    void messageAtAnotherPlaceThanBeforeIsOutOfOrder() {
        history.sightings.add(new Sighting("ben", BEN, CONVERSATION, 4, ANN, "c5"));
        finds(Kind.ORDER);
    }

    @Test
    void messageThatTheDatabaseDoesNotHaveIsOutOfOrder() {
        onBensPhone.put(5L, new Shown(BEN, "c5", null));
        finds(Kind.ORDER);
    }

    @Test
    void missingSeqInTheDatabaseIsAGap() {
        history.stored.remove(0);
        assertThat(Checker.check(history).count(Kind.GAPS)).isPositive();
    }

    @Test
    void lastSeqBeyondTheMessagesIsAGap() {
        history.conversations.set(0, new StoredConversation(CONVERSATION, 5));
        finds(Kind.GAPS);
    }

    @Test
    void unreadThatIsNotARecountHasDrifted() {
        history.entries.set(1, new Entry(BEN, CONVERSATION, 2, 0, 4, 2, 4, 0));
        finds(Kind.UNREAD);
    }

    @Test
    void unreadOfADeviceThatIsNotARecountHasDrifted() {
        history.screens.set(1, new Screen("ben", BEN, CONVERSATION, onBensPhone, ranges(3, 3), 0, 0));
        finds(Kind.UNREAD);
    }

    @Test
    void markBelowWhatWasToldIsARegression() {
        history.marks.put(new Mark(CONVERSATION, BEN, true, 3), "ann");
        finds(Kind.REGRESSIONS);
    }

    @Test
    void markAboveTheLastMessageIsARegression() {
        history.members.set(0, new StoredMember(CONVERSATION, ANN, 5, 0));
        history.entries.set(0, new Entry(ANN, CONVERSATION, 0, 0, 5, 0, 4, 2));
        history.entries.set(1, new Entry(BEN, CONVERSATION, 1, 0, 4, 2, 5, 0));
        finds(Kind.REGRESSIONS);
    }

    @Test
    void contactListBehindTheDatabaseIsARegression() {
        history.entries.set(0, new Entry(ANN, CONVERSATION, 0, 0, 4, 0, 4, 1));
        finds(Kind.REGRESSIONS);
    }

    @Test
    void markThatWentBackwardsIsARegression() {
        var log = new MarkLog("ann", true);
        log.connected(1);
        log.event(CONVERSATION, BEN, true, 2);
        log.event(CONVERSATION, BEN, true, 1);
        history.stepsBack.addAll(log.stepsBack);
        finds(Kind.REGRESSIONS);
    }

    @Test
    void replyBehindWhatWasToldBeforeItWasAskedForIsAStepBack() {
        var log = new MarkLog("ann", true);
        log.connected(1);
        log.event(CONVERSATION, BEN, false, 4);
        var floor = log.floor();
        log.event(CONVERSATION, BEN, false, 5);
        floor.reply(CONVERSATION, BEN, false, 4);
        assertThat(log.stepsBack).isEmpty();
        log.floor().reply(CONVERSATION, BEN, false, 4);
        assertThat(log.stepsBack)
                .containsExactly(new StepBack(
                        "ann", new Mark(CONVERSATION, BEN, false, 5), new Mark(CONVERSATION, BEN, false, 4)));
    }

    @Test
    void marksMayBeLostWithTheLifeThatHadThem() {
        var log = new MarkLog("ann", true);
        log.connected(1);
        log.event(CONVERSATION, BEN, false, 4);
        log.connected(2);
        log.floor().reply(CONVERSATION, BEN, false, 3);
        assertThat(log.stepsBack).isEmpty();
    }

    @Test
    void textThatStaysAfterADeletionLeaks() {
        history.stored.set(1, new Stored(CONVERSATION, 2, ANN, "c2", "text 2", true));
        finds(Kind.LEAKS);
    }

    @Test
    void deletedMessageThatADeviceShowsLeaks() {
        onBensPhone.put(2L, new Shown(ANN, "c2", "text 2"));
        finds(Kind.LEAKS);
    }

    @Test
    void acknowledgedDeletionThatIsForgottenLeaks() {
        history.deletions.add(new Deletion(CONVERSATION, BEN, false, 4, 4, true));
        finds(Kind.LEAKS);
    }

    private static SeqRanges ranges(long from, long to) {
        return new SeqRanges(List.of(new SeqRanges.Range(from, to)));
    }

    private void finds(Kind... kinds) {
        var verdict = Checker.check(history);
        assertThat(List.of(Kind.values()).stream()
                        .filter(kind -> verdict.count(kind) > 0)
                        .toList())
                .as(verdict.examples())
                .containsExactlyInAnyOrder(kinds);
        assertThat(verdict.isClean()).isFalse();
    }
}
