package io.webim;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.auth.AuthVerticle;
import io.webim.bridge.Bridge;
import io.webim.bridge.Delivery;
import io.webim.bus.Bus;
import io.webim.bus.DatabaseRefusals;
import io.webim.bus.Lateness;
import io.webim.chat.ChatVerticle;
import io.webim.cluster.Cluster;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.config.Setting;
import io.webim.contacts.ContactsVerticle;
import io.webim.contract.Claims;
import io.webim.contract.Elsewhere;
import io.webim.contract.Gossip;
import io.webim.contract.Instance;
import io.webim.database.Database;
import io.webim.datadir.DataDir;
import io.webim.edge.Bounds;
import io.webim.edge.Edge;
import io.webim.edge.Timeouts;
import io.webim.feed.FeedVerticle;
import io.webim.files.FileStore;
import io.webim.files.FilesVerticle;
import io.webim.files.inside.FileInspector;
import io.webim.files.s3.S3FileStore;
import io.webim.groups.GroupsVerticle;
import io.webim.hooks.HooksVerticle;
import io.webim.http.HttpVerticle;
import io.webim.http.Pages;
import io.webim.limits.Admission;
import io.webim.limits.RateLimits;
import io.webim.metrics.MetricsVerticle;
import io.webim.profile.ProfileVerticle;
import io.webim.push.PushVerticle;
import io.webim.reports.ReportsVerticle;
import io.webim.subscriptions.SubscriptionsVerticle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole of webim in one process: the data dir, the database and the verticles of each module. */
public final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private static final long MIB = 1 << 20;
    /** For all but passwords. */
    private static final long LEAST_HEAP = 64 * MIB;

    private final Vertx vertx;
    private final Config config;
    private final DataDir dataDir;
    private final Database database;
    private final MeterRegistry meters;
    private final MetricsVerticle metrics;
    private final RateLimits limits;
    private final Optional<Cluster> cluster;
    private final Delivery delivery;
    private final Edge edge;
    private final Bridge bridge;
    private final ChatVerticle chat;
    private final FeedVerticle feed;
    private final Optional<S3FileStore> farStore;
    private final FilesVerticle files;
    private final HttpVerticle http;
    private final Deque<String> deployed = new ConcurrentLinkedDeque<>();

    private Server(
            Vertx vertx,
            Config config,
            DataDir dataDir,
            Future<Pages> pages,
            Database database,
            Instance instance,
            Optional<Cluster> cluster) {
        var delivery = new Delivery(cluster.map(Elsewhere.class::cast).orElse(Elsewhere.NOWHERE));
        this.cluster = cluster;
        this.delivery = delivery;
        this.vertx = vertx;
        this.config = config;
        this.dataDir = dataDir;
        this.database = database;
        this.meters = MetricsVerticle.registry(config.metrics());
        this.limits = new RateLimits(config.limits().rates(), meters);
        FunctionCounter.builder("webim.database.refused", DatabaseRefusals.class, outage -> DatabaseRefusals.count())
                .register(meters);
        FunctionCounter.builder(
                        "webim.database.overloaded", DatabaseRefusals.class, outage -> DatabaseRefusals.overloads())
                .register(meters);
        Lateness.isExplainedBy(vertx, database::lateness);
        this.edge = new Edge(
                vertx,
                Bounds.of(
                        Runtime.getRuntime().maxMemory(),
                        AuthVerticle.memoryOfPasswords(config),
                        descriptors(),
                        config.limits().connectionsPerAddress()),
                Timeouts.DEFAULT,
                config.trustedProxies()::trusts,
                limits,
                meters);
        var admission = new Admission(limits, meters);
        this.metrics = new MetricsVerticle(config.metrics(), meters, edge, admission);
        this.bridge = new Bridge(vertx, new Bus(vertx), config, delivery, edge, admission, meters);
        this.chat = new ChatVerticle(config, database.pools(), delivery, gossip(), bridge, limits, meters);
        this.feed = new FeedVerticle(database.pool(), admission);
        delivery.followedBy(feed.follower());
        this.farStore = farStore(vertx, config);
        this.files = new FilesVerticle(
                config,
                database.pool(),
                limits,
                admission,
                meters,
                FileInspector.create(vertx, meters, config.files().scanner()),
                farStore.map(FileStore.class::cast));
        this.http = new HttpVerticle(config, pages, instance, limits, meters, bridge::sockets, files, edge, admission);
    }

    private static Optional<S3FileStore> farStore(Vertx vertx, Config config) {
        try {
            return config.files().url().map(url -> S3FileStore.open(vertx, url, System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new CannotStart("%s cannot be used: %s".formatted(Setting.FILES_URL.variable(), e.getMessage()));
        }
    }

    /** Leaves nothing behind when it fails; what the configuration causes comes as {@link CannotStart}. */
    public static Future<Server> start(Vertx vertx, Config config) {
        config.warnings().forEach(log::warn);
        var pages = Pages.read(vertx);
        return vertx.executeBlocking(() -> {
                    requireHeap(config);
                    return DataDir.hold(config.dataDir());
                })
                .compose(dataDir -> Database.start(vertx, config)
                        .compose(database -> database.instance()
                                .compose(instance -> join(vertx, config, instance, database)
                                        .map(cluster ->
                                                new Server(vertx, config, dataDir, pages, database, instance, cluster)))
                                .recover(error -> database.close().transform(closed -> Future.failedFuture(error))))
                        .onFailure(error -> release(dataDir)))
                .compose(server -> server.deployAll()
                        .map(server)
                        .recover(error -> server.close().transform(closed -> Future.failedFuture(error))));
    }

    /** Alone, nothing of a cluster is even loaded. */
    private static Future<Optional<Cluster>> join(Vertx vertx, Config config, Instance instance, Database database) {
        return config.cluster().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : Cluster.join(vertx, config, instance, database.meeting()).map(Optional::of);
    }

    private Gossip gossip() {
        return cluster.map(Gossip.class::cast).orElse(Gossip.NONE);
    }

    private Claims claims() {
        return cluster.map(Claims.class::cast).orElse(Claims.ALONE);
    }

    private void serveCluster() {
        http.says(() -> cluster.filter(Cluster::isAway).isPresent());
        cluster.ifPresent(joined -> joined.share(limits));
        cluster.ifPresent(joined -> joined.serve(delivery));
    }

    private static void requireHeap(Config config) {
        long heap = Runtime.getRuntime().maxMemory();
        long password = AuthVerticle.memoryOfOnePassword(config);
        if (heap < password + LEAST_HEAP) {
            throw new CannotStart(
                    "The heap of %d MiB is too small: a password takes %d MiB at %s %d, and the rest %d. Give it more with -Xmx, or lower the cost"
                            .formatted(
                                    heap / MIB,
                                    password / MIB,
                                    Setting.PASSWORD_COST.variable(),
                                    config.password().cost(),
                                    LEAST_HEAP / MIB));
        }
    }

    /** How many files and connections the system lets the process have open. */
    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** The port that serves the one origin. */
    public int port() {
        return http.port();
    }

    /** The port of the TCP event bus bridge, 0 when it is off. */
    public int tcpPort() {
        return bridge.tcpPort();
    }

    /** The port of the metrics, 0 when they are off. */
    public int metricsPort() {
        return metrics.port();
    }

    public Database database() {
        return database;
    }

    /** Completes when another webim serves the database now: this one may write nothing any more. */
    Future<Void> lost() {
        return database.lost();
    }

    /** How long {@link #close} goes on serving. */
    public Duration drain() {
        return config.http().drain().plus(spread());
    }

    /** Where there are other nodes to go to, sockets are closed over as long again, so that these do not get all at once. */
    private Duration spread() {
        return cluster.isPresent() && http.port() > 0 ? config.http().drain() : Duration.ZERO;
    }

    /** Says that it will stop, then stops accepting, tells the sockets, finishes what was begun, and closes the database last. */
    public Future<Void> close() {
        http.drain();
        // The sockets first, while their connections still stand.
        return drained()
                .eventually(() -> bridge.stop(spread()))
                .eventually(this::undeployAll)
                .eventually(() -> cluster.map(Cluster::close).orElse(Future.succeededFuture()))
                .eventually(() -> farStore.map(S3FileStore::close).orElse(Future.succeededFuture()))
                .eventually(database::close)
                .onComplete(closed -> edge.close())
                .eventually(() -> {
                    release(dataDir);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> drained() {
        boolean serves = http.port() > 0;
        var drain = config.http().drain();
        return serves && !drain.isZero() ? vertx.timer(drain.toMillis()).mapEmpty() : Future.succeededFuture();
    }

    private Future<?> deployAll() {
        return deploy(metrics)
                .compose(done -> deploy(new AuthVerticle(config, database.pool(), limits, claims(), meters)))
                // None of these needs another to start, and each has much to load.
                .compose(done -> Future.join(List.of(
                        deploy(new ContactsVerticle(database.pools(), limits)),
                        deploy(new ProfileVerticle(database.pool(), meters)),
                        deploy(new PushVerticle(config, database.pool(), limits, claims())),
                        deploy(new GroupsVerticle(config, database.pools(), limits)),
                        deploy(new ReportsVerticle(database.pool(), limits)),
                        deploy(new HooksVerticle(config, database.pool(), limits)),
                        deploy(files),
                        deploy(feed))))
                .compose(done -> deploy(chat))
                .onSuccess(done -> serveCluster())
                .compose(
                        done -> deploy(new SubscriptionsVerticle(config, database.pool(), limits, database.webhooks())))
                .compose(done -> deploy(http));
    }

    private Future<?> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(deployed::push);
    }

    /** The other way round. */
    private Future<Void> undeployAll() {
        if (deployed.isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.undeploy(deployed.pop()).transform(done -> undeployAll());
    }

    private static void release(DataDir dataDir) {
        try {
            dataDir.close();
        } catch (IOException e) {
            log.warn("The lock of the data dir cannot be released: {}", e.getMessage());
        }
    }
}
