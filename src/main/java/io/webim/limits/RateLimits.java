package io.webim.limits;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** The limits of one server, shared by all its modules: a way around one module is none around another. */
public final class RateLimits {
    private static final Set<Limit> GUARDS = EnumSet.of(
            Limit.LOG_INS,
            Limit.LOG_INS_OF_ACCOUNT,
            Limit.LOG_INS_OF_ADDRESS,
            Limit.SECOND_FACTORS,
            Limit.EXPORTS,
            Limit.REGISTRATIONS,
            Limit.CONTACTS,
            Limit.GROUPS,
            Limit.REPORTS,
            Limit.STRANGERS,
            Limit.BOTS);

    private final Map<Limit, RateLimit> limits = new EnumMap<>(Limit.class);

    /** @param rates what is missing is not limited */
    public RateLimits(Map<Limit, Rate> rates, MeterRegistry meters) {
        this(rates, meters, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(Map<Limit, Rate> rates, MeterRegistry meters, TimeMeter clock) {
        for (var limit : Limit.values()) {
            var refused = meters.counter("webim.limit.refused", "limit", limit.text());
            limits.put(limit, new RateLimit(limit, rates.getOrDefault(limit, Rate.UNLIMITED), refused, clock));
        }
    }

    /** From now on the limits that guard something count over all nodes; those against haste stay with each. */
    public void share(Sharing sharing) {
        GUARDS.forEach(limit -> of(limit).isShared(sharing));
    }

    public RateLimit of(Limit limit) {
        return Objects.requireNonNull(limits.get(limit));
    }

    /**
     * The same handler, for what is written into a history: at the rate of messages, and out of what a user may have stored.
     *
     * @param weight in bytes, about
     */
    public <Q> BiFunction<Caller, Q, Future<? extends Reply>> written(
            ToIntFunction<Q> weight, BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler) {
        return of(Limit.MESSAGES).of(of(Limit.BYTES).of(weight, handler));
    }
}
