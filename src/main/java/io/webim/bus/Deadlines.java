package io.webim.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Ends what takes too long. Everything here is given equally long, so that whoever came first is the next to be ended:
 * one timer serves all, where a timer for each would cost more than a quick answer. Safe from any thread.
 */
final class Deadlines {
    private final Vertx vertx;
    private final long nanos;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private boolean scheduled;

    /** Equal to nothing but itself. */
    private static final class Waiting {
        private final Promise<?> result;
        private final long deadline;

        Waiting(Promise<?> result, long deadline) {
            this.result = result;
            this.deadline = deadline;
        }
    }

    Deadlines(Vertx vertx, long millis) {
        this.vertx = vertx;
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /**
     * Hands the outcome of some work to a promise, or a {@link TimeoutException} when it does not come in time.
     *
     * @param unheard is given what comes later
     */
    <T> void limit(Future<T> work, Promise<T> result, Consumer<T> unheard) {
        if (work.isComplete()) {
            work.onComplete(result);
            return;
        }
        var entry = new Waiting(result, System.nanoTime() + nanos);
        add(entry);
        work.onComplete(done -> {
            remove(entry);
            if (done.succeeded()) {
                if (!result.tryComplete(done.result())) {
                    unheard.accept(done.result());
                }
            } else {
                result.tryFail(done.cause());
            }
        });
    }

    private synchronized void add(Waiting entry) {
        waiting.add(entry);
        if (!scheduled) {
            schedule(nanos);
        }
    }

    private synchronized void remove(Waiting entry) {
        waiting.remove(entry);
    }

    private void schedule(long delay) {
        scheduled = true;
        vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(delay)), id -> endLate());
    }

    private void endLate() {
        // Outside of the lock: whoever listens may do anything.
        takeLate().forEach(entry -> entry.result.tryFail(new TimeoutException("No answer in time")));
    }

    private synchronized List<Waiting> takeLate() {
        long now = System.nanoTime();
        var late = new ArrayList<Waiting>();
        for (var entries = waiting.iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            if (entry.deadline - now > 0) {
                schedule(entry.deadline - now + TimeUnit.MILLISECONDS.toNanos(1));
                return late;
            }
            late.add(entry);
            entries.remove();
        }
        scheduled = false;
        return late;
    }
}
