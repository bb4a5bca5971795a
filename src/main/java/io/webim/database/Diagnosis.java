package io.webim.database;

import io.vertx.core.VertxException;
import io.vertx.mysqlclient.MySQLBatchException;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.DatabaseException;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.DatabaseTrouble.Kind;
import java.io.IOException;
import java.util.Set;

/** Tells what a failed call to the database comes from. */
final class Diagnosis {
    /** Too many connections, shutting down, lock wait, deadlock, killed, read-only, disk or table full. */
    private static final Set<Integer> PASSING = Set.of(
            1021, 1026, 1030, 1040, 1053, 1077, 1114, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1290, 1317, 1836,
            1927, 2006, 2013, 3024, 3169);

    /** Whoever connects is not let in: by user, database or host, or not so often. */
    private static final Set<Integer> SHUT_OUT = Set.of(1045, 1049, 1129, 1130, 1226, 1698);

    private static final int DUPLICATE_KEY = 1062;

    private Diagnosis() {}

    /** A {@link DatabaseTrouble}, or the error itself where it is a fault or none of the database's. */
    static Throwable of(Throwable error) {
        if (error instanceof MySQLBatchException batch) {
            return batch.getIterationError().values().stream()
                    .findFirst()
                    .map(Diagnosis::of)
                    .orElse(error);
        }
        if (error instanceof MySQLException refused) {
            return of(refused);
        }
        return isLostConnection(error) ? new DatabaseTrouble(Kind.AWAY, error) : error;
    }

    private static Throwable of(MySQLException refused) {
        int code = refused.getErrorCode();
        if (PASSING.contains(code) || SHUT_OUT.contains(code)) {
            return new DatabaseTrouble(Kind.AWAY, refused);
        }
        return code == DUPLICATE_KEY ? new DatabaseTrouble(Kind.DUPLICATE_KEY, refused) : refused;
    }

    /** Of the pool's own failures only some have a type of their own. */
    private static boolean isLostConnection(Throwable error) {
        return error instanceof IOException
                || (error instanceof VertxException && !(error instanceof DatabaseException))
                || error.getClass().getSimpleName().equals("NoStackTraceThrowable");
    }
}
