package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes for the conversations that it owns, one transaction after the other. What queues while one runs goes together
 * into the next: the slower the disk, the larger the batch. Nothing waits for a timer.
 *
 * <p>Users take turns: whatever one has queued comes in its order, and holds nobody else's up for longer than one of its
 * own takes.
 */
public final class Lane {
    /** For whom the server itself writes. */
    public static final long NOBODY = 0;

    private static final int MOST_IN_A_BATCH = 128;
    private static final int MOST_QUEUED = 8_192;
    private static final int MOST_QUEUED_BY_ONE = 1_024;
    /** A transaction of long texts takes as little as one of many short ones, or others would wait for it. */
    private static final int MOST_BYTES_IN_A_BATCH = 512 * 1024;

    private static final int MOST_BYTES_QUEUED = 16 * 1024 * 1024;
    private static final int MOST_BYTES_QUEUED_BY_ONE = 2 * 1024 * 1024;

    private sealed interface Task {
        /** What it holds in memory. */
        default int bytes() {
            return 0;
        }
    }

    private record Write(Draft draft) implements Task {
        @Override
        public int bytes() {
            return Character.BYTES
                    * (draft.text().length() + draft.files().text().length());
        }
    }

    private record Job(Supplier<Future<Void>> run) implements Task {}

    /** The users who wait, the next first; each with at least one task. */
    private final Map<Long, Deque<Task>> turns = new LinkedHashMap<>();

    private final Function<List<Draft>, Future<Void>> commit;
    private final Deque<Promise<Void>> drained = new ArrayDeque<>();
    private boolean busy;
    private boolean jobWasLast;
    private int waiting;
    private int bytesWaiting;

    /** @param commit settles every draft, whatever happens; never fails */
    public Lane(Function<List<Draft>, Future<Void>> commit) {
        this.commit = commit;
    }

    void write(Draft draft) {
        var refusal = add(draft.senderId(), new Write(draft));
        if (refusal.failed()) {
            draft.result().fail(refusal.cause());
        }
    }

    /** Runs something else that writes to these conversations, in turn. */
    public <T> Future<T> run(long userId, Supplier<Future<T>> job) {
        var result = Promise.<T>promise();
        return add(userId, new Job(() -> guarded(job).onComplete(result).transform(done -> Future.succeededFuture())))
                .compose(added -> result.future());
    }

    /** Completes when nothing is left to be written. */
    Future<Void> drained() {
        if (isIdle()) {
            return Future.succeededFuture();
        }
        var promise = Promise.<Void>promise();
        drained.add(promise);
        return promise.future();
    }

    int waiting() {
        return waiting;
    }

    boolean isIdle() {
        return !busy && turns.isEmpty();
    }

    private Future<Void> add(long userId, Task task) {
        var queue = turns.getOrDefault(userId, new ArrayDeque<>());
        if (waiting >= MOST_QUEUED || (!queue.isEmpty() && isFull(task)) || (userId != NOBODY && isFull(queue, task))) {
            return Future.failedFuture(
                    Failure.retryAfter(ErrorCode.OVERLOADED, "Too much is waiting to be written.", 1));
        }
        queue.add(task);
        turns.putIfAbsent(userId, queue);
        waiting++;
        bytesWaiting += task.bytes();
        next();
        return Future.succeededFuture();
    }

    /** For those of whom something waits already: a few who write long ones keep nobody else out. */
    private boolean isFull(Task task) {
        return bytesWaiting + task.bytes() > MOST_BYTES_QUEUED;
    }

    private static boolean isFull(Deque<Task> ofOne, Task task) {
        int bytes = ofOne.stream().mapToInt(Task::bytes).sum();
        return ofOne.size() >= MOST_QUEUED_BY_ONE || bytes + task.bytes() > MOST_BYTES_QUEUED_BY_ONE;
    }

    private void next() {
        if (isIdle()) {
            drained.forEach(Promise::tryComplete);
            drained.clear();
        }
        if (busy || turns.isEmpty()) {
            return;
        }
        busy = true;
        take().onComplete(done -> {
            busy = false;
            next();
        });
    }

    /** After a job the messages come first: they wait for one job at most. */
    private Future<Void> take() {
        var next = first(turns.keySet().iterator().next());
        var drafts = jobWasLast || next instanceof Write ? drafts() : List.<Draft>of();
        jobWasLast = drafts.isEmpty();
        return jobWasLast ? job().run().get() : commit.apply(drafts);
    }

    /** The job of whoever's turn it is first. */
    private Job job() {
        for (var user : List.copyOf(turns.keySet())) {
            if (first(user) instanceof Job job) {
                remove(user);
                return job;
            }
        }
        throw new IllegalStateException("There is neither a draft nor a job.");
    }

    /** One of each user in turn, until the batch is full or nobody's next is a draft. */
    private List<Draft> drafts() {
        var drafts = new ArrayList<Draft>();
        int bytes = 0;
        int before;
        do {
            before = drafts.size();
            for (var user : List.copyOf(turns.keySet())) {
                if (drafts.size() == MOST_IN_A_BATCH) {
                    return drafts;
                }
                if (first(user) instanceof Write write) {
                    bytes += write.bytes();
                    if (bytes > MOST_BYTES_IN_A_BATCH && !drafts.isEmpty()) {
                        return drafts;
                    }
                    drafts.add(write.draft());
                    remove(user);
                }
            }
        } while (drafts.size() > before);
        return drafts;
    }

    private Task first(long user) {
        return queue(user).element();
    }

    private Deque<Task> queue(long user) {
        return Objects.requireNonNull(turns.get(user));
    }

    /** Takes a user's first task, who comes last then. */
    private void remove(long user) {
        var queue = queue(user);
        turns.remove(user);
        bytesWaiting -= queue.remove().bytes();
        waiting--;
        if (!queue.isEmpty()) {
            turns.put(user, queue);
        }
    }

    private static <T> Future<T> guarded(Supplier<Future<T>> job) {
        try {
            return job.get();
        } catch (RuntimeException error) {
            return Future.failedFuture(error);
        }
    }
}
