package io.webim.database;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.webim.SharedDatabase;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.DatabaseTrouble.Kind;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves the pool says what it comes from, whichever way the database was asked. */
class GuardedPoolIT {
    private static final int DISK_FULL = 1021;
    private static final int DEADLOCK = 1213;
    private static final String ROW = "INSERT INTO taken (id) VALUES (1)";

    @SharedServer
    private static TestServer server;

    enum Way {
        QUERY((pool, sql) -> pool.query(sql).execute()),
        MAPPED_QUERY((pool, sql) -> pool.query(sql).mapping(row -> row).execute()),
        PREPARED((pool, sql) -> pool.preparedQuery(sql).execute()),
        PREPARED_WITH_VALUES((pool, sql) -> pool.preparedQuery(sql).execute(Tuple.tuple())),
        BATCH((pool, sql) -> pool.preparedQuery(sql).executeBatch(List.of(Tuple.tuple()))),
        TRANSACTION((pool, sql) -> pool.withTransaction(connection -> run(connection, sql))),
        CONNECTION((pool, sql) -> pool.withConnection(connection -> run(connection, sql)));

        private final BiFunction<Pool, String, Future<?>> ask;

        Way(BiFunction<Pool, String, Future<?>> ask) {
            this.ask = ask;
        }

        private static Future<?> run(SqlClient client, String sql) {
            return client.preparedQuery(sql).execute();
        }
    }

    @BeforeAll
    static void makeTable() {
        server.query("CREATE TABLE IF NOT EXISTS taken (id INT PRIMARY KEY)");
        server.query("INSERT IGNORE INTO taken (id) VALUES (1)");
        server.query("CREATE TABLE IF NOT EXISTS broken (code INT)");
        server.query("CREATE TRIGGER IF NOT EXISTS fails BEFORE INSERT ON broken FOR EACH ROW"
                + " SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = NEW.code, MESSAGE_TEXT = 'as told'");
    }

    @ParameterizedTest
    @EnumSource
    void whatPassesAndWhatIsTakenAreToldApartFromFaults(Way way) {
        assertThat(failure(way, raising(DISK_FULL))).isEqualTo(Kind.AWAY);
        assertThat(failure(way, raising(DEADLOCK))).isEqualTo(Kind.AWAY);
        assertThat(failure(way, ROW)).isEqualTo(Kind.DUPLICATE_KEY);
        assertThat(failure(way, "INSERT INTO taken (nothing) VALUES (1)")).isInstanceOf(MySQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void serverThatCannotBeReachedIsAway(Way way) throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var unreachable = MySQLBuilder.pool()
                .connectingTo(new MySQLConnectOptions().setHost("127.0.0.1").setPort(port))
                .using(server.vertx())
                .build();

        assertThat(failure(way.ask.apply(guarded(unreachable), "SELECT 1"))).isEqualTo(Kind.AWAY);
        TestServer.await(unreachable.close());
    }

    @Test
    void serverThatLetsNobodyInIsAway() {
        var url = SharedDatabase.url();
        var shutOut = MySQLBuilder.pool()
                .connectingTo(new MySQLConnectOptions()
                        .setHost(url.host())
                        .setPort(url.port())
                        .setUser(url.user())
                        .setPassword("another")
                        .setDatabase(url.database()))
                .using(server.vertx())
                .build();

        assertThat(failure(guarded(shutOut).query("SELECT 1").execute())).isEqualTo(Kind.AWAY);
        TestServer.await(shutOut.close());
    }

    @Test
    void connectionThatEndsInTheMiddleIsAway() {
        var ended = guarded(server.pool())
                .withTransaction(connection -> connection
                        .query("KILL CONNECTION CONNECTION_ID()")
                        .execute()
                        .transform(killed -> connection.query("SELECT 1").execute()));

        assertThat(failure(ended)).isEqualTo(Kind.AWAY);
        // The pool is not only this test's, and may not have heard yet that a connection is lost.
        TestServer.await(server.pool().query("SELECT 1").execute().otherwiseEmpty());
    }

    @Test
    void whoseTurnDoesNotComeIsToldWhyItIsLate() {
        var never = Promise.<Void>promise();
        var pool = new GuardedPool(
                server.pool(), () -> Future.succeededFuture(new DatabaseTrouble(Kind.OVERLOADED, null)));

        assertThat(failure(pool.withConnection(connection -> never.future().timeout(1, TimeUnit.MILLISECONDS))))
                .isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void whatTheWorkItselfRefusesStaysAsItIs() {
        var refusal = Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.");

        assertThat(failure(guarded(server.pool()).withTransaction(connection -> Future.failedFuture(refusal))))
                .isSameAs(refusal);
    }

    private static String raising(int code) {
        return "INSERT INTO broken (code) VALUES (" + code + ")";
    }

    private static Object failure(Way way, String sql) {
        return failure(way.ask.apply(guarded(server.pool()), sql));
    }

    /** The kind of trouble, or the error where it is none. */
    private static Object failure(Future<?> call) {
        try {
            call.toCompletionStage().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof DatabaseTrouble trouble ? trouble.kind() : failed.getCause();
        } catch (InterruptedException | TimeoutException error) {
            throw new IllegalStateException(error);
        }
        throw new AssertionError("It did not fail");
    }

    private static Pool guarded(Pool pool) {
        return new GuardedPool(pool, () -> Future.failedFuture("not late"));
    }
}
