package io.webim.database;

import static io.webim.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.FreshName;
import io.webim.SharedDatabase;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.DatabaseTrouble;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that are asked of one connection without waiting for each other's answers. */
class QueuedStatementsIT {
    private static final String LOCK = "SELECT GET_LOCK(?, 60)";
    private static final String MINE = "SELECT IS_USED_LOCK(?) = CONNECTION_ID()";
    private static final String WAIT =
            "SELECT 1 FROM information_schema.processlist WHERE id = ? AND state = 'User lock'";

    @SharedServer
    private static TestServer server;

    private final String lock = FreshName.of("lock");
    private Pool pool;
    private SqlConnection connection;
    private SqlConnection other;

    @BeforeEach
    void connect() {
        pool = MySQLBuilder.pool()
                .connectingTo(new ServerAddress(SharedDatabase.url(), Optional.empty()).options(false))
                .with(new PoolOptions().setMaxSize(2))
                .using(server.vertx())
                .build();
        connection = await(pool.getConnection());
        other = await(pool.getConnection());
    }

    @AfterEach
    void disconnect() {
        await(pool.close());
    }

    /** The database does not know the lock's statement yet, and the other one it does. */
    @Test
    void whatIsSentBehindALockIsReadUnderIt() throws Exception {
        await(connection.preparedQuery(MINE).execute(Tuple.of(lock)));
        await(other.preparedQuery(LOCK).execute(Tuple.of(lock)));
        long id = number(connection, "SELECT CONNECTION_ID()");

        var locked = connection.preparedQuery(LOCK).execute(Tuple.of(lock));
        var read = connection.preparedQuery(MINE).execute(Tuple.of(lock));
        Waiting.until(
                () -> await(other.preparedQuery(WAIT).execute(Tuple.of(id))).size() == 1);
        assertThat(read.isComplete()).isFalse();
        await(other.query("SELECT RELEASE_ALL_LOCKS()").execute());

        assertThat(await(locked).iterator().next().getLong(0)).isEqualTo(1);
        assertThat(await(read).iterator().next().getLong(0)).isEqualTo(1);
    }

    /** What is on its way with others is not always told of its end: whoever waits for it would wait for ever. */
    @Test
    void allOfThemFailWhereTheConnectionIsLost() {
        await(connection.preparedQuery(MINE).execute(Tuple.of(lock)));
        await(other.preparedQuery(LOCK).execute(Tuple.of(lock)));
        long id = number(connection, "SELECT CONNECTION_ID()");
        var waiting = connection.preparedQuery(LOCK).execute(Tuple.of(lock));
        var second = connection.preparedQuery(MINE).execute(Tuple.of(lock));
        var third = connection.query("SELECT 1").execute();

        await(other.query("KILL CONNECTION " + id).execute());

        for (var one : List.of(waiting, second, third)) {
            await(one.transform(over -> Future.succeededFuture()));
            assertThat(one.failed()).isTrue();
        }
    }

    /** A deadlock ends the transaction, and what was sent along with its victim comes after that. */
    @Test
    void nothingStaysOfWhatFollowsATransactionThatTheDatabaseHasRolledBack() throws Exception {
        var table = FreshName.of("contended");
        await(other.query("DROP TABLE IF EXISTS " + table).execute());
        await(other.query("CREATE TABLE " + table + " (id INT PRIMARY KEY, n INT NOT NULL) ENGINE = InnoDB")
                .execute());
        var rows =
                IntStream.rangeClosed(1, 50).mapToObj(id -> "(" + id + ", 0)").collect(Collectors.joining(", "));
        await(other.query("INSERT INTO " + table + " VALUES " + rows).execute());
        await(other.begin());
        await(other.query("UPDATE " + table + " SET n = 1 WHERE id > 1").execute());
        connection.close();

        var guarded = new GuardedPool(pool, () -> Future.failedFuture("not late"));
        var held = Promise.<Void>promise();
        var victim = guarded.withTransaction(own -> own.query("UPDATE " + table + " SET n = 1 WHERE id = 1")
                .execute()
                .onSuccess(done -> held.complete())
                .compose(done -> Future.join(
                        own.query("UPDATE " + table + " SET n = 1 WHERE id = 2").execute(),
                        own.query("INSERT INTO " + table + " VALUES (101, 1)").execute())));
        await(held.future());
        // Whichever waits first, the one with less to undo gives way.
        await(other.query("UPDATE " + table + " SET n = 2 WHERE id = 1").execute());
        await(victim.transform(over -> Future.succeededFuture()));
        await(other.transaction().rollback());

        assertThat(victim.cause()).isInstanceOf(DatabaseTrouble.class);
        assertThat(number(other, "SELECT COUNT(*) FROM " + table + " WHERE id = 101 OR n <> 0"))
                .isZero();
        assertThat(await(guarded.query("SELECT @@autocommit").execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isOne();
    }

    private static long number(SqlConnection connection, String sql) {
        return await(connection.query(sql).execute()).iterator().next().getLong(0);
    }
}
