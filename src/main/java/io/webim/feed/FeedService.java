package io.webim.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.SparseLog;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.feed.FeedStore.Numbered;
import io.webim.limits.Admission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Gives accounts what stands in their feeds, and keeps what they have done with it. */
final class FeedService {
    private static final SparseLog untouched = new SparseLog(LoggerFactory.getLogger(FeedService.class));
    /** So often a feed that is read is held against the conversations: a hint may have been lost. */
    private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long TOUCH_NANOS = TimeUnit.HOURS.toNanos(1);
    /** Of what its caller may ask, for each row that a feed begins with. */
    private static final int UNITS_OF_A_PLACE = 5;
    /** What is on its way to its number is waited for, so that whoever has sent something finds it. */
    private static final long QUIET_MILLIS = 1_000;

    private final Vertx vertx;
    private final FeedStore store;
    private final Feeds feeds;
    private final Sequencer sequencer;
    private final Shown shown;
    private final Consumer<Feed> began;
    private final Admission admission;
    private final Map<Long, Future<Feed>> beginning = new HashMap<>();

    /** @param began told which feed is new here */
    FeedService(
            Vertx vertx,
            FeedStore store,
            Feeds feeds,
            Sequencer sequencer,
            Shown shown,
            Consumer<Feed> began,
            Admission admission) {
        this.admission = admission;
        this.began = began;
        this.vertx = vertx;
        this.store = store;
        this.feeds = feeds;
        this.sequencer = sequencer;
        this.shown = shown;
    }

    Future<Reply> read(Caller caller, ReadFeed request) {
        return feed(caller).compose(feed -> {
            lookAround(feed);
            return start(feed, request.after(), request.consumer())
                    .compose(start -> find(feed, caller, start, request)
                            .compose(page -> reply(caller, start, page, request.limit())));
        });
    }

    /** For a socket, which is told of whatever comes after that. */
    Future<Reply> open(Caller caller, OpenFeed request) {
        return feed(caller).compose(feed -> {
            lookAround(feed);
            return start(feed, request.after(), request.consumer())
                    .compose(start -> page(feed, start, 1)
                            .map(there -> Reply.of(new JsonObject()
                                    .put("after", Cursor.of(feed.accountId, start))
                                    .put("window", request.window()))));
        });
    }

    /** Where it ends now: what comes from here on stands after it. */
    Future<Reply> end(Caller caller) {
        return feed(caller)
                .compose(feed -> store.lastPosition(feed.accountId))
                .map(last -> Reply.of(new JsonObject().put("after", Cursor.of(caller.userId(), last.orElse(0)))));
    }

    Future<Reply> acknowledge(Caller caller, Acknowledge request) {
        long accountId = caller.userId();
        long position = Cursor.positionOf(accountId, request.after(), request.field());
        return feed(caller)
                .compose(feed -> store.lastPosition(accountId))
                .compose(last -> {
                    if (position > last.orElse(0)) {
                        throw Cursor.unknown(request.field());
                    }
                    return request.rewind() ? require(accountId, position) : Future.succeededFuture();
                })
                .compose(there -> move(accountId, position, request))
                .compose(moved -> store.consumer(accountId, request.consumer()))
                .map(now -> Reply.of(new JsonObject().put("after", Cursor.of(accountId, now.orElse(position)))));
    }

    Future<Reply> consumers(Caller caller) {
        return store.consumers(caller.userId()).map(consumers -> {
            var list = new JsonArray();
            consumers.forEach((name, position) -> list.add(
                    new JsonObject().put("consumer", name).put("after", Cursor.of(caller.userId(), position))));
            return Reply.of(new JsonObject().put("consumers", list));
        });
    }

    Future<Reply> forget(Caller caller, String consumer) {
        return store.forgetConsumer(caller.userId(), consumer).map(Reply.EMPTY);
    }

    /** The caller's, from now on if there is none: a row for each conversation, which is paid by whoever pays for the caller. */
    private Future<Feed> feed(Caller caller) {
        long accountId = caller.userId();
        var known = feeds.get(accountId);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        var pending = beginning.get(accountId);
        if (pending != null) {
            return pending;
        }
        var begun = store.begin(accountId)
                .map(beginning -> {
                    admission.owe(caller.payer(), beginning.places() * UNITS_OF_A_PLACE);
                    return feeds.add(accountId, beginning.lastPosition());
                })
                .onSuccess(began::accept);
        beginning.put(accountId, begun);
        return begun.onComplete(done -> beginning.remove(accountId));
    }

