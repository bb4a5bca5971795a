package io.webim.chat.messages;

import io.vertx.core.Future;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Begins what a user asks in the order in which it came, however long it takes to find what it is about. Lives on one
 * event loop.
 */
public final class Arrivals {
    private static final long PATIENCE_MILLIS = 4_000;

    /** Of each user for whom something is being looked up, when all that came so far has begun. */
    private final Map<Long, Future<?>> last = new HashMap<>();

    /**
     * @param found what has to be known before
     * @param begin is given it once all that the user asked before has begun
     */
    public <T, R> Future<R> inOrder(Caller caller, Future<T> found, Function<T, Future<R>> begin) {
        var before = last.get(caller.userId());
        if (before == null && found.isComplete()) {
            return found.compose(begin);
        }
        // Nobody waits for ever behind a look-up that hangs.
        var inTime = found.timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        var turn = before == null ? inTime : before.transform(begun -> inTime);
        last.put(caller.userId(), turn);
        // Listens before whoever comes next does.
        var result = turn.compose(begin);
        turn.onComplete(begun -> last.remove(caller.userId(), turn));
        return result;
    }

    /** The same handler, for what needs nothing to be found before. */
    public <Q> BiFunction<Caller, Q, Future<Reply>> inOrder(
            BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler) {
        return (caller, request) -> inOrder(
                caller,
                Future.<Q>succeededFuture(request),
                asked -> handler.apply(caller, asked).map(reply -> reply));
    }
}
