package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLException;
import io.webim.bus.Outage;
import io.webim.chat.Draft.Written;
import io.webim.contract.Failure;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that writes messages. A conversation belongs to one lane, so its messages are numbered in the order in
 * which they came; whoever is told "written" is told after the commit.
 */
final class MessageWriter {
    private static final int LANES = 2;
    private static final long PATIENCE_MILLIS = 4_000;
    private static final long PAUSE_MILLIS = 150;
    private static final int DUPLICATE_KEY = 1062;
    private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);

    private final Vertx vertx;
    private final MessageStore store;
    private final BiConsumer<Draft, Written> committed;
    private final WriterMeters meters;
    private final List<Lane> lanes =
            Stream.generate(() -> new Lane(this::commit)).limit(LANES).toList();

    /** @param committed told of each written draft in the order of its conversation, before its sender is */
    MessageWriter(Vertx vertx, MessageStore store, BiConsumer<Draft, Written> committed, WriterMeters meters) {
        this.vertx = vertx;
        this.store = store;
        this.committed = committed;
        this.meters = meters;
    }

    Future<Written> write(Conversation conversation, long senderId, UUID clientId, String text) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        var draft = new Draft(conversation, senderId, clientId, text, deadline, Promise.promise());
        conversation.pin();
        lane(conversation.id).write(draft);
        return draft.result().future().onComplete(done -> conversation.unpin());
    }

    /** Runs another write to a conversation when its lane is free. */
    <T> Future<T> inTurn(long conversationId, Supplier<Future<T>> job) {
        return lane(conversationId).run(job);
    }

    /** How many lanes there are, and which one a conversation belongs to. */
    int lanes() {
        return LANES;
    }

    int laneOf(long conversationId) {
        return (int) (conversationId % LANES);
    }

    /** How much is queued; for metrics, from any thread, and no more exact than they are. */
    int waiting() {
        return lanes.stream().mapToInt(Lane::waiting).sum();
    }

    /** Completes when all that was queued has been settled. */
    Future<Void> drained() {
        return Future.all(lanes.stream()
                        .map(lane -> lane.run(Future::<Void>succeededFuture))
                        .toList())
                .mapEmpty();
    }

    private Lane lane(long conversationId) {
        return lanes.get(laneOf(conversationId));
    }

    private Future<Void> commit(List<Draft> drafts) {
        return commit(drafts, false).transform(done -> {
            if (done.failed()) {
                log.error("A batch of {} messages could not be settled", drafts.size(), done.cause());
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
        var attempt = store.write(inTime, lookUp);
        var waiting = attempt.timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        attempt.onSuccess(batch -> {
            meters.committed(batch.rows.size(), begun);
            if (waiting.failed()) {
                settle(inTime, batch);
            }
        });
        return waiting.compose(batch -> settle(inTime, batch), error -> repeat(inTime, lookUp, error));
    }

    private boolean isInTime(Draft draft) {
        if (System.nanoTime() < draft.deadline()) {
            return true;
        }
        draft.result().tryFail(Outage.failure());
        return false;
    }

    /** Also for a batch that nobody waits for any more: its senders were told to try again, its readers get it now. */
    private Future<Void> settle(List<Draft> drafts, Batch batch) {
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
        boolean news = written.created() || seq > draft.conversation().lastSeq();
        draft.conversation().committed(seq);
        if (written.cached()) {
            draft.conversation().member(draft.receiverId()).cached(seq);
        }
        if (news) {
            committed.accept(draft, written);
        }
        draft.result().tryComplete(written);
    }

    /** A key that is there already, a lost connection: once more with a look-up. Then whichever draft is to blame. */
    private Future<Void> repeat(List<Draft> drafts, boolean lookedUp, Throwable error) {
        if (Outage.is(error)) {
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
        if (isTaken(error)) {
            return afterPause(drafts);
        }
        log.error(
                "A message in conversation {} cannot be written", drafts.get(0).conversation().id, error);
        drafts.get(0).result().tryFail(Failure.internal());
        return Future.succeededFuture();
    }

    private Future<Void> afterPause(List<Draft> drafts) {
        return vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(passed -> commit(drafts, true));
    }

    /** The same key in another conversation, whose lane came first: the next look-up sees it. */
    private static boolean isTaken(Throwable error) {
        return error instanceof MySQLException refused && refused.getErrorCode() == DUPLICATE_KEY;
    }
}