    private void lookAround(Feed feed) {
        long now = System.nanoTime();
        if (feed.lookedAt == 0 || now - feed.lookedAt > LOOK_NANOS) {
            feed.lookedAt = now;
            feed.doubt();
            sequencer.wake(feed);
        }
        if (feed.touchedAt == 0 || now - feed.touchedAt > TOUCH_NANOS) {
            feed.touchedAt = now;
            store.isRead(feed.accountId)
                    .onFailure(error -> untouched.warn("That a feed is read was not noted: {}", error.toString()));
        }
    }

    private Future<Long> start(Feed feed, @Nullable String after, String consumer) {
        if (after != null) {
            return Future.succeededFuture(Cursor.positionOf(feed.accountId, after));
        }
        return store.consumer(feed.accountId, consumer)
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known.getAsLong())
                        : store.enter(feed.accountId, consumer, Consumers.MOST)
                                .compose(entered -> store.consumer(feed.accountId, consumer))
                                .map(now -> now.orElse(0)));
    }

    private Future<List<Numbered>> find(Feed feed, Caller caller, long start, ReadFeed request) {
        return page(feed, start, request.limit()).compose(page -> {
            boolean waits = request.seconds() > 0 || feed.isQueued() || feed.isBeyond(start);
            return !page.isEmpty() || !waits
                    ? Future.succeededFuture(page)
                    : more(feed, caller, start, request.seconds()).compose(there -> page(feed, start, request.limit()));
        });
    }

    private Future<Void> more(Feed feed, Caller caller, long start, int seconds) {
        if (feed.isBeyond(start)) {
            return Future.succeededFuture();
        }
        var waiting = feed.await(caller, start, seconds == 0);
        long millis = seconds == 0 ? QUIET_MILLIS : TimeUnit.SECONDS.toMillis(seconds);
        long timer = vertx.setTimer(millis, late -> waiting.tryComplete());
        return waiting.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** With one more than is asked for, where there is one. */
    private Future<List<Numbered>> page(Feed feed, long start, int limit) {
        return store.page(feed.accountId, start, limit + 1).compose(page -> {
            if (!page.isEmpty()) {
                return page.get(0).position() == start + 1
                        ? Future.succeededFuture(page)
                        : Future.failedFuture(
                                expired(feed.accountId, page.get(0).position() - 1));
            }
            return feed.isBeyond(start - 1) && !feed.isBeyond(start)
                    ? Future.succeededFuture(page)
                    : whatIsLeft(feed.accountId, start, limit);
        });
    }

    /** Nothing was there: the cursor is at the end, beyond it, or from before what is kept. */
    private Future<List<Numbered>> whatIsLeft(long accountId, long start, int limit) {
        return store.lastPosition(accountId).compose(last -> {
            if (start > last.orElse(0)) {
                throw Cursor.unknown();
            }
            // What was numbered in between is no gap.
            return store.page(accountId, start, limit + 1).map(page -> {
                boolean isGap =
                        page.isEmpty() ? start < last.orElse(0) : page.get(0).position() > start + 1;
                if (isGap) {
                    throw expired(
                            accountId,
                            page.isEmpty() ? last.orElse(0) : page.get(0).position() - 1);
                }
                return page;
            });
        });
    }

    private Future<Void> require(long accountId, long position) {
        return whatIsLeft(accountId, position, 1).mapEmpty();
    }

    private Future<Void> move(long accountId, long position, Acknowledge request) {
        return store.consumer(accountId, request.consumer())
                .compose(known -> known.isPresent()
                        ? store.acknowledge(accountId, request.consumer(), position, request.rewind())
                        : store.enter(accountId, request.consumer(), Consumers.MOST)
                                .compose(entered -> store.acknowledge(accountId, request.consumer(), position, true)));
    }

    private Future<Reply> reply(Caller caller, long start, List<Numbered> page, int limit) {
        return shown.of(caller, page.subList(0, Math.min(limit, page.size())))
                .map(events -> Reply.of(new JsonObject()
                        .put("events", new JsonArray(events))
                        .put("next", Cursor.of(caller.userId(), start + events.size()))
                        .put("more", events.size() < page.size())));
    }

    private static Failure expired(long accountId, long oldest) {
        return Failure.of(
                        ErrorCode.CURSOR_EXPIRED,
                        "What came next is not kept any more: sync, and go on after `oldest`.")
                .with(new JsonObject().put("oldest", Cursor.of(accountId, oldest)));
    }
}
