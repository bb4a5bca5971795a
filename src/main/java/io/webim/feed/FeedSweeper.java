package io.webim.feed;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import io.webim.contract.Times;
import io.webim.feed.FeedStore.Numbered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Deletes what is too old, or too much, step by step, and lets feeds sleep that nobody reads. */
final class FeedSweeper {
    static final Duration KEPT = Duration.ofDays(30);
    static final long MOST_EVENTS = 1_000_000;

    private static final SparseLog kept = new SparseLog(LoggerFactory.getLogger(FeedSweeper.class));
    /** Longer than anything is kept: to whoever comes back, nothing is different. */
    private static final Duration UNREAD = KEPT.plusDays(1);

    private static final int STEP = 1_000;

    private final FeedStore store;
    private final Feeds feeds;
    private boolean sweeping;

    FeedSweeper(FeedStore store, Feeds feeds) {
        this.store = store;
        this.feeds = feeds;
    }

    /** Unless it still does. */
    void sweep() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        var now = Times.now();
        sleep(now).compose(slept -> shorten(now)).onComplete(done -> {
            sweeping = false;
            if (done.failed()) {
                kept.warn(
                        "Old events are kept for an hour more: {}", done.cause().toString());
            }
        });
    }

    private Future<Void> shorten(Instant now) {
        Deque<Feed> all = new ArrayDeque<>(feeds.all());
        return each(() -> all.isEmpty() ? Future.succeededFuture(false) : shorten(all.remove().accountId, now));
    }

    private Future<Boolean> shorten(long accountId, Instant now) {
        return store.lastPosition(accountId)
                .compose(last -> each(() -> dropOldest(accountId, last.orElse(0) - MOST_EVENTS, now.minus(KEPT))))
                .map(true);
    }

    /** Gives whether there may be more. */
    private Future<Boolean> dropOldest(long accountId, long upTo, Instant since) {
        return store.page(accountId, 0, STEP).compose(oldest -> {
            var due = oldest.stream()
                    .filter(one -> one.position() <= upTo || one.at().isBefore(since))
                    .mapToLong(Numbered::position)
                    .max();
            return due.isEmpty()
                    ? Future.succeededFuture(false)
                    : store.forgetEvents(accountId, due.getAsLong()).map(oldest.size() == STEP);
        });
    }

    private Future<Void> sleep(Instant now) {
        return store.unread(now.minus(UNREAD)).compose(unread -> {
            var ids = new ArrayDeque<>(unread.entrySet());
            return each(() -> {
                if (ids.isEmpty()) {
                    return Future.succeededFuture(false);
                }
                var one = ids.remove();
                return one.getValue()
                        ? forget(one.getKey()).map(true)
                        : sleep(one.getKey(), now.minus(UNREAD)).map(true);
            });
        });
    }

    private Future<Void> sleep(long accountId, Instant since) {
        return store.sleep(accountId, since).compose(sleeps -> sleeps ? empty(accountId) : Future.succeededFuture());
    }

    /** Of an account that is deleted. */
    Future<Void> forget(long accountId) {
        return store.sleep(accountId, Times.now().plus(UNREAD))
                .compose(sleeps -> empty(accountId))
                .compose(emptied -> store.forget(accountId));
    }

    private Future<Void> empty(long accountId) {
        feeds.remove(accountId);
        return each(() -> dropOldest(accountId, Long.MAX_VALUE, Instant.EPOCH))
                .compose(dropped ->
                        each(() -> store.forgetPlaces(accountId, STEP).map(deleted -> deleted == STEP)));
    }

    /** One after the other, until it says that there is no more. */
    private static Future<Void> each(Supplier<Future<Boolean>> step) {
        return step.get().compose(more -> more ? each(step) : Future.succeededFuture());
    }
}
