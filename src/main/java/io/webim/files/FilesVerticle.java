package io.webim.files;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Entrance;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.limits.Admission;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Files: takes them, keeps them, gives them to who may see them, and clears them away. */
public final class FilesVerticle extends VerticleBase implements Entrance.Module {
    private static final SparseLog strangers = new SparseLog(LoggerFactory.getLogger(FilesVerticle.class));
    private static final long SWEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Config config;
    private final Pool pool;
    private final RateLimits limits;
    private final Admission admission;
    private final MeterRegistry meters;
    private final Inspector inspector;
    private final Optional<FileStore> farStore;
    private final Receptions receptions = new Receptions();
    private FileStore store;
    private Incoming incoming;
    private UploadService uploads;
    private FileRowStore rows;
    private FileService files;

    /** @param farStore where the bytes lie; empty is the data dir */
    @SuppressWarnings("NullAway.Init")
    public FilesVerticle(
            Config config,
            Pool pool,
            RateLimits limits,
            Admission admission,
            MeterRegistry meters,
            Inspector inspector,
            Optional<FileStore> farStore) {
        this.config = config;
        this.pool = pool;
        this.limits = limits;
        this.admission = admission;
        this.meters = meters;
        this.inspector = inspector;
        this.farStore = farStore;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var worker = new DiskWorker(vertx);
        var folder = config.dataDir().resolve("files");
        var uploadStore = new UploadStore(pool);
        rows = new FileRowStore(pool);
        store = farStore.orElseGet(() -> new LocalStore(vertx, worker, folder.resolve("store")));
        incoming = new Incoming(vertx, worker, folder.resolve("incoming"));
        var completion = new Completion(worker, uploadStore, rows, incoming, store, inspector);
        uploads = new UploadService(uploadStore, rows, incoming, completion, receptions, config.files());
        files = new FileService(rows, uploadStore, bus, config.files());
        var sweeper = new Sweeper(uploadStore, rows, incoming, uploads, completion);
        return incoming.check()
                .compose(done -> store.check())
                .recover(error -> Future.failedFuture(
                        new CannotStart("The place for files cannot be used: " + error.getMessage(), error)))
                .onSuccess(usable -> {
                    serve(bus, sweeper);
                    begin(sweeper);
                });
    }

    private void serve(Bus bus, Sweeper sweeper) {
        bus.serve(Address.FILES_USAGE, fields -> fields, (caller, none) -> files.usage(caller));
        bus.serve(Address.FILES_LINK, FileService.MakeLink::read, files::link);
        bus.serve(
                Address.FILES_RELEASE,
                FilesVerticle::ids,
                (nobody, ids) -> files.release(ids).onSuccess(done -> sweeper.clearGoing()));
        bus.listen(Address.AUTH_USER_DELETED, deleted -> sweeper.left(deleted.getLong("userId")));
    }

    private void begin(Sweeper sweeper) {
        sweeper.clearStrangers()
                .onFailure(
                        error -> strangers.warn("Left over uploads stay until the next start: {}", error.toString()));
        sweeper.sweep();
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweeper.sweep());
    }

    private static List<String> ids(Fields fields) {
        var ids = new ArrayList<String>();
        if (fields.value("fileIds") instanceof JsonArray array) {
            array.forEach(id -> ids.add(String.valueOf(id)));
        }
        return ids;
    }

    @Override
    public void mount(Router router, Entrance entrance) {
        boolean shared = config.limits().on();
        var receiving = Transfers.receiving(shared, meters, entrance);
        var sending = Transfers.sending(shared, meters, entrance);
        var bus = new Bus(vertx);
        bus.listen(Address.AUTH_BOT_TOKENS_REVOKED, revoked -> {
            receiving.endOf(revoked.getLong("userId"));
            sending.endOf(revoked.getLong("userId"));
        });
        bus.listen(Address.AUTH_SESSION_REVOKED, revoked -> {
            var sessionIds = revoked.getJsonArray("sessionIds", new JsonArray()).stream()
                    .map(id -> ((Number) id).longValue())
                    .collect(Collectors.toSet());
            receiving.end(sessionIds);
            sending.end(sessionIds);
        });
        new ArchiveRoute(vertx, files, rows, store, sending, entrance, admission, ArchiveRoute.MOST).mount(router);
        refuseOthers(router, ArchiveRoute.PATH, "GET");
        new TusRoutes(
                        uploads,
                        incoming,
                        receptions,
                        receiving,
                        new Refusals(meters),
                        entrance,
                        admission,
                        limits.of(Limit.FILES),
                        config.files().max())
                .mount(router);
        new FetchRoutes(vertx, files, store, sending, entrance, admission).mount(router);
        refuseOthers(router, TusRoutes.FILES, "GET, OPTIONS, POST");
        refuseOthers(router, TusRoutes.FILE, "DELETE, GET, HEAD, OPTIONS, PATCH");
        refuseOthers(router, TusRoutes.FILE + "/preview", "GET, HEAD");
    }

    private static void refuseOthers(Router router, String path, String allowed) {
        router.route(path).handler(context -> {
            if (path.equals(TusRoutes.FILES) && context.request().method().equals(HttpMethod.GET)) {
                // Answered as any other that asks the bus.
                context.next();
                return;
            }
            context.response().putHeader("Allow", allowed);
            context.fail(Failure.of(405, "method_not_allowed", "This address takes " + allowed + "."));
        });
    }
}
