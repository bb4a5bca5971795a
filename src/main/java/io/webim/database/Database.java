package io.webim.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.webim.CannotStart;
import io.webim.Config;
import io.webim.Pools;
import io.webim.bus.SparseLog;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.Instance;
import io.webim.contract.Times;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The database with its schema up to date: the embedded MariaDB, or the server that the configuration names.
 *
 * <p>Every session of the pool runs with the settings of {@link Session}, whatever the server's own are. Row counts are of
 * rows that matched, whether or not an update changed them.
 */
public final class Database {
    private static final SparseLog unusable = new SparseLog(LoggerFactory.getLogger(Database.class));
    private static final int COMMON = 6;
    private static final int READING = 6;
    /** Two lanes, and attempts that are given up while they still hang. */
    private static final int WRITING = 4;
    /** Of one webim. */
    static final int CONNECTIONS = COMMON + READING + WRITING;

    private static final int MOST_WAITING = 20_000;
    private static final int WAIT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 4_000;
    private static final int START_SECONDS = 60;
    private static final int PAUSE_MILLIS = 200;
    private static final String END = "KILL CONNECTION CONNECTION_ID()";
    private static final String INSTANCE = "SELECT id, made_at FROM instance";
    private final Vertx vertx;
    private final Optional<EmbeddedServer> embedded;
    private final Pulse pulse;
    private final Pools pools;

    private Database(Vertx vertx, Optional<EmbeddedServer> embedded, Access access) {
        this.vertx = vertx;
        this.embedded = embedded;
        var writing = pool(vertx, access, WRITING);
        this.pulse = new Pulse(() -> writing.query("SELECT 1").execute());
        this.pools = new Pools(
                guarded(pool(vertx, access, COMMON)), guarded(pool(vertx, access, READING)), guarded(writing));
    }

    private Pool guarded(Pool pool) {
        return new GuardedPool(pool, pulse::lateness);
    }

    private static Pool pool(Vertx vertx, Access access, int connections) {
        return MySQLBuilder.pool()
                .using(vertx)
                .connectingTo(access.options(vertx.isNativeTransportEnabled()))
                .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS))
                .with(new PoolOptions()
                        .setMaxSize(connections)
                        .setMaxWaitQueueSize(MOST_WAITING)
                        .setConnectionTimeout(WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .withConnectHandler(Database::prepare)
                .build();
    }

    /** Starts or reaches the server and migrates the schema. Fails with {@link io.webim.CannotStart}. */
    public static Future<Database> start(Vertx vertx, Config config) {
        return start(vertx, config, Migrations::run);
    }

    /** The same, leaving the schema as it is. */
    public static Future<Database> startUnchanged(Vertx vertx, Config config) {
        return start(vertx, config, Migrations::check);
    }

    /** Reaches the database of a webim that is running. Fails with {@link io.webim.CannotStart}. */
    public static Future<Database> join(Vertx vertx, Config config) {
        return vertx.executeBlocking(() -> {
            var access = config.database()
                    .url()
                    .map(url -> new Access(url, Optional.empty()))
                    .orElseGet(() -> EmbeddedServer.accessOfRunning(config.dataDir()));
            Migrations.check(access);
            return new Database(vertx, Optional.empty(), access);
        });
    }

    private static Future<Database> start(Vertx vertx, Config config, Consumer<Access> prepare) {
        return atLeisure(vertx, () -> {
                    var embedded = config.database().url().isPresent()
                            ? Optional.<EmbeddedServer>empty()
                            : Optional.of(EmbeddedServer.start(config.dataDir()));
                    try {
                        var access = embedded.map(EmbeddedServer::access)
                                .orElseGet(
                                        () -> new Access(config.database().url().orElseThrow(), Optional.empty()));
                        prepare.accept(access);
                        return new Database(vertx, embedded, access);
                    } catch (RuntimeException e) {
                        embedded.ifPresent(EmbeddedServer::stop);
                        throw e;
                    }
                })
                .compose(database -> database.connected(System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS)));
    }

    /** However many messages there are to migrate: nothing warns of a thread that is busy for minutes. */
    private static Future<Database> atLeisure(Vertx vertx, Callable<Database> start) {
        var worker = vertx.createSharedWorkerExecutor("database-start", 1, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return worker.executeBlocking(start).eventually(worker::close);
    }

    /** On a busy machine a first connection may take longer than a request may wait: the start waits instead. */
    private Future<Database> connected(long deadline) {
        return pool().query("SELECT 1").execute().map(this).recover(error -> {
            if (System.nanoTime() < deadline) {
                return vertx.timer(PAUSE_MILLIS).compose(passed -> connected(deadline));
            }
            return close().transform(closed -> Future.failedFuture(
                    new CannotStart("The database gives no connection: " + error.getMessage(), error)));
        });
    }

    /** The one for all that is short. */
    public Pool pool() {
        return pools.common();
    }

    /** Which webim's data these are. */
    public Future<Instance> instance() {
        return pool().query(INSTANCE).execute().map(rows -> {
            var row = rows.iterator().next();
            return new Instance(row.getString("id"), Times.fromSql(row.getLocalDateTime("made_at")));
        });
    }

    public Pools pools() {
        return pools;
    }

    /** Why something that waited for the database took too long. Safe from any thread. */
    public Future<DatabaseTrouble> lateness() {
        return pulse.lateness();
    }

    /** Closes the pools, then stops the embedded server. */
    public Future<Void> close() {
        return Future.join(
                        pools.common().close(),
                        pools.reading().close(),
                        pools.writing().close())
                .<Void>mapEmpty()
                .eventually(() -> vertx.executeBlocking(() -> {
                    embedded.ifPresent(EmbeddedServer::stop);
                    return null;
                }));
    }

    /** One that cannot be set up is ended: nothing is ever written with a server's own settings. */
    private static void prepare(SqlConnection connection) {
        setUp(connection)
                .recover(error -> {
                    unusable.warn("A database session cannot be set up: {}", error.getMessage());
                    return connection.query(END).execute().mapEmpty();
                })
                // Hands it to the pool.
                .onComplete(done -> connection.close());
    }

    /** Gives a session the settings that webim relies on. */
    static Future<Void> setUp(SqlConnection connection) {
        var done = Future.<Void>succeededFuture();
        for (var sql : Session.SET_UP) {
            done = done.compose(before -> connection.query(sql).execute().mapEmpty());
        }
        return done;
    }
}
