package io.webim.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.webim.bus.SparseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections to the engine, one that hears and one that speaks, for as long as there is an engine; tried again and
 * again while there is none. What is said meanwhile is lost. Everything happens on one context; what others call may be
 * called on any.
 */
final class Engine {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final SparseLog away = new SparseLog(log);
    private static final long CONNECT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 250;
    /** Half of it is dropped at once where one of the two says nothing for so long. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final int CHANNELS_AT_ONCE = 1_000;

    /** What becomes of the connections; called on the engine's context. */
    interface Listener {
        /** All wanted channels are heard from now on. */
        void up();

        void down();

        void told(String channel, Response message);
    }

    private record Change(boolean wanted, String channel) {}

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final String own;
    private final Listener listener;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Map<String, Promise<Void>> awaited = new ConcurrentHashMap<>();
    private final List<Request> sayings = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private boolean flushing;
    private @Nullable Link link;
    private volatile boolean up;
    private boolean closed;
    private boolean attempting;
    private boolean pausing;

    /** The two, of one attempt. */
    private static final class Link {
        private final Redis client;
        private @Nullable RedisConnection hears;
        private @Nullable RedisConnection speaks;
        private long clientId;
        private long heardAt = System.nanoTime();
        private long answeredAt = System.nanoTime();

        private Link(Redis client) {
            this.client = client;
        }
    }

    /** @param own a channel that is always heard, and tells whether anything is */
    Engine(Vertx vertx, RedisOptions options, String own, Listener listener) {
        this.own = own;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.listener = listener;
    }

    Context context() {
        return context;
    }

    boolean isUp() {
        return up;
    }

    /** What the engine calls the connection that hears; 0 where there is none. */
    long clientId() {
        var now = link;
        return now == null ? 0 : now.clientId;
    }

    /** One attempt; from then on it comes back by itself. */
    Future<Void> connect() {
        return onContext(this::attempt);
    }

