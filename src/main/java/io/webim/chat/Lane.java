package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes for the conversations that it owns, one transaction after the other. What queues while one runs goes together
 * into the next: the slower the disk, the larger the batch. Nothing waits for a timer.
 */
final class Lane {
    private static final int MOST_IN_A_BATCH = 128;
    private static final int MOST_QUEUED = 8_192;

    private sealed interface Task {}

    private record Write(Draft draft) implements Task {}

    private record Job(Supplier<Future<Void>> run) implements Task {}

    private final Deque<Task> queue = new ArrayDeque<>();
    private final Function<List<Draft>, Future<Void>> commit;
    private boolean busy;

    /** @param commit settles every draft, whatever happens; never fails */
    Lane(Function<List<Draft>, Future<Void>> commit) {
        this.commit = commit;
    }

    void write(Draft draft) {
        if (queue.size() >= MOST_QUEUED) {
            draft.result().fail(Failure.retryAfter(503, "overloaded", "Too much is waiting to be written.", 1));
            return;
        }
        queue.add(new Write(draft));
        next();
    }

    /** Runs something else that writes to these conversations, in turn. */
    <T> Future<T> run(Supplier<Future<T>> job) {
        if (queue.size() >= MOST_QUEUED) {
            return Future.failedFuture(Failure.retryAfter(503, "overloaded", "Too much is waiting to be written.", 1));
        }
        var result = Promise.<T>promise();
        queue.add(new Job(() -> guarded(job).onComplete(result).transform(done -> Future.succeededFuture())));
        next();
        return result.future();
    }

    int waiting() {
        return queue.size();
    }

    boolean isIdle() {
        return !busy && queue.isEmpty();
    }

    private void next() {
        if (busy || queue.isEmpty()) {
            return;
        }
        busy = true;
        take().onComplete(done -> {
            busy = false;
            next();
        });
    }

    private Future<Void> take() {
        if (queue.peek() instanceof Job job) {
            queue.remove();
            return job.run().get();
        }
        var drafts = new ArrayList<Draft>();
        while (drafts.size() < MOST_IN_A_BATCH && queue.peek() instanceof Write write) {
            drafts.add(write.draft());
            queue.remove();
        }
        return commit.apply(drafts);
    }

    private static <T> Future<T> guarded(Supplier<Future<T>> job) {
        try {
            return job.get();
        } catch (RuntimeException error) {
            return Future.failedFuture(error);
        }
    }
}
