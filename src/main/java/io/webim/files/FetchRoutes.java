package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.SparseLog;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;
import io.webim.contract.Failure;
import io.webim.contract.Scope;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Edge;
import io.webim.limits.Admission;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives files and previews, whole or in part, to whoever may see them for as long as that is so. */
final class FetchRoutes {
    private static final Logger log = LoggerFactory.getLogger(FetchRoutes.class);
    private static final SparseLog missing = new SparseLog(log);
    /** What runs nothing, whoever says that it is safe. */
    static final Set<String> SHOWN = Set.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "image/avif",
            "video/mp4",
            "video/webm",
            "video/ogg",
            "audio/mp4",
            "audio/mpeg",
            "audio/ogg",
            "audio/webm",
            "audio/wav");

    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final int COST = 20 << 10;
    /** Whoever reads for long may have been removed meanwhile. */
    private static final long LOOK_AGAIN_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Vertx vertx;
    private final FileService files;
    private final FileStore store;
    private final Transfers transfers;
    private final Entrance entrance;
    private final Admission admission;

    FetchRoutes(
            Vertx vertx,
            FileService files,
            FileStore store,
            Transfers transfers,
            Entrance entrance,
            Admission admission) {
        this.vertx = vertx;
        this.files = files;
        this.store = store;
        this.transfers = transfers;
        this.entrance = entrance;
        this.admission = admission;
    }

    void mount(Router router) {
        for (var method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
            router.route(method, TusRoutes.FILE).handler(context -> serve(context, this::whole));
            router.route(method, TusRoutes.FILE + "/preview").handler(context -> serve(context, this::preview));
        }
    }

    /** What is to be sent. */
    private record Content(String key, long size, String type, String disposition) {}

    private interface Choice {
        Content of(RoutingContext context, StoredFile file);
    }

    private Content whole(RoutingContext context, StoredFile file) {
        boolean isShown = file.inline();
        return new Content(
                file.id(),
                file.size(),
                isShown ? file.mediaType() : UNKNOWN_TYPE,
                Disposition.of(isShown && !context.queryParams().contains("download"), file.name()));
    }

    private Content preview(RoutingContext context, StoredFile file) {
        var type = file.previewType();
        if (type == null || !SHOWN.contains(type)) {
            throw Completion.unknown();
        }
        return new Content(StoredFile.previewKey(file.id()), file.previewSize(), type, Disposition.of(true, "preview"));
    }

    private void serve(RoutingContext context, Choice choice) {
        if (!isEnded(context)) {
            Future.succeededFuture()
                    .compose(begin -> caller(context))
                    .compose(caller -> {
                        admission.pay(caller.payer(), COST);
                        return files.find(caller, TusRoutes.id(context))
                                .compose(file -> answer(context, caller, file, choice.of(context, file)));
                    })
                    .onFailure(error -> fail(context, error));
        }
    }

    private static boolean isEnded(RoutingContext context) {
        return context.response().closed();
    }

    static void fail(RoutingContext context, Throwable error) {
        if (isEnded(context)) {
            return;
        }
        var told = Trouble.failure(error);
        if (context.response().headers().contains("Content-Length")) {
            // Broken off in sight of the client.
            log.debug("A file was not sent to its end: {}", told.toString());
            Edge.cut(context.request().connection());
        } else {
            context.fail(told);
        }
    }

    private Future<Caller> caller(RoutingContext context) {
        var id = TusRoutes.id(context);
        @Nullable String link = context.queryParams().get("link");
        return link == null
                ? entrance.identify(context, Scope.MESSAGES_READ)
                : files.ofLink(id, link).onSuccess(caller -> {
                    @Nullable
                    ConnectionGuard guard = Edge.guardOf(context.request().connection());
                    if (guard != null) {
                        guard.of(caller.userId());
                    }
                });
    }

    /** Nothing of the head is set before nothing can be refused any more. */
    private Future<?> answer(RoutingContext context, Caller caller, StoredFile file, Content content) {
        var etag = '"' + content.key() + '"';
        if (isKnown(context.request().getHeader("If-None-Match"), etag)) {
            return head(context, content, etag).setStatusCode(304).end();
        }
        var range = range(context, content, etag);
        if (range.map(ByteRange::isEmpty).orElse(content.size() == 0)
                || context.request().method().equals(HttpMethod.HEAD)) {
            return begin(context, content, etag, range).end();
        }
        var leave = transfers.enter(context, caller);
        return store.fetch(
                        content.key(),
                        range.map(ByteRange::from).orElse(0L),
                        range.map(ByteRange::length).orElse(content.size()))
                .recover(error -> Future.failedFuture(error instanceof NoSuchFileException ? lost(file) : error))
                .compose(fetched -> {
                    begin(context, content, etag, range);
                    return send(context, caller, file, fetched, leave);
                });
    }

    private static HttpServerResponse begin(
            RoutingContext context, Content content, String etag, Optional<ByteRange> range) {
        var response = head(context, content, etag);
        range.ifPresent(part ->
                response.setStatusCode(part.isEmpty() ? 416 : 206).putHeader("Content-Range", part.of(content.size())));
        return response.putHeader(
                "Content-Length", Long.toString(range.map(ByteRange::length).orElse(content.size())));
    }

    /** Somebody has taken its bytes away, or an older backup knows it again. */
    private static Failure lost(StoredFile file) {
        missing.warn("The bytes of file {} are not where they should be", file.id());
        return Completion.unknown();
    }

    private static HttpServerResponse head(RoutingContext context, Content content, String etag) {
        return context.response()
                .putHeader("Content-Type", content.type())
                .putHeader("Content-Disposition", content.disposition())
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                // Packed, a part would not be a part.
                .putHeader("Content-Encoding", "identity")
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", etag)
                // Asked for anew each time: what is deleted, or no longer in sight, does not come out of a cache.
                .putHeader("Cache-Control", "private, no-cache");
    }

    private static Optional<ByteRange> range(RoutingContext context, Content content, String etag) {
        @Nullable String only = context.request().getHeader("If-Range");
        return only == null || only.strip().equals(etag)
                ? ByteRange.of(context.request().getHeader("Range"), content.size())
                : Optional.empty();
    }

    private static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1)).map(String::strip).anyMatch(etag::equals);
    }

    private Future<Void> send(
            RoutingContext context, Caller caller, StoredFile file, FileStore.Fetched fetched, Runnable leave) {
        long timer = vertx.setPeriodic(
                LOOK_AGAIN_MILLIS, tick -> files.find(caller, file.id()).onFailure(error -> endUnseen(context, error)));
        var isOver = new AtomicBoolean();
        Runnable end = () -> {
            if (isOver.compareAndSet(false, true)) {
                vertx.cancelTimer(timer);
                fetched.close();
                readsAhead(context, 0);
                leave.run();
            }
        };
        readsAhead(context, fetched.readAhead());
        // A pipe that waits for room is not told that nobody reads any more.
        context.response().closeHandler(closed -> end.run());
        return fetched.sendTo(context.response()).onComplete(over -> end.run());
    }

    static void readsAhead(RoutingContext context, int bytes) {
        @Nullable ConnectionGuard guard = Edge.guardOf(context.request().connection());
        if (guard != null) {
            guard.readsAhead(bytes);
        }
    }

    /** That nothing can be asked just now says nothing. */
    private static void endUnseen(RoutingContext context, Throwable error) {
        if (error instanceof Failure failure && failure.status() == 404) {
            Edge.cut(context.request().connection());
        }
    }
}
