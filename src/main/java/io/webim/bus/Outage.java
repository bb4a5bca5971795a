package io.webim.bus;

import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.webim.contract.Failure;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Tells a database that is away or overtaxed from a fault of ours: the first passes, and is no news in a log. */
public final class Outage {
    /** Seconds until a retry makes sense. */
    private static final int RETRY_AFTER = 2;

    /** Too many connections, shutting down, lock wait, deadlock, killed, read-only, disk or table full. */
    private static final Set<Integer> PASSING = Set.of(
            1021, 1026, 1030, 1040, 1053, 1077, 1114, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1290, 1317, 1836,
            1927, 2006, 2013, 3024, 3169);

    private static final LongAdder refused = new LongAdder();
    private static final LongAdder overloads = new LongAdder();

    private Outage() {}

    /** How many requests of this process were told so. */
    public static double count() {
        return refused.sum();
    }

    /** How many requests of this process were told that there is too much to do. */
    public static double overloads() {
        return overloads.sum();
    }

    public static boolean is(Throwable error) {
        if (error instanceof MySQLException refused) {
            return PASSING.contains(refused.getErrorCode());
        }
        return error instanceof ClosedConnectionException
                || error instanceof IOException
                || error instanceof TimeoutException
                || error instanceof VertxException
                || error.getClass().getSimpleName().equals("NoStackTraceThrowable");
    }

    /** What the caller is told. */
    public static Failure failure() {
        refused.increment();
        return Failure.retryAfter(
                503,
                "database_unavailable",
                "The database is not reachable. Nothing was lost: try again.",
                RETRY_AFTER);
    }

    /** What the caller is told whose turn did not come while the database answered others. */
    static Failure overload() {
        overloads.increment();
        return Failure.retryAfter(
                503, "overloaded", "The server has too much to do at this moment. Try again shortly.", RETRY_AFTER);
    }
}
