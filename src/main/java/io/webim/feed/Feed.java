package io.webim.feed;

import io.vertx.core.Promise;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The feed of an account as long as the server runs. Lives on the event loop of its module alone. */
final class Feed {
    /** Of all of one account's requests, over whatever ways. */
    private static final int MOST_WAITING = 64;

    private record Waiting(Caller caller, long after, boolean untilQuiet, Promise<Void> promise) {}

    final long accountId;
    /** Conversations of which something may have to be numbered, in the order in which that was heard. */
    private final Set<Long> moved = new LinkedHashSet<>();

    private final List<Waiting> waiting = new ArrayList<>();
    private long lastPosition;
    private boolean unsure = true;
    private boolean queued;
    long lookedAt;
    long touchedAt;

    Feed(long accountId, long lastPosition) {
        this.accountId = accountId;
        this.lastPosition = lastPosition;
    }

    void moved(long conversationId) {
        moved.add(conversationId);
    }

    /** Anything may have been missed. */
    void doubt() {
        unsure = true;
    }

    boolean isUnsure() {
        return unsure;
    }

    void isSure() {
        unsure = false;
    }

    boolean hasMoved() {
        return !moved.isEmpty();
    }

    /** The next conversations to be looked at, in the order in which they have moved. */
    List<Long> takeMoved(int most) {
        var some = moved.stream().limit(most).toList();
        some.forEach(moved::remove);
        return some;
    }

    /** Whether it stands in line to be numbered. */
    boolean isQueued() {
        return queued;
    }

    void queued(boolean isQueued) {
        queued = isQueued;
    }

    /** All up to here can be read; gives whether that is more than before. */
    boolean reaches(long position) {
        boolean isMore = position > lastPosition;
        lastPosition = Math.max(lastPosition, position);
        complete(waiter -> waiter.after() < lastPosition);
        return isMore;
    }

    long lastPosition() {
        return lastPosition;
    }

    boolean isBeyond(long position) {
        return lastPosition > position;
    }

    /** All is numbered that was heard of. */
    void quiet() {
        complete(Waiting::untilQuiet);
    }

    /**
     * Completes when there is something after a position.
     *
     * @param untilQuiet also when there is nothing more on its way
     */
    Promise<Void> await(Caller caller, long after, boolean untilQuiet) {
        var promise = Promise.<Void>promise();
        if (waiting.size() >= MOST_WAITING) {
            promise.fail(Failure.retryAfter(429, "too_many_requests", "Too many requests wait for this feed.", 1));
        } else {
            var waiter = new Waiting(caller, after, untilQuiet, promise);
            waiting.add(waiter);
            promise.future().onComplete(done -> waiting.remove(waiter));
        }
        return promise;
    }

    /** Nobody waits any more for now. */
    void lookAgain() {
        complete(waiter -> true);
    }

    /** Those of these sessions wait no more. */
    void end(Set<Long> sessionIds) {
        List.copyOf(waiting).stream()
                .filter(waiter -> sessionIds.contains(waiter.caller().sessionId()))
                .forEach(waiter ->
                        waiter.promise().tryFail(Failure.of(401, "invalid_token", "This session has ended.")));
    }

    private void complete(Predicate<Waiting> which) {
        List.copyOf(waiting).stream()
                .filter(which)
                .forEach(waiter -> waiter.promise().tryComplete());
    }
}
