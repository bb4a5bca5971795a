package io.webim.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Follower;
import io.webim.limits.Admission;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Durable feeds: what has happened to an account, numbered, for programs that come and go. */
public final class FeedVerticle extends VerticleBase {
    private static final SparseLog left = new SparseLog(LoggerFactory.getLogger(FeedVerticle.class));
    private static final long SWEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Pool pool;
    private final Admission admission;
    private final Feeds feeds = new Feeds(this::moved);
    private Context loop;
    private Sequencer sequencer;

    @SuppressWarnings("NullAway.Init")
    public FeedVerticle(Pool pool, Admission admission) {
        this.admission = admission;
        this.pool = pool;
    }

    /** Is to be told what the devices of users are told, from when this has started. */
    public Follower follower() {
        return feeds;
    }

    @Override
    public Future<?> start() {
        loop = vertx.getOrCreateContext();
        var bus = new Bus(vertx);
        var store = new FeedStore(pool);
        sequencer = new Sequencer(
                vertx, store, new NumberStore(pool), feeds, feed -> bus.publish(Address.FEED_GREW, told(feed)));
        var service = new FeedService(
                vertx,
                store,
                feeds,
                sequencer,
                new Shown(bus),
                feed -> bus.publish(Address.FEED_BEGAN, told(feed)),
                admission);
        var sweeper = new FeedSweeper(store, feeds);
        bus.serve(Address.FEED_READ, ReadFeed::read, service::read);
        bus.serve(Address.FEED_ACKNOWLEDGE, Acknowledge::read, service::acknowledge);
        bus.serve(Address.FEED_OPEN, OpenFeed::read, service::open);
        bus.serve(Address.FEED_ACK, Acknowledge::readOfSocket, service::acknowledge);
        bus.serve(Address.FEED_END, fields -> fields, (caller, none) -> service.end(caller));
        bus.serve(Address.FEED_CONSUMERS, fields -> fields, (caller, none) -> service.consumers(caller));
        bus.serve(Address.FEED_FORGET, Consumers::name, service::forget);
        bus.listen(Address.AUTH_SESSION_REVOKED, revoked -> end(revoked.getJsonArray("sessionIds", new JsonArray())));
        bus.listen(Address.AUTH_BOT_TOKENS_REVOKED, revoked -> lookAgain(revoked.getLong("userId")));
        bus.listen(Address.FEED_BEGAN, began -> feeds.add(began.getLong("accountId"), began.getLong("lastPosition")));
        bus.listen(Address.FEED_GREW, grew -> {
            var feed = feeds.get(grew.getLong("accountId"));
            if (feed != null) {
                feed.reaches(grew.getLong("lastPosition"));
            }
        });
        bus.listen(Address.NODES_MISSED, missed -> store.awake().onSuccess(this::wake));
        bus.listen(
                Address.AUTH_USER_DELETED,
                deleted -> sweeper.forget(deleted.getLong("userId"))
                        .onFailure(error -> left.warn("A feed is left over for an hour: {}", error.toString())));
        // What was committed before the last stop, or crash, and not numbered any more.
        return store.awake().onSuccess(awake -> {
            wake(awake);
            sweeper.sweep();
            vertx.setPeriodic(SWEEP_MILLIS, timer -> sweeper.sweep());
        });
    }

    private static JsonObject told(Feed feed) {
        return new JsonObject().put("accountId", feed.accountId).put("lastPosition", feed.lastPosition());
    }

    /** What was missed is found. */
    private void wake(Map<Long, Long> awake) {
        awake.forEach((accountId, last) -> {
            var feed = feeds.add(accountId, last);
            feed.doubt();
            sequencer.wake(feed);
        });
    }

    /** Whoever waits for it comes back at once, and is looked at again. */
    private void lookAgain(long accountId) {
        var feed = feeds.get(accountId);
        if (feed != null) {
            feed.lookAgain();
        }
    }

    private void end(JsonArray sessionIds) {
        var ended = sessionIds.stream().map(id -> ((Number) id).longValue()).collect(Collectors.toSet());
        feeds.all().forEach(feed -> feed.end(ended));
    }

    /** On any thread. */
    private void moved(List<Long> accountIds, long conversationId) {
        loop.runOnContext(go -> accountIds.forEach(accountId -> moved(accountId, conversationId)));
    }

    private void moved(long accountId, long conversationId) {
        var feed = feeds.get(accountId);
        if (feed != null) {
            if (conversationId == Feeds.ANY) {
                feed.doubt();
            } else {
                feed.moved(conversationId);
            }
            sequencer.wake(feed);
        }
    }
}
