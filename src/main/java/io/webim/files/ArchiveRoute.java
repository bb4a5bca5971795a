package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Scope;
import io.webim.limits.Admission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives somebody all files of their own that they still see, as zip archives of bounded length, one at a time. */
final class ArchiveRoute {
    static final String PATH = TusRoutes.FILES + "/archive";
    /** What an archive tells of its files at its end waits in memory until then. */
    static final int MOST = 1_000;

    private static final int COST = 20 << 10;

    private final Vertx vertx;
    private final FileService files;
    private final FileRowStore rows;
    private final FileStore store;
    private final Transfers transfers;
    private final Entrance entrance;
    private final Admission admission;
    private final int most;
    private final Set<Long> busy = new HashSet<>();

    ArchiveRoute(
            Vertx vertx,
            FileService files,
            FileRowStore rows,
            FileStore store,
            Transfers transfers,
            Entrance entrance,
            Admission admission,
            int most) {
        this.vertx = vertx;
        this.files = files;
        this.rows = rows;
        this.store = store;
        this.transfers = transfers;
        this.entrance = entrance;
        this.admission = admission;
        this.most = most;
    }

    void mount(Router router) {
        router.get(PATH).handler(this::serve);
    }

    private void serve(RoutingContext context) {
        entrance.identify(context, Scope.MESSAGES_READ)
                .compose(caller -> {
                    admission.pay(caller.payer(), COST);
                    return begin(context, caller, after(context));
                })
                .onFailure(error -> FetchRoutes.fail(context, error));
    }

    private static String after(RoutingContext context) {
        @Nullable String after = context.queryParams().get("after");
        if (after != null && !Fields.isFileId(after)) {
            throw Failure.invalid("after", "must be the last file of the archive before");
        }
        return after == null ? "" : after;
    }

    private Future<Void> begin(RoutingContext context, Caller caller, String after) {
        return rows.ownedBy(caller.userId(), after, most + 1).compose(ids -> {
            var leave = enter(context, caller);
            boolean isMore = ids.size() > most;
            var parts = isMore ? ids.subList(0, most) : ids;
            FetchRoutes.readsAhead(context, FileStore.READ_AHEAD);
            head(context, isMore ? parts.get(most - 1) : null);
            return send(context, caller, parts).onComplete(over -> {
                FetchRoutes.readsAhead(context, 0);
                leave.run();
            });
        });
    }

    private Runnable enter(RoutingContext context, Caller caller) {
        var leave = transfers.enter(context, caller);
        if (!busy.add(caller.payer())) {
            throw Failure.retryAfter(ErrorCode.TOO_MANY_REQUESTS, "One archive of yours is on its way already.", 10);
        }
        context.addEndHandler(over -> busy.remove(caller.payer()));
        return leave;
    }

    private static void head(RoutingContext context, @Nullable String last) {
        var response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "application/zip")
                .putHeader("Content-Encoding", "identity")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", Disposition.of(false, "webim-files.zip"));
        if (last != null) {
            response.putHeader("Link", "<" + PATH + "?after=" + last + ">; rel=\"next\"");
        }
    }

    private Future<Void> send(RoutingContext context, Caller caller, List<String> ids) {
        var archive = new Archive(context.response());
        context.response().closeHandler(closed -> archive.abandon());
        Future<Void> sent = Future.succeededFuture();
        for (var id : ids) {
            sent = sent.compose(before -> add(archive, caller, id));
        }
        return sent.compose(all -> archive.end());
    }

    /** Unless it is out of sight or gone by then. */
    private Future<Void> add(Archive archive, Caller caller, String id) {
        return admission
                .pace(vertx, caller.payer(), COST)
                .compose(turn -> files.find(caller, id))
                .compose(file -> archive.add(file, store))
                .recover(error -> error instanceof Failure failure && failure.status() == 404
                        ? Future.succeededFuture()
                        : Future.failedFuture(error));
    }
}
