package io.webim.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What everybody pays for all that they ask, over whatever way in: from one budget for each user, and for each network
 * where nobody has logged in. Of heavy operations a few of one user are under way at once, and a few more wait.
 */
public final class Admission {
    /** Lifts it all, as {@code WEBIM_RATE_REQUESTS=off} does. */
    public static final Admission FREE = free(new SimpleMeterRegistry());

    static final int AT_ONCE = 4;
    static final int MOST_WAITING = 64;
    /** Of requests that wait for something to happen, of one user or bot. */
    static final int MOST_STAYING = 4;
    /** Of all bots of a person together: one of each of as many as there may be. */
    static final int MOST_STAYING_OF_BOTS = 20;

    private static final long LONGEST_WAIT_MILLIS = 2_000;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final Future<Place> NO_PLACE = Future.succeededFuture(() -> {});

    private final RateLimit requests;
    private final Counter refused;
    private final Places places = new Places(AT_ONCE, MOST_WAITING);
    private final Map<Object, Integer> staying = new ConcurrentHashMap<>();

    /** What one has had in parts. */
    private record Streamed(long userId) {}

    /** Where something is under way; to be left once. */
    private interface Place {
        void leave();
    }

    public Admission(RateLimits limits, MeterRegistry meters) {
        this.requests = limits.of(Limit.REQUESTS);
        this.refused = meters.counter("webim.limit.refused", "limit", "heavy_requests");
        meters.gauge("webim.requests.waiting", places, Places::waiting);
    }

    /**
     * For a request that stays until something happens; fails with 429 where as many of this caller do, or of all bots of
     * one person.
     *
     * @return to be run once, when it does so no more
     */
    public Runnable stay(Caller caller) {
        enter(caller.userId(), MOST_STAYING);
        if (caller.payer() == caller.userId()) {
            return () -> leave(caller.userId());
        }
        try {
            enter(caller.payer(), MOST_STAYING_OF_BOTS);
        } catch (Failure refused) {
            leave(caller.userId());
            throw refused;
        }
        return () -> {
            leave(caller.userId());
            leave(caller.payer());
        };
    }

    private void enter(Object payer, int most) {
        int count = staying.merge(payer, 1, Integer::sum);
        if (count > most) {
            leave(payer);
            throw Failure.retryAfter(
                    ErrorCode.TOO_MANY_WAITING, "At most " + most + " of your requests wait at once.", 1);
        }
    }

    private void leave(Object payer) {
        staying.computeIfPresent(payer, (same, count) -> orNobody(count - 1));
    }

    @SuppressWarnings("NullAway") // computeIfPresent() takes null for "remove"; the checker reads it as a value.
    private static Integer orNobody(int count) {
        return count == 0 ? null : (Integer) count;
    }

    /** What a frame costs that is that long. */
    public static int costOf(int bytes) {
        return Cost.ofBytes(bytes);
    }

    private static Admission free(MeterRegistry nobodys) {
        return new Admission(new RateLimits(Map.of(), nobodys), nobodys);
    }

    /** For a frame, or a request with a body of that length; fails with 429 beyond the budget. */
    public void pay(Object payer, int bytes) {
        requests.take(payer, Cost.ofBytes(bytes));
    }

    /** For a request without a body that another has paid for before it was known whose it is; fails as above. */
    public void payInstead(Object another, Object payer) {
        requests.take(payer);
        requests.giveBack(another);
    }

    /** For an operation; fails with 429 beyond the budget. */
    public void pay(Object payer, Address address) {
        requests.take(payer, Cost.of(address).units());
    }

    /**
     * Runs an operation once its payer has paid for it, has a place if it is heavy, and it is its turn; on the caller's
     * context. Fails with 429 beyond the budget and where too much waits. The length of the answer is owed
     * before anybody has it, whether or not it is read.
     *
     * @param payer a user's id, or a network
     */
    public Future<JsonObject> run(Object payer, Address address, Turns turns, Supplier<Future<JsonObject>> operation) {
        var cost = Cost.of(address);
        try {
            pay(payer, address);
        } catch (Failure refused) {
            return Future.failedFuture(refused);
        }
        var place = cost.isHeavy() && !requests.isOff() ? place(payer) : NO_PLACE;
        return turns.run(
                address,
                place,
                taken -> begin(payer, cost, operation)
                        .onSuccess(answer -> oweFor(payer, answer))
                        .onComplete(done -> taken.leave()));
    }

    /** For work that turned out to be more than was paid for; more is taken only when that is paid. */
    public void owe(Object payer, int units) {
        requests.owe(payer, units);
    }

    /**
     * For the next part of an answer that comes in many, which goes on at the rate of the budget: out of one of its own,
     * so that its user goes on as well.
     *
     * @return completes when it may be written
     */
    public Future<Void> pace(Vertx vertx, long userId, JsonObject part) {
        return pause(vertx, oweFor(new Streamed(userId), part));
    }

    /** The same of a part that costs as much as a request of so many bytes. */
    public Future<Void> pace(Vertx vertx, long userId, int bytes) {
        return pause(vertx, requests.isOff() ? 0 : requests.owe(new Streamed(userId), Cost.ofBytes(bytes)));
    }

    private static Future<Void> pause(Vertx vertx, long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return millis == 0
                ? Future.succeededFuture()
                : vertx.timer(Math.min(millis, LONGEST_PAUSE_MILLIS)).mapEmpty();
    }

    /** While it waited, others may have been answered at greater length than there was left. */
    private Future<JsonObject> begin(Object payer, Cost cost, Supplier<Future<JsonObject>> operation) {
        if (cost.isHeavy() && requests.isOwing(payer)) {
            try {
                requests.take(payer);
            } catch (Failure refused) {
                return Future.failedFuture(refused);
            }
        }
        return operation.get();
    }

    private long oweFor(Object payer, JsonObject answer) {
        return requests.isOff() ? 0 : requests.owe(payer, Cost.ofAnswer(answer));
    }

    private Future<Place> place(Object payer) {
        var context = (ContextInternal) Vertx.currentContext();
        Promise<Void> granted = context == null ? Promise.promise() : context.promise();
        if (!places.enter(payer, granted)) {
            return Future.failedFuture(refusal());
        }
        if (context != null && !granted.future().isComplete()) {
            limit(granted, context.owner());
        }
        return granted.future().map(() -> places.leave(payer));
    }

    private void limit(Promise<Void> granted, Vertx vertx) {
        long timer = vertx.setTimer(LONGEST_WAIT_MILLIS, late -> granted.tryFail(refusal()));
        granted.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Failure refusal() {
        refused.increment();
        return Limit.REQUESTS.refusal(1);
    }
}
