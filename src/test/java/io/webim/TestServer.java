package io.webim;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.Doctor;
import io.webim.config.Config;
import io.webim.config.DatabaseUrl;
import io.webim.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/**
 * A whole webim for an integration test: real database, real sockets, free ports, a schema of its own.
 *
 * <p>Most tests get one from {@link SharedServer}; one of its own is for those that restart it, break it or count all
 * that it has.
 *
 * <p>All servers of a test run share one database server: the embedded MariaDB, or the one of {@code make test
 * DATABASE_URL=…}. Passwords are cheap, rate limits are off, the TCP bridge and the metrics are on, and the key of access tokens is
 * {@link #SECRET}, unless {@link #start(Map)} says otherwise. Everything here blocks and fails after {@link io.webim.testrun.Timeout}.
 */
public final class TestServer implements AutoCloseable {
    /** With which it signs access tokens. */
    public static final String SECRET = "a secret for tests, of more than thirty-two characters";

    /** An origin that webhooks may be sent to, and that takes no connection. */
    public static final String DEAF = "http://127.0.0.1:9";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Map<String, String> environment;
    private final DatabaseUrl database;
    private final String schema;
    private final boolean ownsSchema;
    private final Pool pool;
    private final Optional<DatabaseProxy> proxy;
    private volatile Server server;

    private TestServer(DatabaseUrl database, Map<String, String> settings, Optional<DatabaseProxy> proxy)
            throws IOException {
        this(database, settings, proxy, Optional.empty());
    }

    private TestServer(
            DatabaseUrl database,
            Map<String, String> settings,
            Optional<DatabaseProxy> proxy,
            Optional<String> schemaOfAnother)
            throws IOException {
        this.database = database;
        this.proxy = proxy;
        ownsSchema = schemaOfAnother.isEmpty();
        schema = schemaOfAnother.orElseGet(
                () -> "webim_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16));
        if (ownsSchema) {
            await(SharedDatabase.executing(vertx, database, "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4"));
        }
        environment = new HashMap<>(Map.of(
                "WEBIM_HTTP_PORT", "0",
                "WEBIM_BRIDGE_PORT", "0",
                "WEBIM_METRICS_PORT", "0",
                "WEBIM_JWT_SECRET", SECRET,
                "WEBIM_PASSWORD_COST", "10",
                "WEBIM_LIMITS", "off",
                "WEBIM_WEBHOOK_ALLOW", DEAF,
                "WEBIM_DATA_DIR", temporary().toString(),
                "WEBIM_DATABASE_URL",
                        SharedDatabase.textOf(
                                proxy.map(way -> behind(way, database)).orElse(database), schema)));
        environment.putAll(settings);
        pool = MySQLBuilder.pool(builder -> builder.connectingTo(options(database, schema))
                .withConnectHandler(connection -> TestDatabase.setUp(connection).onComplete(done -> connection.close()))
                .using(vertx));
        server = boot();
    }

    /** With the settings of tests. */
    public static TestServer start() {
        return start(Map.of());
    }

    /** @param settings environment variables, such as {@code WEBIM_LIMITS} → {@code on}; an empty value unsets one */
    public static TestServer start(Map<String, String> settings) {
        try {
            return new TestServer(SharedDatabase.url(), settings, Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On the same schema as another, which has to outlive it. */
    public static TestServer startBeside(TestServer other, Map<String, String> settings) {
        try {
            return new TestServer(other.database, settings, Optional.empty(), Optional.of(other.schema));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On another database server than the others. */
    static TestServer startOn(DatabaseUrl database) {
        try {
            return new TestServer(database, Map.of(), Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its database is reached through {@link #databaseProxy}, which can be made to fail. */
    public static TestServer startBehindProxy() {
        var shared = SharedDatabase.url();
        try {
            return new TestServer(shared, Map.of(), Optional.of(new DatabaseProxy(shared.host(), shared.port())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public DatabaseProxy databaseProxy() {
        return proxy.orElseThrow();
    }

    /** Waits for the result and fails the test when it does not come. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code http://127.0.0.1:<port>} and the path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.port();
    }

    /** What its {@code WEBIM_DATABASE_URL} is. */
    public String databaseUrl() {
        return environment.getOrDefault("WEBIM_DATABASE_URL", "");
    }

    /** The TCP bridge's port. */
    public int tcpPort() {
        return server.tcpPort();
    }

    /** The port of the metrics, where they are on. */
    public int metricsPort() {
        return server.metricsPort();
    }

    /** The server's own, for clients of a test too; lives until {@link #close}. */
    public Vertx vertx() {
        return vertx;
    }

    /** Connections of the test's own to the same schema. */
    public Pool pool() {
        return pool;
    }

    /** The running one; another one after {@link #restart}. */
    Server server() {
        return server;
    }

    /** The rows of a statement; without parameters anything goes, also what MySQL cannot prepare. */
    public List<Row> query(String sql, Object... parameters) {
        var rows = await(
                parameters.length == 0
                        ? pool.query(sql).execute()
                        : pool.preparedQuery(sql).execute(Tuple.wrap(parameters)));
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** Of one conversation nothing is wrong that could be recounted. */
    public void requireHealthy(long conversationId) {
        assertThat(await(new Doctor(pool).examine(conversationId)))
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(finding.count()).as(finding.toString()).isZero());
    }

    /** Stops in order and starts again on the same data, on other ports. */
    public void restart() {
        restartAfter(() -> {});
    }

    /** The same, and something in between, while nobody serves its database. */
    public void restartAfter(Runnable meanwhile) {
        await(server.close());
        meanwhile.run();
        server = boot();
    }

    @Override
    public void close() {
        await(server.close()
                .eventually(pool::close)
                .eventually(() -> ownsSchema
                        ? SharedDatabase.executing(vertx, database, "DROP DATABASE " + schema)
                        : Future.succeededFuture()));
        await(vertx.close());
        proxy.ifPresent(DatabaseProxy::close);
    }

    private static DatabaseUrl behind(DatabaseProxy proxy, DatabaseUrl url) {
        return new DatabaseUrl(
                "127.0.0.1",
                proxy.port(),
                url.user(),
                url.password(),
                url.database(),
                DatabaseUrl.SslMode.DISABLED,
                Optional.empty());
    }

    static MySQLConnectOptions options(DatabaseUrl url, String schema) {
        return new MySQLConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setUser(url.user())
                .setPassword(url.password())
                .setDatabase(schema)
                .setCharset("utf8mb4");
    }

    private Server boot() {
        return await(Config.load(vertx, new String[0], environment).compose(config -> Server.start(vertx, config)));
    }

    private static Path temporary() throws IOException {
        var target = Files.createDirectories(Path.of("target", "test-data"));
        return Files.createTempDirectory(target, "server");
    }
}
