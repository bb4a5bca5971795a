package io.webim.bus;

import io.webim.contract.DatabaseTrouble;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.concurrent.atomic.LongAdder;

/** What callers are told who cannot be served for the database's sake: it passes, and nothing of it is their fault. */
public final class DatabaseRefusals {
    /** Seconds until a retry makes sense. */
    private static final int RETRY_AFTER = 2;

    private static final LongAdder refused = new LongAdder();
    private static final LongAdder overloads = new LongAdder();

    private DatabaseRefusals() {}

    /** How many requests of this process were told that the database is away. */
    public static double count() {
        return refused.sum();
    }

    /** How many requests of this process were told that there is too much to do. */
    public static double overloads() {
        return overloads.sum();
    }

    /** @param trouble one that passes */
    public static Failure failure(DatabaseTrouble trouble) {
        return trouble.kind() == DatabaseTrouble.Kind.OVERLOADED ? overload() : away();
    }

    private static Failure away() {
        refused.increment();
        return Failure.retryAfter(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The database is not reachable. Nothing was lost: try again.",
                RETRY_AFTER);
    }

    private static Failure overload() {
        overloads.increment();
        return Failure.retryAfter(
                ErrorCode.OVERLOADED, "The server has too much to do at this moment. Try again shortly.", RETRY_AFTER);
    }
}
