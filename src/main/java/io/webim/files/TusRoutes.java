package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Caller;
import io.webim.contract.Entrance;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Scope;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Edge;
import io.webim.files.UploadService.Next;
import io.webim.files.UploadService.Position;
import io.webim.limits.Admission;
import io.webim.limits.RateLimit;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads, as tus 1.0.0 has them, with creation, expiration and termination. */
final class TusRoutes {
    static final String FILES = "/api/files";
    static final String FILE = FILES + "/:fileId";

    private static final String VERSION = "1.0.0";
    private static final String RESUMABLE = "Tus-Resumable";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String BODY_TYPE = "application/offset+octet-stream";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    /** What one request costs besides what it carries, which has bounds of its own. */
    private static final int COST = 20 << 10;

    private final UploadService uploads;
    private final IncomingFiles incoming;
    private final Receptions receptions;
    private final Transfers transfers;
    private final Refusals refusals;
    private final Entrance entrance;
    private final Admission admission;
    private final RateLimit rate;
    private final long max;

    TusRoutes(
            UploadService uploads,
            IncomingFiles incoming,
            Receptions receptions,
            Transfers transfers,
            Refusals refusals,
            Entrance entrance,
            Admission admission,
            RateLimit rate,
            long max) {
        this.uploads = uploads;
        this.incoming = incoming;
        this.receptions = receptions;
        this.transfers = transfers;
        this.refusals = refusals;
        this.entrance = entrance;
        this.admission = admission;
        this.rate = rate;
        this.max = max;
    }

    void mount(Router router) {
        router.options(FILES).handler(this::describe);
        router.options(FILE).handler(context -> {
            id(context);
            describe(context);
        });
        router.post(FILES).handler(context -> serve(context, caller -> create(context, caller)));
        router.head(FILE).handler(context -> {
            if (context.request().headers().contains(RESUMABLE)) {
                serve(context, caller -> position(context, caller));
            } else {
                context.next();
            }
        });
        router.patch(FILE).handler(context -> serve(context, caller -> receive(context, caller)));
        router.delete(FILE).handler(context -> serve(context, caller -> cancel(context, caller)));
        router.post(FILE).handler(context -> serve(context, caller -> overridden(context, caller)));
    }

    private interface Answer {
        Future<?> to(Caller caller);
    }

    private void describe(RoutingContext context) {
        context.response()
                .setStatusCode(204)
                .putHeader(RESUMABLE, VERSION)
                .putHeader("Tus-Version", VERSION)
                .putHeader("Tus-Extension", "creation,expiration,termination")
                .putHeader("Tus-Max-Size", Long.toString(max))
                .end();
    }

    /** Nothing of a body is read before it is known who sends it. */
    private void serve(RoutingContext context, Answer answer) {
        context.response().putHeader(RESUMABLE, VERSION).putHeader("Cache-Control", "no-store");
        context.request().pause();
        entrance.identify(context, Scope.MESSAGES_WRITE)
                .compose(caller -> {
                    admission.pay(caller.payer(), COST);
                    requireVersion(context);
                    return answer.to(caller);
                })
                .onFailure(error -> {
                    if (context.response().closed()) {
                        // Nobody is left to be told, and that alone may be what failed.
                        return;
                    }
                    var told = Trouble.failure(error);
                    refusals.count(told);
                    context.fail(told);
                });
    }

    private static void requireVersion(RoutingContext context) {
        if (!VERSION.equals(context.request().getHeader(RESUMABLE))) {
            context.response().putHeader("Tus-Version", VERSION);
            throw Failure.of(
                    ErrorCode.TUS_VERSION, "This server speaks tus " + VERSION + ", to be said in " + RESUMABLE + ".");
        }
    }

    private Future<?> create(RoutingContext context, Caller caller) {
        var request = context.request();
        requireNoBody(request);
        request.resume();
        long length = number(request, LENGTH);
        var announced = Metadata.read(request.getHeader("Upload-Metadata"));
        rate.take(caller.payer());
        return uploads.create(caller, length, announced)
                .compose(position -> expiring(context, position)
                        .setStatusCode(201)
                        .putHeader("Location", FILES + "/" + position.id())
                        .putHeader(OFFSET, Long.toString(position.offset()))
                        .end());
    }

    private Future<?> position(RoutingContext context, Caller caller) {
        context.request().resume();
        return uploads.position(caller.userId(), id(context))
                .compose(position -> expiring(context, position)
                        .putHeader(OFFSET, Long.toString(position.offset()))
                        .putHeader(LENGTH, Long.toString(position.length()))
                        .end());
    }

    private Future<?> cancel(RoutingContext context, Caller caller) {
        context.request().resume();
        return uploads.cancel(caller.userId(), id(context))
                .compose(gone -> context.response().setStatusCode(204).end());
    }

