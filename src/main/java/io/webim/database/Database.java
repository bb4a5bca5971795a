package io.webim.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.webim.bus.SparseLog;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.Duty;
import io.webim.contract.Instance;
import io.webim.contract.Meeting;
import io.webim.contract.Times;
import io.webim.datadir.SecretFile;
import io.webim.sql.Pools;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The database with its schema up to date: the embedded MariaDB, or the server that the configuration names.
 *
 * <p>Every session of the pools runs with the settings of {@link SessionSettings}, whatever the server's own are; those that
 * write messages commit nothing by themselves. Row counts are of
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

    /** In the table of leases. */
    private static final int WEBHOOKS = 2;

    private static final int MEETING = 3;
    private static final int APART = 4;

    private static final int MOST_WAITING = 20_000;
    private static final int WAIT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 4_000;
    private static final int START_SECONDS = 60;
    private static final int PAUSE_MILLIS = 200;
    private static final String END = "KILL CONNECTION CONNECTION_ID()";
    private static final String INSTANCE = "SELECT id, made_at FROM instance";
    private final Vertx vertx;
    private final Optional<EmbeddedServer> embedded;
    private final Optional<Lease> lease;
    private final Pulse pulse;
    private final Pools pools;
    private final Duty webhooks;

    private Database(Vertx vertx, Optional<EmbeddedServer> embedded, ServerAddress access, Optional<Lease> lease) {
        this.vertx = vertx;
        this.embedded = embedded;
        this.lease = lease;
        var writing = new ImplicitPool(pool(vertx, access, WRITING, ImplicitPool.SET_UP));
        this.pulse = new Pulse(() -> writing.query("SELECT 1").execute());
        this.pools = new Pools(
                guarded(pool(vertx, access, COMMON)), guarded(pool(vertx, access, READING)), guarded(writing));
        this.webhooks =
                lease.filter(Lease::isShared).isPresent() ? new SharedDuty(vertx, pools.common(), WEBHOOKS) : Duty.OURS;
    }

    private Pool guarded(Pool pool) {
        return new GuardedPool(pool, pulse::lateness);
    }

    /** @param more what a session is told beside the settings of all */
    private static Pool pool(Vertx vertx, ServerAddress access, int connections, String... more) {
        return MySQLBuilder.pool()
                .using(vertx)
                .connectingTo(access.options(vertx.isNativeTransportEnabled()))
                .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS))
                .with(new PoolOptions()
                        .setMaxSize(connections)
                        .setMaxWaitQueueSize(MOST_WAITING)
                        .setConnectionTimeout(WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .withConnectHandler(connection -> prepare(connection, more))
                .build();
    }

    /**
     * Starts or reaches the server and migrates the schema. Fails with {@link io.webim.config.CannotStart}, also where another
     * webim serves a database that the configuration names.
     */
    public static Future<Database> start(Vertx vertx, Config config) {
        return atLeisure(
                        vertx,
                        () -> config.database().url().isPresent()
                                ? alone(vertx, reached(config), config)
                                : embedded(vertx, config, Migrations::run))
                .compose(Database::connected);
    }

    /** The same beside nobody and nothing, leaving the schema as it is. */
    public static Future<Database> startUnchanged(Vertx vertx, Config config) {
        return atLeisure(vertx, () -> embedded(vertx, config, Migrations::check))
                .compose(Database::connected);
    }

    /** Reaches the database of a webim that may be running. Fails with {@link io.webim.config.CannotStart}. */
    public static Future<Database> join(Vertx vertx, Config config) {
        return vertx.executeBlocking(() -> {
            var access = config.database().url().isPresent()
                    ? reached(config)
                    : EmbeddedServer.accessOfRunning(config.dataDir());
            Migrations.check(access);
            return new Database(vertx, Optional.empty(), access, Optional.empty());
        });
    }

    private static ServerAddress reached(Config config) {
        return new ServerAddress(config.database().url().orElseThrow(), Optional.empty());
    }

    private static Database alone(Vertx vertx, ServerAddress access, Config config) throws IOException {
        var lease = lease(access, config);
        Migrations.run(access, lease);
        var database = new Database(vertx, Optional.empty(), access, Optional.of(lease));
        lease.keep(vertx, database.pools.writing());
        return database;
    }

    private static Lease lease(ServerAddress access, Config config) throws IOException {
        return config.cluster().isPresent()
                ? Lease.ofNodes(access.url())
                : new Lease(
                        access.url(),
                        SecretFile.node(config.dataDir())
                                .readOrMake("the next start may have to wait for some seconds"));
    }

    /** Its data dir is held by one process at a time. */
    private static Database embedded(Vertx vertx, Config config, Consumer<ServerAddress> prepare) {
        var embedded = EmbeddedServer.start(config.dataDir());
        try {
            var access = embedded.access();
            prepare.accept(access);
            return new Database(vertx, Optional.of(embedded), access, Optional.empty());
        } catch (RuntimeException e) {
            embedded.stop();
            throw e;
        }
    }

    /** However many messages there are to migrate: nothing warns of a thread that is busy for minutes. */
    private static Future<Database> atLeisure(Vertx vertx, Callable<Database> start) {
        var worker = vertx.createSharedWorkerExecutor("database-start", 1, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return worker.executeBlocking(start).eventually(worker::close);
    }

    /** On a busy machine a first connection may take longer than a request may wait: the start waits instead. */
    private Future<Database> connected() {
        return connected(System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS));
    }

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

    /** Of bringing outgoing webhooks. */
    public Duty webhooks() {
        return webhooks;
    }

    /** Where the nodes of it meet. */
    public Meeting meeting() {
        return new SharedMeeting(pools.common(), MEETING, APART);
    }

    /** Completes when another webim serves it now: this one may write nothing any more. */
    public Future<Void> lost() {
        return lease.map(Lease::lost).orElseGet(() -> Promise.<Void>promise().future());
    }

    /** Leaves it to others, closes the pools, then stops the embedded server. */
    public Future<Void> close() {
        if (webhooks instanceof SharedDuty shared) {
            shared.giveUp();
        }
        return lease.map(held -> held.giveUp(vertx, pools.writing()))
                .orElse(Future.succeededFuture())
                .eventually(() -> Future.join(
                        pools.common().close(),
                        pools.reading().close(),
                        pools.writing().close()))
                .eventually(() -> vertx.executeBlocking(() -> {
                    embedded.ifPresent(EmbeddedServer::stop);
                    return null;
                }));
    }

    /** One that cannot be set up is ended: nothing is ever written with a server's own settings. */
    private static void prepare(SqlConnection connection, String... more) {
        setUp(connection)
                .compose(done -> run(connection, List.of(more)))
                .recover(error -> {
                    unusable.warn("A database session cannot be set up: {}", error.getMessage());
                    return connection.query(END).execute().mapEmpty();
                })
                // Hands it to the pool.
                .onComplete(done -> connection.close());
    }

    /** Gives a session the settings that webim relies on. */
    static Future<Void> setUp(SqlConnection connection) {
        return run(connection, SessionSettings.SET_UP);
    }

    private static Future<Void> run(SqlConnection connection, List<String> statements) {
        var done = Future.<Void>succeededFuture();
        for (var sql : statements) {
            done = done.compose(before -> connection.query(sql).execute().mapEmpty());
        }
        return done;
    }
}
