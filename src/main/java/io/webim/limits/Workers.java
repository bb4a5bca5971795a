package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.webim.contract.Failure;
import io.webim.limits.SharedPlaces.Bounds;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that blocks, which all who ask take in turns. Whoever asks hears by a deadline, and hears why: work that
 * waits or runs too long is refused as such, before anybody could take it for an outage of the database; what was not
 * begun by then never is. Safe from any thread.
 */
public final class Workers {
    private final Vertx vertx;
    private final WorkerExecutor executor;
    private final SharedPlaces places;

    /** @param threadsOfOne how many of them one may have at once, be it with nobody else waiting */
    public Workers(Vertx vertx, String name, int threads, int threadsOfOne) {
        this.vertx = vertx;
        this.executor = vertx.createSharedWorkerExecutor(name, threads);
        this.places = new SharedPlaces(new Bounds(threads, threadsOfOne, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    /**
     * A piece of work.
     *
     * @param outcome fails at the deadline, however long the thread goes on
     * @param over when the thread is free again: whether it was begun at all
     */
    public record Work<T>(Future<T> outcome, Future<Boolean> over) {}

    /**
     * @param deadline of {@link System#nanoTime}
     * @param late what is said to those whose work was not done by then
     */
    public <T> Work<T> run(Object whose, long deadline, Callable<T> task, Supplier<Failure> late) {
        var outcome = Promise.<T>promise();
        var over = Promise.<Boolean>promise();
        long timer = vertx.setTimer(millisUntil(deadline), now -> outcome.tryFail(late.get()));
        places.add(whose, () -> {
            var begun = new AtomicBoolean();
            return executor.<@Nullable T>executeBlocking(
                            () -> {
                                begun.set(!outcome.future().isComplete() && deadline - System.nanoTime() > 0);
                                // Else the timer tells.
                                return begun.get() ? task.call() : null;
                            },
                            false)
                    .onComplete(done -> {
                        if (begun.get()) {
                            vertx.cancelTimer(timer);
                            settle(done.succeeded(), done.result(), done.cause(), outcome);
                        }
                        over.complete(begun.get());
                    });
        });
        return new Work<>(outcome.future(), over.future());
    }

    @SuppressWarnings("NullAway") // what was begun has a result, or a cause
    private static <T> void settle(
            boolean succeeded, @Nullable T result, @Nullable Throwable cause, Promise<T> outcome) {
        if (succeeded) {
            outcome.tryComplete(result);
        } else {
            outcome.tryFail(cause);
        }
    }

    private static long millisUntil(long deadline) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }
}
