package io.webim.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.bus.SparseLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Numbers what happens to the accounts that have a feed, beside the way of the messages. Accounts take turns, each a few
 * conversations at a time; what comes meanwhile goes together into the next turn.
 */
final class Sequencer {
    private static final SparseLog failures = new SparseLog(LoggerFactory.getLogger(Sequencer.class));
    private static final int AT_ONCE = 2;
    private static final int MOST_CONVERSATIONS = 16;
    private static final int MOST_LOOKED_UP = 256;
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final FeedStore feeds;
    private final NumberStore numbers;
    private final Feeds all;
    private final Consumer<Feed> grew;
    private final Deque<Feed> queue = new ArrayDeque<>();
    private int running;

    /** @param grew told which feed has more */
    Sequencer(Vertx vertx, FeedStore feeds, NumberStore numbers, Feeds all, Consumer<Feed> grew) {
        this.grew = grew;
        this.vertx = vertx;
        this.feeds = feeds;
        this.numbers = numbers;
        this.all = all;
    }

    /** There is something to be numbered, or may be. */
    void wake(Feed feed) {
        if (!feed.isQueued()) {
            feed.queued(true);
            queue.add(feed);
            next();
        }
    }

    private void next() {
        while (running < AT_ONCE && !queue.isEmpty()) {
            running++;
            run(queue.remove());
        }
    }

    private void run(Feed feed) {
        lookAround(feed).compose(looked -> number(feed)).onComplete(done -> {
            running--;
            feed.queued(false);
            if (done.failed()) {
                feed.doubt();
                failures.warn("Events of a feed are late: {}", done.cause().toString());
                vertx.setTimer(PAUSE_MILLIS, again -> wake(feed));
            } else if (feed.hasMoved() || feed.isUnsure()) {
                wake(feed);
            } else {
                feed.quiet();
            }
            next();
        });
    }

    /** Where something may have been missed, all conversations are looked at. */
    private Future<Void> lookAround(Feed feed) {
        if (!feed.isUnsure()) {
            return Future.succeededFuture();
        }
        feed.isSure();
        return feeds.behind(feed.accountId, MOST_LOOKED_UP).map(behind -> {
            behind.forEach(feed::moved);
            if (behind.size() == MOST_LOOKED_UP) {
                feed.doubt();
            }
            return null;
        });
    }

    private Future<Void> number(Feed feed) {
        var ids = feed.takeMoved(MOST_CONVERSATIONS);
        return ids.isEmpty()
                ? Future.succeededFuture()
                : numbers.number(feed.accountId, ids).map(result -> {
                    result.unfinished().forEach(feed::moved);
                    if (result.lastPosition() == NumberStore.Result.NO_FEED) {
                        all.remove(feed.accountId);
                    } else if (feed.reaches(result.lastPosition())) {
                        grew.accept(feed);
                    }
                    return null;
                });
    }
}
