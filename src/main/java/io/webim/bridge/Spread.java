package io.webim.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Does something to many, some at a time, so that whoever it sends elsewhere does not come there at once. No I/O. */
final class Spread {
    private static final long STEP_MILLIS = 100;

    private Spread() {}

    /**
     * Completes once it was done to the last.
     *
     * @param millis how long it may take; 0: to all at once
     * @param pause what lets so many milliseconds pass
     */
    static <T> Future<Void> over(
            List<T> all, long millis, LongFunction<Future<?>> pause, Function<List<T>, Future<?>> job) {
        int steps = (int) Math.max(1, Math.min(all.size(), millis / STEP_MILLIS));
        var promise = Promise.<Void>promise();
        step(all, 0, steps, millis / steps, pause, job, promise);
        return promise.future();
    }

    // With a promise: futures in each other, as many as there are steps, would all be completed on one stack.
    private static <T> void step(
            List<T> all,
            int step,
            int steps,
            long millis,
            LongFunction<Future<?>> pause,
            Function<List<T>, Future<?>> job,
            Promise<Void> promise) {
        long from = (long) all.size() * step / steps;
        long to = (long) all.size() * (step + 1) / steps;
        var done = job.apply(all.subList((int) from, (int) to));
        if (step + 1 == steps) {
            done.<Void>mapEmpty().onComplete(promise);
        } else {
            Future.join(done, pause.apply(millis))
                    .onComplete(passed -> step(all, step + 1, steps, millis, pause, job, promise));
        }
    }
}
