package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import java.util.List;

/** Decides who may fetch which file. Whoever sees a message that carries it may; until it is sent, whoever has made it. */
final class FileService {
    private static final long LONGEST_LINK = 600;

    private final FileRowStore files;
    private final UploadStore uploads;
    private final Bus bus;
    private final Config.Files limits;

    FileService(FileRowStore files, UploadStore uploads, Bus bus, Config.Files limits) {
        this.files = files;
        this.uploads = uploads;
        this.bus = bus;
        this.limits = limits;
    }

    /** Fails with 404 for everybody who may not know of it. */
    Future<StoredFile> find(Caller caller, String id) {
        if (!Fields.isFileId(id)) {
            return Future.failedFuture(Completion.unknown());
        }
        // Sight first: one that goes is marked as going before it is forgotten which messages have carried it, and
        // whoever has made it may not take it for one that was never sent.
        return bus.call(Address.CHAT_FILE_SIGHT, caller, new JsonObject().put("fileId", id))
                .compose(sight -> files.find(id)
                        .map(found -> found.filter(file -> maySee(caller, file, sight))
                                .orElseThrow(Completion::unknown)));
    }

    private static boolean maySee(Caller caller, StoredFile file, JsonObject sight) {
        return sight.getBoolean("seen") || (!sight.getBoolean("shown") && file.ownerId() == caller.userId());
    }

    /**
     * {@code {fileId, expiresIn?}}.
     *
     * @param expiresIn seconds
     */
    record MakeLink(String fileId, long expiresIn) {
        static MakeLink read(Fields fields) {
            return new MakeLink(
                    fields.text("fileId", 0, 100),
                    fields.has("expiresIn") ? fields.number("expiresIn", 1, LONGEST_LINK) : LONGEST_LINK);
        }
    }

    Future<Reply> link(Caller caller, MakeLink request) {
        if (!Fields.isFileId(request.fileId())) {
            throw Completion.unknown();
        }
        return find(caller, request.fileId())
                .compose(file -> bus.call(
                        Address.AUTH_LINK_MAKE,
                        caller,
                        new JsonObject().put("what", what(file.id())).put("expiresIn", request.expiresIn())))
                .map(made -> Reply.of(new JsonObject()
                        .put("url", TusRoutes.FILES + "/" + request.fileId() + "?link=" + made.getString("token"))
                        .put("expiresIn", request.expiresIn())));
    }

    /** In whose name a link asks; fails with 401. */
    Future<Caller> ofLink(String id, String token) {
        return bus.call(
                        Address.AUTH_LINK_VERIFY,
                        Caller.NOBODY,
                        new JsonObject().put("what", what(id)).put("token", token))
                .map(known -> new Caller(known.getLong("userId"), known.getLong("sessionId")))
                .recover(error -> error instanceof Failure failure && failure.status() == 422
                        ? Future.failedFuture(Failure.of(ErrorCode.INVALID_LINK, "This link is not valid."))
                        : Future.failedFuture(error));
    }

    private static String what(String id) {
        return "file/" + id;
    }

    Future<Reply> usage(Caller caller) {
        return uploads.usage(caller.personId())
                .map(usage -> Reply.of(new JsonObject()
                        .put("used", usage.bytes())
                        .put("quota", limits.quota())
                        .put("maxSize", limits.max())
                        .put("uploads", usage.uploads())
                        .put("mostUploads", UploadService.MOST_UPLOADS)));
    }

    /** Lets those go that no message carries any more. */
    Future<Reply> release(List<String> ids) {
        Future<?> done = Future.succeededFuture();
        for (var id : ids) {
            done = done.compose(before -> files.letGoReleased(id));
        }
        return done.map(Reply.EMPTY);
    }
}
