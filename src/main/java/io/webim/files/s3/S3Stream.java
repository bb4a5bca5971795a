package io.webim.files.s3;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * A part of a file in the store. It asks for no more than its reader takes; where that takes nothing for a while, it lets go
 * of the connection and goes on later from where it was, as it does once where the connection breaks. All of it happens on
 * one context.
 */
final class S3Stream implements ReadStream<Buffer>, AutoCloseable {
    private static final long PAUSE_MILLIS = 10_000;
    /** Buffers that may be under way. */
    private static final int AHEAD = 4;

    private final Context context;
    private final S3AsyncClient client;
    private final String bucket;
    private final String key;
    private final String tag;
    private final long end;
    private final long silenceMillis;

    private final Queue<Buffer> waiting = new ArrayDeque<>();
    private long demand = Long.MAX_VALUE;
    /** What was asked for, with what waits. */
    private long at;

    private int asked;
    private int breaks;
    private @Nullable Fetch fetch;
    private long idleTimer = -1;
    private boolean over;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    S3Stream(
            Context context,
            S3AsyncClient client,
            String bucket,
            String key,
            String tag,
            long from,
            long to,
            long silenceMillis) {
        this.context = context;
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.tag = tag;
        this.at = from;
        this.end = to;
        this.silenceMillis = silenceMillis;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> taker) {
        boolean gone = handler != null && taker == null;
        handler = taker;
        if (gone) {
            close();
        } else {
            run(this::proceed);
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> taker) {
        exceptionHandler = taker;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> taker) {
        endHandler = taker;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        run(this::watchPause);
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        run(this::proceed);
        return this;
    }

    /** Nobody reads any more. */
    @Override
    public void close() {
        run(() -> {
            over = true;
            waiting.clear();
            letGo();
        });
    }

    private void run(Runnable step) {
        context.runOnContext(now -> step.run());
    }

    private Vertx vertx() {
        return context.owner();
    }

    private void proceed() {
        while (!over && handler != null && demand > 0 && !waiting.isEmpty()) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            handler.handle(waiting.remove());
        }
        if (over || handler == null || demand == 0) {
            return;
        }
        vertx().cancelTimer(idleTimer);
        if (at == end) {
            finish();
            return;
        }
        if (fetch == null) {
            begin();
        } else {
            fetch.ask();
        }
        watchSilence();
    }

    /** Not every break of a connection is told. */
    private void watchSilence() {
        var begun = fetch;
        if (begun != null) {
            idleTimer = vertx().setTimer(silenceMillis, silent -> broke(begun, new IOException("It says nothing.")));
        }
    }

    private void finish() {
        over = true;
        letGo();
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void begin() {
        var begun = new Fetch();
        fetch = begun;
        asked = 0;
        var unused = client.getObject(
                        get -> get.bucket(bucket).key(key).ifMatch(tag).range("bytes=" + at + "-" + (end - 1)),
                        AsyncResponseTransformer.toPublisher())
                .whenComplete((body, error) -> {
                    if (error != null) {
                        run(() -> broke(begun, error));
                    } else {
                        body.subscribe(begun);
                    }
                });
    }

    private void watchPause() {
        vertx().cancelTimer(idleTimer);
        if (!over && fetch != null) {
            idleTimer = vertx().setTimer(PAUSE_MILLIS, idle -> letGo());
        }
    }

    private void letGo() {
        vertx().cancelTimer(idleTimer);
        var begun = fetch;
        fetch = null;
        if (begun != null) {
            begun.cancel();
        }
    }

    private void took(Fetch from, Buffer part) {
        if (from != fetch || over) {
            return;
        }
        asked--;
        if (part.length() > end - at) {
            fail(new IOException("The store sends more than was asked for."));
            return;
        }
        at += part.length();
        waiting.add(part);
        proceed();
    }

    private void broke(Fetch from, @Nullable Throwable error) {
        if (from != fetch || over) {
            return;
        }
        letGo();
        if (at == end || breaks++ == 0) {
            proceed();
        } else {
            fail(
                    error == null
                            ? new IOException("The store ends a file too early.")
                            : S3FileStore.told(bucket, key, error));
        }
    }

    private void fail(IOException error) {
        over = true;
        letGo();
        if (exceptionHandler != null) {
            exceptionHandler.handle(error);
        }
    }

    /** One answer of the store, on whose threads it is called. */
    private final class Fetch implements Subscriber<ByteBuffer> {
        private @Nullable Subscription subscription;
        private boolean cancelled;

        @Override
        public void onSubscribe(Subscription begun) {
            run(() -> {
                subscription = begun;
                if (cancelled) {
                    begun.cancel();
                } else {
                    ask();
                }
            });
        }

        void ask() {
            if (subscription != null && asked + waiting.size() < AHEAD && demand > 0) {
                int more = AHEAD - asked - waiting.size();
                asked += more;
                subscription.request(more);
            }
        }

        void cancel() {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            run(() -> took(this, Buffer.buffer(copy)));
        }

        @Override
        public void onError(Throwable error) {
            run(() -> broke(this, error));
        }

        @Override
        public void onComplete() {
            run(() -> broke(this, null));
        }
    }
}
