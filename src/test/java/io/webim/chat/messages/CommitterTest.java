package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.messages.Batch.Head;
import io.webim.chat.messages.Batch.Side;
import io.webim.chat.messages.Draft.Written;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.DatabaseTrouble.Kind;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every draft gets one answer, and a true one, whatever becomes of the attempts to write it. */
class CommitterTest {
    private static final long ANN = 1;
    private static final long BERT = 2;
    private static final String POISON = "poison";

    private final Table table = new Table();
    private final Conversation conversation = conversation(7);
    private final Conversation other = conversation(8);
    private final List<Written> told = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Future<Void> pause = Future.succeededFuture();
    private int pauses;
    private final Committer committer = new Committer(
            table::write,
            () -> {
                pauses++;
                return pause;
            },
            60_000,
            (draft, written) -> {
                assertThat(draft.result().future().isComplete())
                        .as("told before its sender")
                        .isFalse();
                told.add(written);
            },
            new WriterMeters(meters));

    @Test
    void aBatchIsOneAttemptWithoutALookUp() {
        var drafts = drafts(5);
        commit(drafts);

        assertThat(table.attempts).containsExactly(false);
        assertThat(drafts).extracting(CommitterTest::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(told).extracting(written -> written.message().seq()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(conversation.lastSeq()).isEqualTo(5);
        assertThat(conversation.member(BERT).cachedTo()).isEqualTo(5);
        assertThat(conversation.member(ANN).cachedTo()).isZero();
        assertThat(meters.get("webim.message.batch").summary().totalAmount()).isEqualTo(5);
        assertThat(pauses).isZero();
    }

    @Test
    void whatIsThereAlreadyIsLookedUpAndToldToItsSenderAlone() {
        var before = draft(conversation, "hello");
        commit(List.of(before));
        var again = draft(conversation, "hello", before.clientId());
        var next = draft(conversation, "hello");
        told.clear();
        commit(List.of(again, next));

        assertThat(table.attempts).containsExactly(false, false, true);
        assertThat(written(again).created()).isFalse();
        assertThat(seq(again)).isEqualTo(1);
        assertThat(seq(next)).isEqualTo(2);
        assertThat(told).containsExactly(written(next));
    }

    @Test
    void anAnswerThatWasLostIsLookedUpAndStillNews() {
        table.troubles.add(Trouble.ANSWER_LOST);
        var drafts = drafts(3);
        commit(drafts);

        assertThat(table.attempts).containsExactly(false, true);
        assertThat(pauses).isEqualTo(1);
        assertThat(table.stored).hasSize(3);
        assertThat(drafts).extracting(CommitterTest::seq).containsExactly(1L, 2L, 3L);
        assertThat(told).extracting(written -> written.message().seq()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aDatabaseThatIsAwayIsTriedAgainAfterAPauseEachTime() {
        Collections.addAll(table.troubles, Trouble.AWAY, Trouble.AWAY, Trouble.NO_TURN);
        var drafts = drafts(2);
        commit(drafts);

        assertThat(pauses).isEqualTo(3);
        assertThat(table.attempts).containsExactly(false, true, true, true);
        assertThat(drafts).extracting(CommitterTest::seq).containsExactly(1L, 2L);
    }

    @Test
    void anAttemptThatCannotEvenBeginIsOneThatFailed() {
        table.cannotBegin = true;
        var drafts = drafts(2);
        commit(drafts);

        assertThat(table.attempts).containsExactly(false, true);
        assertThat(drafts).extracting(CommitterTest::seq).containsExactly(1L, 2L);
    }

    @Test
    void whoseTimeIsUpIsToldSoAndNotWritten() {
        var late = late();
        var inTime = draft(conversation, "hello");
        commit(List.of(late, inTime));

        assertThat(late.result().future().cause()).isInstanceOf(TimeoutException.class);
        assertThat(seq(inTime)).isEqualTo(1);
        assertThat(table.stored).hasSize(1);
    }

    @Test
    void whoseTimeIsUpWhileTheDatabaseIsAwayIsToldThat() {
        var untilItIsBack = Promise.<Void>promise();
        pause = untilItIsBack.future();
        table.troubles.add(Trouble.AWAY);
        var first = draft(conversation, "hello");
        var done = committer.commit(List.of(first));
        var meanwhile = late();
        commit(List.of(meanwhile));
        untilItIsBack.complete();
        var afterwards = late();
        commit(List.of(afterwards));

        assertThat(done.succeeded()).isTrue();
        assertThat(seq(first)).isEqualTo(1);
        assertThat(meanwhile.result().future().cause())
                .isInstanceOfSatisfying(
                        DatabaseTrouble.class,
                        trouble -> assertThat(trouble.kind()).isEqualTo(Kind.AWAY));
        assertThat(afterwards.result().future().cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void nothingIsAttemptedWhenTimeIsUpForAll() {
        commit(List.of(late()));

        assertThat(table.attempts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "2,1", "3,1", "7,6", "64,0", "100,37", "128,127"})
    void aRowThatCannotBeWrittenIsRefusedAlone(int count, int poisoned) {
        var drafts = drafts(count);
        drafts.set(poisoned, draft(conversation, POISON));
        commit(drafts);

        assertFailed(drafts.remove(poisoned), 500, "internal");
        assertThat(drafts).allMatch(draft -> written(draft).created());
        assertThat(drafts)
                .extracting(CommitterTest::seq)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(table.stored).hasSize(count - 1);
        assertThat(pauses).isZero();
        int halvings = 32 - Integer.numberOfLeadingZeros(count - 1);
        assertThat(table.attempts).hasSizeLessThanOrEqualTo(2 + 2 * (count == 1 ? 0 : halvings));
    }

    @Test
    void aKeyThatTheOtherLaneTookFirstIsSeenByTheNextLookUp() {
        var first = draft(conversation, "hello");
        commit(List.of(first));
        Collections.addAll(table.troubles, Trouble.NONE, Trouble.BLIND_LOOK_UP);
        var second = draft(other, "hello", first.clientId());
        commit(List.of(second));

        assertThat(pauses).isEqualTo(1);
        assertFailed(second, 409, "client_id_reused");
    }

    @Test
    void theLaneIsNotFreeBeforeTheLastAttempt() {
        var first = draft(conversation, "hello");
        commit(List.of(first));
        Collections.addAll(table.troubles, Trouble.NONE, Trouble.BLIND_LOOK_UP);
        var passed = Promise.<Void>promise();
        pause = passed.future();
        var second = draft(other, "hello", first.clientId());
        var done = committer.commit(List.of(second));

        assertThat(done.isComplete()).isFalse();
        passed.complete();
        assertThat(done.succeeded()).isTrue();
        assertFailed(second, 409, "client_id_reused");
    }

    @Test
    void aRefusalIsTheAnswerOfItsDraftAlone() {
        var refused = draft(conversation(99), "hello");
        var fine = draft(conversation, "hello");
        commit(List.of(refused, fine));

        assertFailed(refused, 404, "conversation_not_found");
        assertThat(seq(fine)).isEqualTo(1);
    }

    @Test
    void aFaultWhileTellingLeavesNobodyWithoutAnAnswer() {
        var faulty = new Committer(
                table::write,
                Future::succeededFuture,
                60_000,
                (draft, written) -> {
                    throw new IllegalStateException("a fault of ours");
                },
                new WriterMeters(meters));
        var drafts = drafts(3);

        assertThat(faulty.commit(drafts).succeeded()).isTrue();
        drafts.forEach(draft -> assertFailed(draft, 500, "internal"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensEachIsStoredOnceAndTheAnswersAreTrue(int seed) {
        var random = new Random(seed);
        var all = new ArrayList<Draft>();
        for (int round = 0; round < 60; round++) {
            var drafts = new ArrayList<Draft>();
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                var where = random.nextBoolean() ? conversation : other;
                int kind = random.nextInt(20);
                if (kind == 0) {
                    drafts.add(draft(where, POISON));
                } else if (kind < 4 && !all.isEmpty()) {
                    var before = all.get(random.nextInt(all.size()));
                    drafts.add(draft(before.conversation(), before.text(), before.clientId()));
                } else {
                    drafts.add(draft(where, "text " + i));
                }
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                table.troubles.add(Trouble.values()[random.nextInt(Trouble.values().length)]);
            }
            commit(drafts);
            table.troubles.clear();
            all.addAll(drafts);
        }

        for (var draft : all) {
            if (draft.text().equals(POISON)) {
                assertFailed(draft, 500, "internal");
                assertThat(table.stored).doesNotContainKey(draft.key());
            } else {
                assertThat(table.stored.get(draft.key()).message().seq()).isEqualTo(seq(draft));
            }
        }
        for (var where : List.of(conversation, other)) {
            var stored = table.stored.values().stream()
                    .map(Batch.Sent::message)
                    .filter(message -> message.conversationId() == where.id)
                    .map(Message::seq)
                    .toList();
            assertThat(stored).isSorted().doesNotHaveDuplicates().last().isEqualTo((long) stored.size());
            assertThat(where.lastSeq()).isEqualTo(stored.size());
            assertThat(told)
                    .extracting(Written::message)
                    .filteredOn(message -> message.conversationId() == where.id)
                    .extracting(Message::seq)
                    .containsExactlyElementsOf(stored);
        }
    }

    private void commit(List<Draft> drafts) {
        assertThat(committer.commit(List.copyOf(drafts)).succeeded()).isTrue();
        assertThat(drafts).allMatch(draft -> draft.result().future().isComplete());
    }

    private List<Draft> drafts(int count) {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(conversation, "message " + i));
        }
        return drafts;
    }

    /** One whose time is up. */
    private Draft late() {
        return new Draft(conversation, ANN, UUID.randomUUID(), "late", System.nanoTime(), Promise.promise());
    }

    private static Draft draft(Conversation conversation, String text) {
        return draft(conversation, text, UUID.randomUUID());
    }

    private static Draft draft(Conversation conversation, String text, UUID clientId) {
        return new Draft(conversation, ANN, clientId, text, System.nanoTime() + 3_600_000_000_000L, Promise.promise());
    }

    private static Written written(Draft draft) {
        assertThat(draft.result().future().cause()).isNull();
        return draft.result().future().result();
    }

    private static long seq(Draft draft) {
        return written(draft).message().seq();
    }

    private static void assertFailed(Draft draft, int status, String code) {
        assertThat(draft.result().future().cause()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo(code);
        });
    }

    private static Conversation conversation(long id) {
        return new Conversation(
                id, Conversation.Kind.DIRECT, 0, List.of(new Member(ANN, 0, 0, 0), new Member(BERT, 0, 0, 0)));
    }

    private enum Trouble {
        NONE,
        /** Nothing was written. */
        AWAY,
        NO_TURN,
        /** All was written. */
        ANSWER_LOST,
        /** The row came to be after the look-up. */
        BLIND_LOOK_UP
    }

    /** What a transaction makes of a batch: all or nothing, each key once, and rows that no database takes. */
    private static final class Table {
        private final Map<Draft.Key, Batch.Sent> stored = new LinkedHashMap<>();
        private final Map<Long, Head> heads = new HashMap<>();
        private final Map<MemberKey, Side> sides = new HashMap<>();
        private final List<Boolean> attempts = new ArrayList<>();
        private final Deque<Trouble> troubles = new ArrayDeque<>();
        private boolean cannotBegin;

        Table() {
            for (long id : List.of(7L, 8L)) {
                heads.put(id, new Head(id, 0, 0));
                sides.put(new MemberKey(id, ANN), contact());
                sides.put(new MemberKey(id, BERT), contact());
            }
        }

        Future<Batch> write(List<Draft> drafts, boolean lookUp) {
            attempts.add(lookUp);
            if (cannotBegin) {
                cannotBegin = false;
                throw new IllegalStateException("It cannot even begin");
            }
            var trouble = troubles.isEmpty() ? Trouble.NONE : troubles.remove();
            var locked = new HashMap<Long, Head>();
            heads.forEach((id, head) -> locked.put(id, copy(head)));
            var read = new HashMap<MemberKey, Side>();
            sides.forEach((key, side) -> read.put(key, new Side(side.standing, side.listed)));
            var batch = new Batch(
                    locked,
                    read,
                    lookUp && trouble != Trouble.BLIND_LOOK_UP ? stored : Map.of(),
                    Map.of(),
                    user -> false);
            batch.number(drafts);
            if (trouble == Trouble.AWAY) {
                return Future.failedFuture(new DatabaseTrouble(Kind.AWAY, null));
            }
            if (trouble == Trouble.NO_TURN) {
                return Future.failedFuture(new DatabaseTrouble(Kind.OVERLOADED, null));
            }
            for (var row : batch.rows) {
                if (POISON.equals(row.message().text())) {
                    return Future.failedFuture(new IllegalStateException("Incorrect string value"));
                }
                if (stored.containsKey(key(row.message()))) {
                    return Future.failedFuture(new DatabaseTrouble(Kind.DUPLICATE_KEY, null));
                }
            }
            heads.putAll(locked);
            sides.putAll(read);
            batch.rows.forEach(row -> stored.put(key(row.message()), new Batch.Sent(row.message(), null)));
            return trouble == Trouble.ANSWER_LOST
                    ? Future.failedFuture(new DatabaseTrouble(Kind.AWAY, null))
                    : Future.succeededFuture(batch);
        }

        private static Draft.Key key(Message message) {
            return new Draft.Key(message.senderId(), message.clientId());
        }

        private static Head copy(Head head) {
            var copy = new Head(head.id, head.lastSeq, head.version);
            copy.ordinals.putAll(head.ordinals);
            return copy;
        }

        private static Side contact() {
            return new Side(new Batch.Standing(true, false, false), true);
        }
    }
}
