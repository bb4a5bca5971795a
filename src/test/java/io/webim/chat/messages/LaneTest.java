package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Member;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private static final int MOST_IN_A_BATCH = 128;
    private static final int MOST_QUEUED = 8_192;
    private static final int MOST_QUEUED_BY_ONE = 1_024;
    private static final long ME = 1;

    private final Conversation conversation =
            new Conversation(1, Kind.DIRECT, 0, List.of(new Member(1, 0, 0, 0), new Member(2, 0, 0, 0)));
    private final List<List<Draft>> batches = new ArrayList<>();
    private final Deque<Promise<Void>> running = new ArrayDeque<>();
    private final Lane lane = new Lane(drafts -> {
        batches.add(drafts);
        return begin();
    });

    @Test
    void whatComesAloneIsWrittenAtOnce() {
        var draft = draft();
        lane.write(draft);

        assertThat(batches).containsExactly(List.of(draft));
        assertThat(lane.isIdle()).isFalse();
        end();
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void aJobThatComesAloneRunsAtOnce() {
        assertThat(lane.run(ME, () -> Future.succeededFuture("done")).result()).isEqualTo("done");
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void whatQueuesWhileOneIsWrittenGoesTogetherIntoTheNext() {
        var drafts = write(4);

        assertThat(batches).containsExactly(drafts.subList(0, 1));
        assertThat(lane.waiting()).isEqualTo(3);
        end();
        assertThat(batches).containsExactly(drafts.subList(0, 1), drafts.subList(1, 4));
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void aBatchIsBounded() {
        var drafts = write(1 + 2 * MOST_IN_A_BATCH + 1);
        end();
        end();
        end();

        assertThat(batches).extracting(List::size).containsExactly(1, MOST_IN_A_BATCH, MOST_IN_A_BATCH, 1);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(drafts);
    }

    @Test
    void whatFindsNoRoomIsToldToComeBack() {
        for (long user = 1; lane.waiting() < MOST_QUEUED; user++) {
            lane.write(draftOf(user % 100));
        }
        var refused = draft();
        lane.write(refused);
        var job = lane.run(ME, () -> Future.succeededFuture("done"));

        assertThat(lane.waiting()).isEqualTo(MOST_QUEUED);
        assertOverloaded(refused.result().future().cause());
        assertOverloaded(job.cause());
        end();
        var taken = draft();
        lane.write(taken);
        assertThat(taken.result().future().isComplete()).isFalse();
        assertThat(lane.waiting()).isEqualTo(MOST_QUEUED - MOST_IN_A_BATCH + 1);
    }

    @Test
    void oneUserFillsTheQueueForNobodyElse() {
        write(1 + MOST_QUEUED_BY_ONE);
        var refused = draft();
        lane.write(refused);
        var refusedJob = lane.run(ME, () -> Future.succeededFuture("done"));
        var others = draftOf(2);
        lane.write(others);

        assertOverloaded(refused.result().future().cause());
        assertOverloaded(refusedJob.cause());
        assertThat(others.result().future().isComplete()).isFalse();
        end();
        assertThat(batches.get(1)).hasSize(MOST_IN_A_BATCH).contains(others);
    }

    @Test
    void longTextsMakeAShorterBatchAndNobodyLosesTheTurn() {
        var text = "x".repeat(10_000);
        write(1);
        var drafts = new ArrayList<Draft>();
        for (long user = 1; user <= 40; user++) {
            drafts.add(draftOf(user, text));
            lane.write(drafts.get(drafts.size() - 1));
        }
        end();
        end();

        // 20,000 bytes each, within 512 KiB.
        assertThat(batches).extracting(List::size).containsExactly(1, 26, 14);
        assertThat(batches.stream().skip(1).flatMap(List::stream)).containsExactlyElementsOf(drafts);
    }

    @Test
    void whatWaitsIsBoundedByItsBytesToo() {
        var text = "x".repeat(10_000);
        write(1);
        int ofOne = 2 * 1024 * 1024 / 20_000;
        var refused = new ArrayList<Draft>();
        for (long user = 1; user <= 9; user++) {
            for (int i = 0; i < ofOne; i++) {
                var draft = draftOf(user, text);
                lane.write(draft);
                if (draft.result().future().failed()) {
                    refused.add(draft);
                }
            }
            if (user == ME) {
                var oneMore = draftOf(ME, text);
                lane.write(oneMore);
                assertOverloaded(oneMore.result().future().cause());
            }
        }

        // All that fits, and the first of whoever came when it was full.
        assertThat(lane.waiting()).isBetween(16 * 1024 * 1024 / 20_000, 16 * 1024 * 1024 / 20_000 + 1);
        assertThat(refused).hasSize(9 * ofOne - lane.waiting());
        assertOverloaded(refused.get(0).result().future().cause());
        var another = draftOf(99, text);
        lane.write(another);
        assertThat(another.result().future().isComplete()).isFalse();
        var second = draftOf(99, text);
        lane.write(second);
        assertOverloaded(second.result().future().cause());
    }

    @Test
    void aMessageWaitsForOneJobHoweverManyWaitBeforeIt() {
        write(1);
        for (long user = 1; user <= 50; user++) {
            lane.run(user, this::begin);
            lane.run(user, this::begin);
        }
        end();
        var draft = draftOf(99);
        lane.write(draft);
        end();

        assertThat(batches).hasSize(2);
        assertThat(batches.get(1)).containsExactly(draft);
    }

    @Test
    void jobsComeInTurnToo() {
        write(1);
        var begun = new ArrayList<Long>();
        for (long user : List.of(2L, 2L, 2L, 3L)) {
            lane.run(user, () -> {
                begun.add(user);
                return begin();
            });
        }
        lane.write(draftOf(4));
        for (int i = 0; i < 6; i++) {
            end();
            lane.write(draftOf(4));
        }

        assertThat(begun).startsWith(2L, 3L, 2L);
    }

    @Test
    void itIsDrainedWhenNothingIsLeft() {
        assertThat(lane.drained().isComplete()).isTrue();
        write(2);
        lane.run(7, this::begin);
        var drained = lane.drained();
        end();
        end();
        assertThat(drained.isComplete()).isFalse();
        end();

        assertThat(drained.isComplete()).isTrue();
    }

    @Test
    void aJobWaitsForItsTurnAndWhatCameAfterItWaitsForTheJob() {
        write(2);
        var job = lane.run(ME, () -> begin().map("done"));
        write(2);

        assertThat(batches).hasSize(1);
        end();
        assertThat(batches).extracting(List::size).containsExactly(1, 1);
        end();
        assertThat(job.isComplete()).isFalse();
        assertThat(batches).hasSize(2);
        end();
        assertThat(job.result()).isEqualTo("done");
        assertThat(batches).extracting(List::size).containsExactly(1, 1, 2);
    }

    @Test
    void aJobThatFailsHoldsNobodyUp() {
        write(1);
        var failing = lane.run(ME, () -> Future.failedFuture("no"));
        var throwing = lane.run(ME, () -> {
            throw new IllegalStateException("no");
        });
        var fine = lane.run(ME, () -> Future.succeededFuture("yes"));
        end();

        assertThat(failing.failed()).isTrue();
        assertThat(throwing.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(fine.result()).isEqualTo("yes");
        assertThat(lane.isIdle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void oneAfterTheOtherAndOfEachUserInTheOrderInWhichTheyCame(int seed) {
        var random = new Random(seed);
        var asked = new HashMap<Long, List<Object>>();
        var begun = new HashMap<Long, List<Object>>();
        var open = new ArrayDeque<Promise<Void>>();
        var busy = new Lane(drafts -> {
            drafts.forEach(draft -> note(begun, draft.senderId(), draft));
            assertThat(drafts).hasSizeLessThanOrEqualTo(MOST_IN_A_BATCH);
            return begin(open);
        });
        for (int step = 0; step < 3_000; step++) {
            long user = 1 + random.nextInt(5);
            if (random.nextInt(4) > 0) {
                var draft = draftOf(user);
                note(asked, user, draft);
                busy.write(draft);
            } else if (random.nextBoolean()) {
                var job = new Object();
                note(asked, user, job);
                busy.run(user, () -> {
                    note(begun, user, job);
                    return begin(open);
                });
            } else if (!open.isEmpty()) {
                open.remove().complete();
            }
            assertThat(open).hasSizeLessThanOrEqualTo(1);
        }
        while (!open.isEmpty()) {
            open.remove().complete();
        }

        assertThat(begun).isEqualTo(asked);
        assertThat(busy.isIdle()).isTrue();
    }

    private static void note(Map<Long, List<Object>> notes, long user, Object task) {
        notes.computeIfAbsent(user, none -> new ArrayList<>()).add(task);
    }

    private static void assertOverloaded(Throwable refused) {
        assertThat(refused).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.code()).isEqualTo("overloaded");
            assertThat(failure.retryAfter()).isEqualTo(1);
        });
    }

    private Future<Void> begin() {
        return begin(running);
    }

    private static Future<Void> begin(Deque<Promise<Void>> running) {
        var promise = Promise.<Void>promise();
        running.add(promise);
        return promise.future();
    }

    private void end() {
        running.remove().complete();
    }

    private List<Draft> write(int count) {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft());
        }
        drafts.forEach(lane::write);
        return drafts;
    }

    private Draft draft() {
        return draftOf(ME);
    }

    private Draft draftOf(long senderId) {
        return draftOf(senderId, "hello");
    }

    private Draft draftOf(long senderId, String text) {
        return new Draft(conversation, senderId, UUID.randomUUID(), text, Long.MAX_VALUE, Promise.promise());
    }
}
