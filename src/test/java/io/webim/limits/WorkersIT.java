package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.Workers.Work;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread, and work that holds it. */
class WorkersIT {
    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers(vertx, "test", 1, 1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        held.countDown();
        TestServer.await(vertx.close());
    }

    @Test
    void whatIsDoneInTimeIsAnsweredAndFailuresStayWhatTheyAre() {
        assertThat(TestServer.await(run(60_000, () -> "done").outcome())).isEqualTo("done");
        assertThatThrownBy(() -> TestServer.await(run(60_000, () -> {
                            throw new java.io.IOException("broken");
                        })
                        .outcome()))
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void whatWaitsTooLongIsBusyAndNeverBegun() {
        var first = run(60_000, this::hold);
        var second = run(20, this::hold);

        assertBusy(second.outcome());
        held.countDown();

        assertThat(TestServer.await(first.outcome())).isEqualTo("held");
        assertThat(TestServer.await(second.over())).isFalse();
        assertThat(begun).hasValue(1);
    }

    @Test
    void whatRunsTooLongIsBusyAndKeepsItsThreadUntilItIsOver() {
        Work<String> work;
        do {
            // On a machine with other things to do it may not even be begun.
            work = run(200, this::hold);
            assertBusy(work.outcome());
        } while (begun.get() == 0);
        assertThat(work.over().isComplete()).isFalse();
        held.countDown();

        TestServer.await(work.over());
        assertThat(TestServer.await(run(60_000, () -> "next").outcome())).isEqualTo("next");
    }

    @Test
    void nobodyTakesTheLastThread() {
        var two = new Workers(vertx, "two", 2, 1);
        var first = run(two, "one", 60_000, this::hold);
        var second = run(two, "one", 60_000, () -> "second");

        // Though it came last.
        assertThat(TestServer.await(run(two, "another", 60_000, () -> "third").outcome()))
                .isEqualTo("third");
        assertThat(first.outcome().isComplete()).isFalse();
        assertThat(second.outcome().isComplete()).isFalse();
        held.countDown();
        assertThat(TestServer.await(second.outcome())).isEqualTo("second");
    }

    @Test
    void whoeverComesTakesTurnsWithThoseWhoAreThere() {
        var order = new ArrayList<String>();
        var first = run(60_000, this::hold);
        var works = Stream.of("one", "one", "one", "another", "third", "another")
                .map(whose -> run(workers, whose, 60_000, () -> {
                    synchronized (order) {
                        order.add(whose);
                    }
                    return whose;
                }))
                .toList();
        held.countDown();

        TestServer.await(first.outcome());
        works.forEach(work -> TestServer.await(work.outcome()));
        assertThat(order).containsExactly("one", "another", "third", "one", "another", "one");
    }

    private String hold() throws InterruptedException {
        begun.incrementAndGet();
        held.await();
        return "held";
    }

    private Work<String> run(long millis, java.util.concurrent.Callable<String> task) {
        return run(workers, "one", millis, task);
    }

    private static Work<String> run(
            Workers workers, String whose, long millis, java.util.concurrent.Callable<String> task) {
        return workers.run(
                whose,
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis),
                task,
                () -> Failure.retryAfter(ErrorCode.BUSY, "Busy.", 1));
    }

    private static void assertBusy(Future<String> outcome) {
        assertThatThrownBy(() -> TestServer.await(outcome))
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("busy");
    }
}
