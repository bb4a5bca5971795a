package io.webim.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.TransactionPropagation;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.DatabaseTrouble;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;

/**
 * A pool of which all calls fail with a {@link DatabaseTrouble} where that is what it is, so that nobody else has to know
 * the database's errors. Within a transaction they are as the driver tells them: what counts is how it ends.
 */
final class GuardedPool implements Pool {
    private final Pool pool;
    private final Supplier<Future<DatabaseTrouble>> lateness;

    /** @param lateness finds out why a call is late */
    GuardedPool(Pool pool, Supplier<Future<DatabaseTrouble>> lateness) {
        this.pool = pool;
        this.lateness = lateness;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return guarded(pool.getConnection());
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new GuardedQuery<>(pool.query(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new GuardedPreparedQuery<>(pool.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new GuardedPreparedQuery<>(pool.preparedQuery(sql, options));
    }

    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return guarded(pool.withTransaction(work));
    }

    @Override
    public <T> Future<T> withTransaction(TransactionPropagation propagation, Function<SqlConnection, Future<T>> work) {
        return guarded(pool.withTransaction(propagation, work));
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return guarded(pool.withConnection(work));
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    private <T> Future<T> guarded(Future<T> call) {
        return call.recover(error -> error instanceof TimeoutException
                ? lateness.get().compose(Future::failedFuture)
                : Future.failedFuture(Diagnosis.of(error)));
    }

    private class GuardedQuery<T> implements Query<T> {
        private final Query<T> query;

        GuardedQuery(Query<T> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return guarded(query.execute());
        }

        @Override
        public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new GuardedQuery<>(query.collecting(collector));
        }

        @Override
        public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new GuardedQuery<>(query.mapping(mapper));
        }
    }

    private final class GuardedPreparedQuery<T> extends GuardedQuery<T> implements PreparedQuery<T> {
        private final PreparedQuery<T> query;

        GuardedPreparedQuery(PreparedQuery<T> query) {
            super(query);
            this.query = query;
        }

        @Override
        public Future<T> execute(Tuple values) {
            return guarded(query.execute(values));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return guarded(query.executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new GuardedPreparedQuery<>(query.collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new GuardedPreparedQuery<>(query.mapping(mapper));
        }
    }
}
