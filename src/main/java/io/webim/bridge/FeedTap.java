package io.webim.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings what stands in the feed of its user to one socket: so many events as may be there without an acknowledgement, page
 * by page, each once the socket has taken the one before. Lives on the socket's context.
 */
final class FeedTap {
    private static final int MOST_AT_ONCE = 100;
    /** So often it looks where it heard of nothing: a word of the feed may have been missed. */
    private static final long LOOK_MILLIS = 30_000;

    private static final long PAUSE_MILLIS = 1_000;
    private static final int GONE = 410;

    private final Sockets sockets;
    private final Caller caller;
    private final Function<JsonArray, Future<Void>> told;
    private final Consumer<Failure> broken;
    private final String consumer;
    private final int window;
    /** Cursors of what was told, in its order. */
    private final Set<String> unacknowledged = new LinkedHashSet<>();

    private String after;
    private boolean looking;
    private boolean again;
    private boolean ended;
    private volatile long nextLook;

    /**
     * @param opened what the feed has answered
     * @param told tells the socket of some events; done once it has taken them
     * @param broken told where there is no way on
     */
    FeedTap(
            Sockets sockets,
            Caller caller,
            String consumer,
            JsonObject opened,
            Function<JsonArray, Future<Void>> told,
            Consumer<Failure> broken) {
        this.sockets = sockets;
        this.caller = caller;
        this.consumer = consumer;
        this.after = opened.getString("after");
        this.window = opened.getInteger("window");
        this.told = told;
        this.broken = broken;
    }

    String consumer() {
        return consumer;
    }

    /** Whether it is to look; safe from any thread. */
    boolean isDue(long now) {
        return nextLook <= now;
    }

    void end() {
        ended = true;
    }

    /** All up to there is done; what was never told here, or before that, makes no room. */
    void acknowledged(String cursor) {
        if (unacknowledged.contains(cursor)) {
            var done = unacknowledged.iterator();
            boolean isLast = false;
            while (!isLast) {
                isLast = done.next().equals(cursor);
                done.remove();
            }
            look();
        }
    }

    /** There may be more in the feed, or more room. */
    void look() {
        nextLook = sockets.clock().millis() + LOOK_MILLIS;
        int room = Math.min(MOST_AT_ONCE, window - unacknowledged.size());
        if (ended || room <= 0) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        read(room).onComplete(done -> {
            looking = false;
            if (done.failed()) {
                failed(done.cause());
            } else if (done.result() || again) {
                look();
            }
        });
    }

    /** Gives whether there is more. */
    private Future<Boolean> read(int room) {
        var request = new JsonObject().put("after", after).put("limit", room);
        return sockets.bus().call(Address.FEED_READ, caller, request).compose(page -> {
            if (ended) {
                return Future.succeededFuture(false);
            }
            var events = page.getJsonArray("events");
            events.forEach(event -> unacknowledged.add(((JsonObject) event).getString("id")));
            after = page.getString("next");
            return told.apply(events)
                    .compose(taken -> sockets.admission().pace(vertx(), caller.payer(), page))
                    .map(paced -> page.getBoolean("more"));
        });
    }

    private void failed(Throwable error) {
        if (!ended && error instanceof Failure failure && failure.status() == GONE) {
            end();
            broken.accept(failure);
        } else {
            nextLook = sockets.clock().millis() + PAUSE_MILLIS;
        }
    }

    private static Vertx vertx() {
        return Vertx.currentContext().owner();
    }
}
