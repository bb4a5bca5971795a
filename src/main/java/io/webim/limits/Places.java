package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** So many at once for each key; a few more wait in their order. Safe from any thread. */
public final class Places {
    private final int atOnce;
    private final int mostWaiting;
    private final Map<Object, Line> lines = new HashMap<>();
    private int waiting;

    private static final class Line {
        private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
        private int inside;
    }

    public Places(int atOnce, int mostWaiting) {
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
    }

    /** @param full what those are told who cannot even wait */
    public <T> Future<T> run(Object key, Supplier<Future<T>> work, Supplier<Failure> full) {
        var place = Promise.<Void>promise();
        if (!enter(key, place)) {
            return Future.failedFuture(full.get());
        }
        return place.future().compose(entered -> work.get()).onComplete(done -> leave(key));
    }

    /**
     * Completes the promise when there is a place; whoever got one leaves it. One that is complete by then is passed over.
     *
     * @return false where too many wait already
     */
    boolean enter(Object key, Promise<Void> place) {
        synchronized (lines) {
            var line = lines.computeIfAbsent(key, absent -> new Line());
            if (line.inside >= atOnce) {
                return join(line, place);
            }
            line.inside++;
        }
        place.complete();
        return true;
    }

    void leave(Object key) {
        // Whoever is let in may do anything, and so outside of the lock.
        for (var next = nextOrLeave(key); next != null && !next.tryComplete(); ) {
            next = nextOrLeave(key);
        }
    }

    int waiting() {
        synchronized (lines) {
            return waiting;
        }
    }

    private boolean join(Line line, Promise<Void> place) {
        if (line.waiting.size() >= mostWaiting) {
            return false;
        }
        line.waiting.add(place);
        waiting++;
        return true;
    }

    /** The place passes on to the next in line, or is free. */
    private @Nullable Promise<Void> nextOrLeave(Object key) {
        synchronized (lines) {
            var line = Objects.requireNonNull(lines.get(key));
            var next = line.waiting.poll();
            if (next != null) {
                waiting--;
            } else if (--line.inside == 0) {
                lines.remove(key);
            }
            return next;
        }
    }
}
