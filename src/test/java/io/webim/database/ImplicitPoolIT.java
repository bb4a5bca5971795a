package io.webim.database;

import static io.webim.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.TransactionPropagation;
import io.vertx.sqlclient.Tuple;
import io.webim.FreshName;
import io.webim.SharedDatabase;
import io.webim.SharedServer;
import io.webim.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is committed and what is not, where no session commits by itself. */
class ImplicitPoolIT {
    @SharedServer
    private static TestServer server;

    private final String table = FreshName.of("implicit");
    private final String insert = "INSERT INTO " + table + " (id) VALUES (?)";
    private ImplicitPool pool;
    private Pool others;

    enum Way {
        QUERY((pool, sql) -> pool.query(sql.replace("?", "1")).execute()),
        MAPPED((pool, sql) ->
                pool.query(sql.replace("?", "1")).mapping(row -> row).execute()),
        COLLECTED((pool, sql) -> pool.query(sql.replace("?", "1"))
                .collecting(Collectors.counting())
                .execute()),
        PREPARED((pool, sql) -> pool.preparedQuery(sql.replace("?", "1")).execute()),
        PREPARED_WITH_VALUES((pool, sql) -> pool.preparedQuery(sql).execute(Tuple.of(1))),
        PREPARED_WITH_OPTIONS(
                (pool, sql) -> pool.preparedQuery(sql, new PrepareOptions()).execute(Tuple.of(1))),
        PREPARED_MAPPED(
                (pool, sql) -> pool.preparedQuery(sql).mapping(row -> row).execute(Tuple.of(1))),
        PREPARED_COLLECTED((pool, sql) ->
                pool.preparedQuery(sql).collecting(Collectors.counting()).execute(Tuple.of(1))),
        BATCH((pool, sql) -> pool.preparedQuery(sql).executeBatch(List.of(Tuple.of(1)))),
        CONNECTION((pool, sql) ->
                pool.withConnection(connection -> connection.preparedQuery(sql).execute(Tuple.of(1)))),
        TRANSACTION((pool, sql) ->
                pool.withTransaction(connection -> connection.preparedQuery(sql).execute(Tuple.of(1))));

        private final BiFunction<Pool, String, Future<?>> ask;

        Way(BiFunction<Pool, String, Future<?>> ask) {
            this.ask = ask;
        }
    }

    enum Failing {
        STATEMENT(
                connection -> connection.query("INSERT INTO nowhere VALUES (1)").execute()),
        FUTURE(connection -> Future.failedFuture("told so")),
        THROWN(connection -> {
            throw new IllegalStateException("thrown");
        });

        private final Function<SqlConnection, Future<?>> work;

        Failing(Function<SqlConnection, Future<?>> work) {
            this.work = work;
        }
    }

    @BeforeEach
    void open() {
        others = sessions("SET SESSION autocommit = 1");
        pool = new ImplicitPool(sessions(ImplicitPool.SET_UP));
        elsewhere("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
    }

    private static Pool sessions(String setUp) {
        return MySQLBuilder.pool()
                .connectingTo(new ServerAddress(SharedDatabase.url(), Optional.empty()).options(false))
                .with(new PoolOptions().setMaxSize(1))
                .withConnectHandler(
                        connection -> connection.query(setUp).execute().onComplete(done -> connection.close()))
                .using(server.vertx())
                .build();
    }

    @AfterEach
    void close() {
        await(pool.close());
        elsewhere("DROP TABLE " + table);
        await(others.close());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedAloneIsCommitted(Way way) {
        await(way.ask.apply(pool, insert));
        assertThat(rows()).isOne();
    }

    @Test
    void whatIsDoneTogetherIsSeenTogether() {
        var written = Promise.<Void>promise();
        var seen = Promise.<Void>promise();
        var both = pool.withTransaction(connection -> connection
                .preparedQuery(insert)
                .execute(Tuple.of(1))
                .onSuccess(one -> written.complete())
                .compose(one -> seen.future())
                .compose(one -> connection.preparedQuery(insert).execute(Tuple.of(2))));
        await(written.future());
        assertThat(rows()).isZero();
        seen.complete();
        await(both);
        assertThat(rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsIsUndoneAndTheNextBeginsAnew(Failing failing) {
        var failed = pool.withTransaction(connection ->
                connection.preparedQuery(insert).execute(Tuple.of(1)).compose(done -> failing.work.apply(connection)));
        await(failed.transform(over -> Future.succeededFuture()));
        assertThat(failed.failed()).isTrue();

        await(pool.preparedQuery(insert).execute(Tuple.of(2)));
        assertThat(elsewhere("SELECT id FROM " + table))
                .extracting(row -> row.getInteger("id"))
                .containsExactly(2);
    }

    @Test
    void workThatCannotEvenBeginHoldsNoConnection() {
        var failed = pool.withTransaction(connection -> {
            throw new IllegalStateException("thrown");
        });
        await(failed.transform(over -> Future.succeededFuture()));
        assertThat(failed.cause()).hasMessage("thrown");
        await(pool.preparedQuery(insert).execute(Tuple.of(1)));
        assertThat(rows()).isOne();
    }

    @Test
    void whatWasUnderWayOnALostConnectionIsUndone() {
        var lost = pool.withTransaction(connection -> connection
                .preparedQuery(insert)
                .execute(Tuple.of(1))
                .compose(done ->
                        connection.query("KILL CONNECTION CONNECTION_ID()").execute()));
        await(lost.transform(over -> Future.succeededFuture()));
        assertThat(lost.failed()).isTrue();

        // The pool gives it out once more where it has not heard yet that it is lost.
        await(pool.preparedQuery(insert)
                .execute(Tuple.of(2))
                .recover(late -> pool.preparedQuery(insert).execute(Tuple.of(2))));
        assertThat(rows()).isOne();
    }

    @Test
    void nothingIsHeldBetweenTransactions() {
        await(pool.preparedQuery(insert).execute(Tuple.of(1)));
        await(pool.withTransaction(connection ->
                connection.query("SELECT id FROM " + table + " FOR UPDATE").execute()));
        assertThat(elsewhere("SELECT id FROM " + table + " FOR UPDATE NOWAIT")).hasSize(1);
    }

    @Test
    void nobodyGetsAConnectionThatCommitsNothing() {
        assertThatThrownBy(pool::getConnection).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() ->
                        pool.withTransaction(TransactionPropagation.CONTEXT, connection -> Future.succeededFuture()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private int rows() {
        return elsewhere("SELECT id FROM " + table).size();
    }

    private RowSet<Row> elsewhere(String sql) {
        return await(others.query(sql).execute());
    }
}
