package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * So many at once for all together, who take turns: whoever has much to do holds nobody else up for longer than one piece
 * of it takes. Few of one wait, and of all so many, beside the first of each. Safe from any thread.
 */
public final class SharedPlaces {
    private final Bounds bounds;
    /** By whom they are for, in the order of whose turn it is; of each at least one. */
    private final Map<Object, Deque<Supplier<Future<?>>>> waiting = new LinkedHashMap<>();

    private final Map<Object, Integer> inside = new HashMap<>();
    private int taken;
    private int waitingInAll;

    /**
     * How many there are.
     *
     * @param places for all
     * @param placesOfOne which one may have at once, be it with nobody else waiting
     * @param mostWaiting of all, beside the first of each
     * @param mostWaitingOfOne of one
     */
    public record Bounds(int places, int placesOfOne, int mostWaiting, int mostWaitingOfOne) {}

    private record Turn(Object whose, Supplier<Future<?>> work) {}

    public SharedPlaces(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Does some work when there is a place and it is the turn of whoever it is for.
     *
     * @param patienceMillis how long it waits for that; what was not begun by then never is
     * @param busy what those are told who wait for too long, or cannot even wait
     */
    public <T> Future<T> run(
            Vertx vertx, Object whose, long patienceMillis, Supplier<Future<T>> work, Supplier<Failure> busy) {
        var turn = Promise.<Void>promise();
        var over = Promise.<Void>promise();
        Supplier<Future<?>> job = () -> turn.tryComplete() ? over.future() : Future.succeededFuture();
        if (!add(whose, job)) {
            return Future.failedFuture(busy.get());
        }
        if (!turn.future().isComplete()) {
            long timer = vertx.setTimer(patienceMillis, late -> {
                withdraw(whose, job);
                turn.tryFail(busy.get());
            });
            turn.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return turn.future().compose(begun -> work.get()).onComplete(done -> over.complete());
    }

    /**
     * Adds some work, which keeps its place until its future completes.
     *
     * @return false where too much waits already
     */
    boolean add(Object whose, Supplier<Future<?>> work) {
        synchronized (waiting) {
            var ofOne = waiting.get(whose);
            if (ofOne != null && (ofOne.size() >= bounds.mostWaitingOfOne() || waitingInAll >= bounds.mostWaiting())) {
                return false;
            }
            waiting.computeIfAbsent(whose, absent -> new ArrayDeque<>()).add(work);
            waitingInAll++;
        }
        beginThose();
        return true;
    }

    int waiting() {
        synchronized (waiting) {
            return waitingInAll;
        }
    }

    private void withdraw(Object whose, Supplier<Future<?>> work) {
        synchronized (waiting) {
            var ofOne = waiting.get(whose);
            if (ofOne != null && ofOne.remove(work)) {
                waitingInAll--;
                if (ofOne.isEmpty()) {
                    waiting.remove(whose);
                }
            }
        }
    }

    /** Whoever is let in may do anything, and so outside of the lock. */
    private void beginThose() {
        for (var next = next(); next != null; next = next()) {
            var whose = next.whose();
            next.work().get().onComplete(done -> {
                leave(whose);
                beginThose();
            });
        }
    }

    /** Gives a place to whose turn it is, who comes last then. */
    private @Nullable Turn next() {
        synchronized (waiting) {
            var whose = taken < bounds.places() ? first() : null;
            if (whose == null) {
                return null;
            }
            var ofOne = Objects.requireNonNull(waiting.remove(whose));
            var work = ofOne.remove();
            if (!ofOne.isEmpty()) {
                waiting.put(whose, ofOne);
            }
            waitingInAll--;
            taken++;
            inside.merge(whose, 1, Integer::sum);
            return new Turn(whose, work);
        }
    }

    private @Nullable Object first() {
        for (var whose : waiting.keySet()) {
            if (inside.getOrDefault(whose, 0) < bounds.placesOfOne()) {
                return whose;
            }
        }
        return null;
    }

    private void leave(Object whose) {
        synchronized (waiting) {
            taken--;
            inside.computeIfPresent(whose, (same, before) -> before == 1 ? null : before - 1);
        }
    }
}