    /** For clients that cannot send these methods. */
    private Future<?> overridden(RoutingContext context, Caller caller) {
        return switch (String.valueOf(context.request().getHeader("X-HTTP-Method-Override"))) {
            case "PATCH" -> receive(context, caller);
            case "DELETE" -> cancel(context, caller);
            default -> {
                context.response().putHeader("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH");
                throw Failure.of(ErrorCode.METHOD_NOT_ALLOWED, "Files are not posted here.");
            }
        };
    }

    private Future<?> receive(RoutingContext context, Caller caller) {
        var request = context.request();
        if (!BODY_TYPE.equalsIgnoreCase(String.valueOf(request.getHeader("Content-Type")))) {
            throw Failure.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be " + BODY_TYPE + ".");
        }
        long offset = number(request, OFFSET);
        var id = id(context);
        transfers.enter(context, caller);
        return uploads.next(caller.userId(), id, offset)
                .onFailure(error -> tellOffset(context, error))
                .compose(next -> receive(context, next))
                .compose(position -> expiring(context, position)
                        .setStatusCode(204)
                        .putHeader(OFFSET, Long.toString(position.offset()))
                        .end());
    }

    private Future<Position> receive(RoutingContext context, Next next) {
        var request = context.request();
        var upload = next.upload();
        if (contentLength(request) > upload.length() - next.offset()) {
            throw tooLong();
        }
        if (upload.whole()) {
            request.resume();
            return uploads.received(upload, next.offset());
        }
        var over = Promise.<Void>promise();
        if (!receptions.enter(upload.id(), () -> Edge.cut(request.connection()), over.future())) {
            throw UploadService.locked();
        }
        return write(context, next)
                .onComplete(written -> over.complete())
                .compose(offset -> uploads.received(upload, offset));
    }

    /** How far it has come since; fails where not all of it could be taken. */
    private Future<Long> write(RoutingContext context, Next next) {
        var id = next.upload().id();
        // Whoever was before may have written since it was looked at.
        return incoming.size(id)
                .compose(size -> size == next.offset()
                        ? incoming.room().has(1)
                        : Future.<Boolean>failedFuture(UploadService.locked()))
                .compose(has -> has ? incoming.open(id) : Future.<AsyncFile>failedFuture(Trouble.full()))
                .compose(file -> write(context, next, file));
    }

    private Future<Long> write(RoutingContext context, Next next, AsyncFile file) {
        var request = context.request();
        if (context.response().closed()) {
            // Nothing would tell any more that it has broken off.
            return file.close().map(next.offset());
        }
        @Nullable ConnectionGuard guard = Edge.guardOf(request.connection());
        if (guard != null) {
            guard.streamsBody();
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        var reception = new Reception(
                request,
                file,
                next.offset(),
                next.upload().length(),
                incoming.room(),
                () -> incoming.sync(next.upload().id()));
        return reception
                .receive()
                .recover(error ->
                        uploads.undo(next.upload(), next.offset()).compose(undone -> Future.failedFuture(error)))
                .compose(offset ->
                        reception.isTooLong() ? Future.failedFuture(tooLong()) : Future.succeededFuture(offset));
    }

    private static Failure tooLong() {
        return Failure.of(ErrorCode.TOO_LARGE, "There is more of it than was announced.");
    }

    private static void tellOffset(RoutingContext context, Throwable error) {
        if (error instanceof Failure failure && failure.is(ErrorCode.OFFSET_MISMATCH)) {
            context.response().putHeader(OFFSET, String.valueOf(failure.toJson().getLong("offset")));
        }
    }

    private static HttpServerResponse expiring(RoutingContext context, Position position) {
        if (position.expiresAt() != null) {
            context.response()
                    .putHeader(
                            "Upload-Expires",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    position.expiresAt().atOffset(ZoneOffset.UTC)));
        }
        return context.response();
    }

    private static void requireNoBody(HttpServerRequest request) {
        if (contentLength(request) > 0 || request.headers().contains("Transfer-Encoding")) {
            throw Failure.of(ErrorCode.TOO_LARGE, "What makes an upload has no body.");
        }
    }

    /** 0 where it is not told. */
    private static long contentLength(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return length != null && NUMBER.matcher(length).matches() ? Long.parseLong(length) : 0;
    }

    private static long number(HttpServerRequest request, String header) {
        @Nullable String text = request.getHeader(header);
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw Failure.invalid(header, text == null ? "is missing" : "must be a number of bytes");
        }
        return Long.parseLong(text);
    }

    /** Fails with 404 where it has not the form of one. */
    static String id(RoutingContext context) {
        @Nullable String id = context.pathParam("fileId");
        if (id == null || !Fields.isFileId(id)) {
            throw Completion.unknown();
        }
        return id;
    }
}
