package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.BiFunction;

/** Transactions whose beginning is sent together with what they do first, which saves a round trip. */
final class Transactions {
    private Transactions() {}

    /**
     * @param work gets the connection, and what completes once the transaction has begun: whatever must not stand outside of
     *     it waits for that; it is committed when the work succeeds
     */
    static <T> Future<T> atOnce(Pool pool, BiFunction<SqlConnection, Future<?>, Future<T>> work) {
        return pool.withConnection(connection -> {
            var begun = connection.begin();
            var transaction = connection.transaction();
            return Future.all(begun, Future.succeededFuture().compose(x -> work.apply(connection, begun)))
                    .compose(
                            done -> transaction.commit().map(done.<T>resultAt(1)),
                            error -> transaction.rollback().transform(over -> Future.failedFuture(error)));
        });
    }
}
