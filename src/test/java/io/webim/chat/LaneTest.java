package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.chat.Conversation.Member;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private static final int MOST_IN_A_BATCH = 128;
    private static final int MOST_QUEUED = 8_192;

    private final Conversation conversation =
            new Conversation(1, 0, new Member(1, 0, 0, 0, null, true), new Member(2, 0, 0, 0, null, true));
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
        assertThat(lane.run(() -> Future.succeededFuture("done")).result()).isEqualTo("done");
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
        write(1 + MOST_QUEUED);
        var refused = draft();
        lane.write(refused);
        var job = lane.run(() -> Future.succeededFuture("done"));

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
    void aJobWaitsForItsTurnAndWhatCameAfterItWaitsForTheJob() {
        write(2);
        var job = lane.run(() -> begin().map("done"));
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
        var failing = lane.run(() -> Future.failedFuture("no"));
        var throwing = lane.run(() -> {
            throw new IllegalStateException("no");
        });
        var fine = lane.run(() -> Future.succeededFuture("yes"));
        end();

        assertThat(failing.failed()).isTrue();
        assertThat(throwing.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(fine.result()).isEqualTo("yes");
        assertThat(lane.isIdle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void oneAfterTheOtherInTheOrderInWhichTheyCame(int seed) {
        var random = new Random(seed);
        var asked = new ArrayList<Object>();
        var begun = new ArrayList<Object>();
        var open = new ArrayDeque<Promise<Void>>();
        var busy = new Lane(drafts -> {
            begun.addAll(drafts);
            assertThat(drafts).hasSizeLessThanOrEqualTo(MOST_IN_A_BATCH);
            return begin(open);
        });
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(4) > 0) {
                var draft = draft();
                asked.add(draft);
                busy.write(draft);
            } else if (random.nextBoolean()) {
                var job = new Object();
                asked.add(job);
                busy.run(() -> {
                    begun.add(job);
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

        assertThat(begun).containsExactlyElementsOf(asked);
        assertThat(busy.isIdle()).isTrue();
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
        return new Draft(conversation, 1, UUID.randomUUID(), "hello", Long.MAX_VALUE, Promise.promise());
    }
}
