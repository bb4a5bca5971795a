package io.webim.database;

import static io.webim.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.FreshName;
import io.webim.SharedDatabase;
import io.webim.SharedServer;
import io.webim.TestServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several statements that are on their way over one connection. */
class PipelineIT {
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
                .connectingTo(new Access(SharedDatabase.url(), Optional.empty()).options(false))
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

    private static long number(SqlConnection connection, String sql) {
        return await(connection.query(sql).execute()).iterator().next().getLong(0);
    }
}
