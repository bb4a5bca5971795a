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
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/**
 * A pool of sessions that commit nothing by themselves, so that a transaction takes no statement to begin. What is asked of
 * the pool itself is a transaction of its own.
 */
final class ImplicitPool implements Pool {
    /** What such a session takes beside the settings of all. */
    static final String SET_UP = "SET SESSION autocommit = 0";

    private final Pool pool;

    /** @param pool of sessions that were set up with {@link #SET_UP} */
    ImplicitPool(Pool pool) {
        this.pool = pool;
    }

    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return pool.withConnection(connection -> begun(work, connection)
                .compose(
                        result -> connection.query("COMMIT").execute().map(result),
                        error -> connection
                                .query("ROLLBACK")
                                .execute()
                                .transform(undone -> Future.failedFuture(error))));
    }

    private static <T> Future<T> begun(Function<SqlConnection, Future<T>> work, SqlConnection connection) {
        try {
            return work.apply(connection);
        } catch (RuntimeException error) {
            return Future.failedFuture(error);
        }
    }

    @Override
    public <T> Future<T> withTransaction(TransactionPropagation propagation, Function<SqlConnection, Future<T>> work) {
        throw new UnsupportedOperationException("A transaction is handed on as its connection");
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return withTransaction(work);
    }

    @Override
    public Future<SqlConnection> getConnection() {
        throw new UnsupportedOperationException("Whoever has one would have to commit");
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new Alone<>(connection -> connection.query(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new PreparedAlone<>(connection -> connection.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new PreparedAlone<>(connection -> connection.preparedQuery(sql, options));
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    /** A statement that is a transaction. */
    private class Alone<T> implements Query<T> {
        private final Function<SqlConnection, ? extends Query<T>> query;

        Alone(Function<SqlConnection, ? extends Query<T>> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return withTransaction(connection -> query.apply(connection).execute());
        }

        @Override
        public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Alone<>(connection -> query.apply(connection).collecting(collector));
        }

        @Override
        public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Alone<>(connection -> query.apply(connection).mapping(mapper));
        }
    }

    private final class PreparedAlone<T> extends Alone<T> implements PreparedQuery<T> {
        private final Function<SqlConnection, PreparedQuery<T>> query;

        PreparedAlone(Function<SqlConnection, PreparedQuery<T>> query) {
            super(query);
            this.query = query;
        }

        @Override
        public Future<T> execute(Tuple values) {
            return withTransaction(connection -> query.apply(connection).execute(values));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return withTransaction(connection -> query.apply(connection).executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new PreparedAlone<>(connection -> query.apply(connection).collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new PreparedAlone<>(connection -> query.apply(connection).mapping(mapper));
        }
    }
}
