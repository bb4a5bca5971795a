package io.webim.chat.messages;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import io.webim.chat.messages.Draft.Written;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.Failure;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches of drafts to an end, whatever becomes of an attempt: one whose outcome is not known is looked up, and a
 * batch that is refused is halved until it is known whose fault it is. Each lane has one of its own.
 */
final class Committer {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final SparseLog unsettled = new SparseLog(log);
    private static final SparseLog unwritable = new SparseLog(log);

    private final BiFunction<List<Draft>, Boolean, Future<Batch>> attempts;
    private final Supplier<Future<?>> pause;
    private final long patienceMillis;
    private final BiConsumer<Draft, Written> committed;
    private final WriterMeters meters;
    /** Why the last attempt failed, if it did, and may not fail again. */
    private @Nullable Throwable trouble;

    /**
     * @param attempts writes drafts in one transaction, looking up first those that an earlier one may have written
     * @param pause what passes before a database that is away is tried again
     * @param patienceMillis how long one attempt may take
     * @param committed told of each written draft in the order of its conversation, before its sender is
     */
    Committer(
            BiFunction<List<Draft>, Boolean, Future<Batch>> attempts,
            Supplier<Future<?>> pause,
            long patienceMillis,
            BiConsumer<Draft, Written> committed,
            WriterMeters meters) {
        this.attempts = attempts;
        this.pause = pause;
        this.patienceMillis = patienceMillis;
        this.committed = committed;
        this.meters = meters;
    }

    /** Never fails: when it is done, every draft has its answer. */
    Future<Void> commit(List<Draft> drafts) {
        return commit(drafts, false).transform(done -> {
            if (done.failed()) {
                unsettled.error("A batch of {} messages could not be settled", drafts.size(), done.cause());
                drafts.forEach(draft -> draft.result().tryFail(Failure.internal()));
            }
            return Future.succeededFuture();
        });
    }

    /** @param lookUp whether an earlier attempt may have committed: its outcome is looked up, never guessed */
    private Future<Void> commit(List<Draft> drafts, boolean lookUp) {
        var inTime = drafts.stream().filter(this::isInTime).toList();
        if (inTime.isEmpty()) {
            return Future.succeededFuture();
        }
        long begun = System.nanoTime();
        var attempt = attempt(inTime, lookUp);
        var waiting = attempt.timeout(patienceMillis, TimeUnit.MILLISECONDS);
        attempt.onSuccess(batch -> {
            meters.committed(batch.rows.size(), begun);
            if (waiting.failed()) {
                settle(inTime, batch);
            }
        });
        return waiting.compose(batch -> settle(inTime, batch), error -> repeat(inTime, lookUp, error));
    }

    /** Also where one cannot even begin: whoever waits behind it shall not wait for ever. */
    private Future<Batch> attempt(List<Draft> drafts, boolean lookUp) {
        try {
            return attempts.apply(drafts, lookUp);
        } catch (RuntimeException error) {
            return Future.failedFuture(error);
        }
    }

    private boolean isInTime(Draft draft) {
        if (System.nanoTime() < draft.deadline()) {
            return true;
        }
        draft.result().tryFail(trouble == null ? new TimeoutException("It was not written in time") : trouble);
        return false;
    }

    /** Also for a batch that nobody waits for any more: its senders were told to try again, its readers get it now. */
    private Future<Void> settle(List<Draft> drafts, Batch batch) {
        trouble = null;
        for (var draft : drafts) {
            var written = batch.written(draft);
            if (written != null) {
                settle(draft, written);
            } else {
                var refused = batch.refused(draft);
                draft.result().tryFail(refused == null ? Failure.internal() : refused);
            }
        }
        return Future.succeededFuture();
    }

    private void settle(Draft draft, Written written) {
        long seq = written.message().seq();
        // An attempt whose answer was lost is found by a look-up: what was not seen to be committed is still news.
        boolean news = written.created() || draft.conversation().takeUnheard(seq);
        draft.conversation().committed(seq);
        draft.conversation().wrote(draft.senderId(), seq);
        if (written.cached()) {
            draft.conversation().cached(draft.senderId(), seq);
        }
        if (news) {
            committed.accept(draft, written);
        }
        draft.result().tryComplete(written);
    }

    /** A key that is there already, a lost connection: once more with a look-up. Then whichever draft is to blame. */
    private Future<Void> repeat(List<Draft> drafts, boolean lookedUp, Throwable error) {
        if (passes(error)) {
            trouble = error;
            return afterPause(drafts);
        }
        if (!lookedUp) {
            return commit(drafts, true);
        }
        if (drafts.size() > 1) {
            int half = drafts.size() / 2;
            return commit(drafts.subList(0, half), true)
                    .compose(done -> commit(drafts.subList(half, drafts.size()), true));
        }
        // The same key in another conversation, whose lane came first: the next look-up sees it.
        if (DatabaseTrouble.isDuplicateKey(error)) {
            return afterPause(drafts);
        }
        unwritable.error(
                "A message in conversation {} cannot be written", drafts.get(0).conversation().id, error);
        drafts.get(0).result().tryFail(Failure.internal());
        return Future.succeededFuture();
    }

    private Future<Void> afterPause(List<Draft> drafts) {
        return pause.get().compose(passed -> commit(drafts, true));
    }

    /** An attempt that is late may yet be done. */
    private static boolean passes(Throwable error) {
        return error instanceof TimeoutException || (error instanceof DatabaseTrouble known && known.passes());
    }
}
