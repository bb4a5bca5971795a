package io.webim.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One limit, counted for each key. The least recently seen keys are forgotten when there are too many. Safe from any
 * thread.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 50_000;

    private final Limit limit;
    private final Rate rate;
    private final Counter refused;
    private final TimeMeter clock;
    private final long most;
    private volatile @Nullable Sharing sharing;
    private final Map<Object, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /**
     * @param refused counts who was turned away
     * @param clock never jumps
     */
    RateLimit(Limit limit, Rate rate, Counter refused, TimeMeter clock) {
        this.limit = limit;
        this.rate = rate;
        this.refused = refused;
        this.clock = clock;
        this.most = rate.parts().stream().mapToLong(Rate.Part::burst).min().orElse(0);
    }

    /** From now on what is taken, or given back, counts elsewhere too. */
    void isShared(Sharing with) {
        sharing = with;
    }

    /** The same was taken, or given back where it is negative, at another node. */
    public void takenElsewhere(Object key, int units) {
        if (isOff()) {
            return;
        }
        synchronized (buckets) {
            if (units > 0) {
                bucketOf(key).tryConsumeAsMuchAsPossible(units);
            } else {
                bucketOf(key).addTokens(-units);
            }
        }
    }

    /** Takes one; fails with 429 and the seconds to wait when none is left. */
    public void take(Object key) {
        take(key, 1);
    }

    /** Takes several at once, or all that there can be where that is less. */
    public void take(Object key, int units) {
        int seconds = tryTake(key, units);
        if (seconds > 0) {
            refused.increment();
            throw limit.refusal(seconds);
        }
        tell(key, units);
    }

    private void tell(Object key, int units) {
        var shared = sharing;
        if (shared != null && !isOff() && units != 0) {
            shared.taken(limit, key, units);
        }
    }

    /** Takes several at once, and fails where there can never be as many. */
    public void takeEach(Object key, int units) {
        if (!isOff() && units > most) {
            refused.increment();
            throw limit.refusal((int) TimeUnit.DAYS.toSeconds(1));
        }
        take(key, units);
    }

    /** Takes several at once where they are there, and refuses nothing. */
    public boolean has(Object key, int units) {
        return tryTake(key, units) == 0;
    }

    /**
     * Takes what cannot be refused any more, be it more than there is.
     *
     * @return the nanoseconds after which nothing is owed any more
     */
    public long owe(Object key, int units) {
        if (isOff() || units == 0) {
            return 0;
        }
        synchronized (buckets) {
            return bucketOf(key).consumeIgnoringRateLimits(units);
        }
    }

    /** Whether more was taken than there was. */
    public boolean isOwing(Object key) {
        synchronized (buckets) {
            var bucket = buckets.get(key);
            return bucket != null && bucket.getAvailableTokens() < 0;
        }
    }

    /** Whether the next one would be refused. */
    boolean isUsedUp(Object key) {
        synchronized (buckets) {
            var bucket = buckets.get(key);
            return bucket != null && bucket.getAvailableTokens() < 1;
        }
    }

    /** Counts somebody as refused who has to come again. */
    Failure refusal() {
        refused.increment();
        return limit.refusal(1);
    }

    /** What was taken did not count after all. */
    public void giveBack(Object key) {
        synchronized (buckets) {
            var bucket = buckets.get(key);
            if (bucket != null) {
                bucket.addTokens(1);
            }
        }
        tell(key, -1);
    }

    /** The same handler, for each user within this limit; all programs of one person are one. */
    public <Q> BiFunction<Caller, Q, Future<? extends Reply>> of(
            BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler) {
        return of(request -> 1, handler);
    }

    /** The same, for what takes several at once. */
    public <Q> BiFunction<Caller, Q, Future<? extends Reply>> of(
            ToIntFunction<Q> units, BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler) {
        return (caller, request) -> {
            take(caller.payer(), units.applyAsInt(request));
            return handler.apply(caller, request);
        };
    }

    public boolean isOff() {
        return rate.parts().isEmpty();
    }

    private int tryTake(Object key, int units) {
        if (isOff() || units == 0) {
            return 0;
        }
        synchronized (buckets) {
            var probe = bucketOf(key).tryConsumeAndReturnRemaining(Math.min(units, most));
            return probe.isConsumed() ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        }
    }

    private Bucket bucketOf(Object key) {
        return buckets.computeIfAbsent(key, absent -> bucket());
    }

    private Bucket bucket() {
        var builder = Bucket.builder().withCustomTimePrecision(clock);
        rate.parts()
                .forEach(part -> builder.addLimit(Bandwidth.builder()
                        .capacity(part.burst())
                        .refillGreedy(part.times(), part.period())
                        .build()));
        return builder.build();
    }
}
