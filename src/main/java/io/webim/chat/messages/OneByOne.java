package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Jobs of which each user has one at a time under way, and few that wait. Lives on one event loop. */
public final class OneByOne {
    private static final int MOST_WAITING = 8;

    /** Of each user with a job under way, those that wait. */
    private final Map<Long, Deque<Runnable>> waiting = new HashMap<>();

    public <T> Future<T> run(long userId, Supplier<Future<T>> job) {
        var others = waiting.get(userId);
        var result = Promise.<T>promise();
        Runnable start = () -> Future.succeededFuture()
                .compose(go -> job.get())
                .onComplete(result)
                .onComplete(done -> next(userId));
        if (others == null) {
            waiting.put(userId, new ArrayDeque<>());
            start.run();
        } else if (others.size() < MOST_WAITING) {
            others.add(start);
        } else {
            return Future.failedFuture(Failure.retryAfter(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "Others like it of yours are still under way: wait for their answers.",
                    1));
        }
        return result.future();
    }

    private void next(long userId) {
        var start = waiting.getOrDefault(userId, new ArrayDeque<>()).poll();
        if (start == null) {
            waiting.remove(userId);
        } else {
            start.run();
        }
    }
}