    private Future<Void> attempt() {
        if (up) {
            return Future.succeededFuture();
        }
        if (attempting) {
            return Future.failedFuture("It is tried already");
        }
        attempting = true;
        var next = new Link(Redis.createClient(vertx, options));
        return next.client
                .connect()
                .compose(hears -> {
                    next.hears = hears;
                    return next.client.connect();
                })
                .compose(speaks -> {
                    next.speaks = speaks;
                    return hears(next).send(Request.cmd(Command.CLIENT).arg("ID"));
                })
                .compose(id -> {
                    next.clientId = id.toLong();
                    return begin(next);
                })
                .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    attempting = false;
                    if (done.failed()) {
                        if (link == next) {
                            drop();
                        }
                        next.client.close();
                    }
                });
    }

    private Future<Void> begin(Link next) {
        link = next;
        next.heardAt = System.nanoTime();
        next.answeredAt = next.heardAt;
        heard.clear();
        hears(next)
                .handler(message -> told(next, message))
                .exceptionHandler(error -> lost(next, error))
                .endHandler(end -> lost(next, null));
        speaks(next).exceptionHandler(error -> lost(next, error)).endHandler(end -> lost(next, null));
        var all = new ArrayList<>(wanted);
        all.add(own);
        var last = awaited.computeIfAbsent(own, absent -> Promise.promise());
        subscribe(next, true, all);
        return last.future().onSuccess(done -> {
            if (link == next) {
                up = true;
                listener.up();
            }
        });
    }

    /** Looks whether both still answer; to be called about once a second. */
    void look() {
        var now = link;
        if (now == null) {
            return;
        }
        long nanos = System.nanoTime();
        if (nanos - now.heardAt > SILENCE_NANOS || nanos - now.answeredAt > SILENCE_NANOS) {
            lost(now, null);
        } else {
            say(own, "");
        }
    }

    /** Says it on a channel; nobody may listen. */
    void say(String channel, String text) {
        if (!up) {
            return;
        }
        synchronized (sayings) {
            sayings.add(Request.cmd(Command.PUBLISH).arg(channel).arg(text));
            flushSoon();
        }
    }

    void hear(String channel) {
        if (wanted.add(channel)) {
            change(new Change(true, channel));
        }
    }

    void ignore(String channel) {
        if (wanted.remove(channel)) {
            heard.remove(channel);
            @Nullable Promise<Void> waiting = awaited.remove(channel);
            if (waiting != null) {
                waiting.tryComplete();
            }
            change(new Change(false, channel));
        }
    }

    /** Completes once a channel that is wanted is heard, or nothing is. */
    Future<Void> heard(String channel) {
        if (!up || heard.contains(channel)) {
            return Future.succeededFuture();
        }
        var promise = awaited.computeIfAbsent(channel, absent -> Promise.promise());
        if (!up || heard.contains(channel)) {
            promise.tryComplete();
        }
        return promise.future();
    }

    /** Fails where there is no engine, or where it refuses. */
    Future<Response> ask(Request request) {
        return onContext(() -> {
            var now = link;
            return now == null || now.speaks == null
                    ? Future.failedFuture("The engine is away")
                    : speaks(now).send(request).onComplete(done -> now.answeredAt = System.nanoTime());
        });
    }

    Future<Void> close() {
        return onContext(() -> {
            closed = true;
            var now = link;
            drop();
            return now == null ? Future.<Void>succeededFuture() : now.client.close();
        });
    }

    private void change(Change change) {
        synchronized (sayings) {
            changes.add(change);
            flushSoon();
        }
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            context.runOnContext(go -> flush());
        }
    }

    private void flush() {
        List<Request> said;
        List<Change> changed;
        synchronized (sayings) {
            flushing = false;
            said = List.copyOf(sayings);
            changed = List.copyOf(changes);
            sayings.clear();
            changes.clear();
        }
        var now = link;
        if (now == null) {
            return;
        }
        subscribe(now, changed);
        if (!said.isEmpty() && now.speaks != null) {
            speaks(now)
                    .batch(said)
                    .onSuccess(done -> now.answeredAt = System.nanoTime())
                    .onFailure(error -> {
                        away.warn("The engine took no message: {}", error.toString());
                        lost(now, error);
                    });
        }
    }

    private static void subscribe(Link now, List<Change> changed) {
        var run = new ArrayList<String>();
        for (int i = 0; i < changed.size(); i++) {
            run.add(changed.get(i).channel());
            boolean isLast = i + 1 == changed.size()
                    || changed.get(i + 1).wanted() != changed.get(i).wanted();
            if (isLast) {
                subscribe(now, changed.get(i).wanted(), run);
                run.clear();
            }
        }
    }

    private static void subscribe(Link now, boolean wanted, List<String> channels) {
        for (int from = 0; from < channels.size(); from += CHANNELS_AT_ONCE) {
            var request = Request.cmd(wanted ? Command.SUBSCRIBE : Command.UNSUBSCRIBE);
            channels.subList(from, Math.min(channels.size(), from + CHANNELS_AT_ONCE))
                    .forEach(request::arg);
            hears(now).send(request);
        }
    }

    private void told(Link from, Response message) {
        if (from != link || message.size() < 3) {
            return;
        }
        from.heardAt = System.nanoTime();
        var channel = message.get(1) == null ? "" : message.get(1).toString();
        switch (message.get(0).toString()) {
            case "message" -> listener.told(channel, message.get(2));
            case "subscribe" -> {
                heard.add(channel);
                @Nullable Promise<Void> waiting = awaited.remove(channel);
                if (waiting != null) {
                    waiting.tryComplete();
                }
            }
            case "unsubscribe" -> heard.remove(channel);
            default -> log.debug("The engine said {}", message);
        }
    }

    private void lost(Link which, @Nullable Throwable error) {
        if (which != link) {
            return;
        }
        boolean wasUp = up;
        drop();
        which.client.close();
        if (closed) {
            return;
        }
        away.warn("The engine is away{}", error == null ? "" : ": " + error);
        if (wasUp) {
            listener.down();
        }
        again();
    }

    private void drop() {
        link = null;
        up = false;
        heard.clear();
        var waiting = List.copyOf(awaited.values());
        awaited.clear();
        waiting.forEach(Promise::tryComplete);
    }

    private void again() {
        if (pausing) {
            return;
        }
        pausing = true;
        vertx.timer(PAUSE_MILLIS).onSuccess(passed -> {
            pausing = false;
            if (!closed && !up) {
                attempt().onFailure(error -> again());
            }
        });
    }

    private static RedisConnection hears(Link now) {
        return Objects.requireNonNull(now.hears);
    }

    private static RedisConnection speaks(Link now) {
        return Objects.requireNonNull(now.speaks);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> job) {
        var promise = Promise.<T>promise();
        context.runOnContext(go -> job.get().onComplete(promise));
        return promise.future();
    }
}
