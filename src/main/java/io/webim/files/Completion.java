package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes files of uploads that have come whole: looks at them, and brings their bytes to the store. Whatever breaks off is
 * taken up where it was, by whoever asks next. Each upload once at a time. Safe from any thread.
 */
final class Completion {
    private final DiskWorker worker;
    private final UploadStore uploads;
    private final FileRowStore files;
    private final IncomingFiles incoming;
    private final FileStore store;
    private final Inspector inspector;
    private final Map<String, Future<Void>> underWay = new ConcurrentHashMap<>();

    Completion(
            DiskWorker worker,
            UploadStore uploads,
            FileRowStore files,
            IncomingFiles incoming,
            FileStore store,
            Inspector inspector) {
        this.worker = worker;
        this.uploads = uploads;
        this.files = files;
        this.incoming = incoming;
        this.store = store;
        this.inspector = inspector;
    }

    /** Completes when it is a file; fails with 422 {@code file_refused} where it will never be one. */
    Future<Void> finish(Upload upload) {
        var done = Promise.<Void>promise();
        var before = underWay.putIfAbsent(upload.id(), done.future());
        if (before != null) {
            return before;
        }
        run(upload).onComplete(over -> {
            underWay.remove(upload.id());
            done.handle(over);
        });
        return done.future();
    }

    /** When nothing is being made of it just now, however that ends. */
    Future<Void> settled(String id) {
        return underWay.getOrDefault(id, Future.succeededFuture()).otherwiseEmpty();
    }

    private Future<Void> run(Upload upload) {
        return incoming.exists(upload.id())
                // Else its bytes have been moved already, and only that was not written down.
                .compose(isThere -> isThere ? inspect(upload) : Future.succeededFuture())
                .compose(stored -> files.ready(upload.id()))
                .compose(isReady -> isReady ? Future.<Void>succeededFuture() : Future.failedFuture(unknown()))
                .recover(error -> isRefusal(error)
                        ? giveUp(upload.id()).compose(gone -> Future.failedFuture(error))
                        : Trouble.told(error));
    }

    private Future<Void> inspect(Upload upload) {
        var said = upload.announced();
        return inspector
                .inspect(incoming.path(upload.id()), said.name(), said.claimedType(), said.original())
                .compose(found -> sizeOf(found.preview())
                        .compose(previewSize -> files.storing(upload, found, previewSize))
                        .compose(noted -> put(StoredFile.previewKey(upload.id()), found.preview())))
                .compose(done -> put(upload.id(), incoming.path(upload.id())));
    }

    private Future<Long> sizeOf(@Nullable Path preview) {
        return preview == null ? Future.succeededFuture(0L) : worker.get(() -> Files.size(preview));
    }

    private Future<Void> put(String key, @Nullable Path file) {
        return file == null ? Future.succeededFuture() : store.put(key, file);
    }

    /** Whatever there is of it goes. */
    Future<Void> giveUp(String id) {
        return uploads.remove(id)
                .compose(removed -> incoming.delete(id))
                .compose(deleted -> files.isStoring(id))
                .compose(isStoring -> isStoring ? forget(id) : Future.succeededFuture());
    }

    /** Deletes the bytes, and then the row. */
    Future<Void> forget(String id) {
        return store.delete(StoredFile.previewKey(id))
                .compose(gone -> store.delete(id))
                .compose(gone -> files.forget(id));
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof Failure failure && failure.is(ErrorCode.FILE_REFUSED);
    }

    static Failure unknown() {
        return Failure.of(ErrorCode.FILE_NOT_FOUND, "There is no such file.");
    }
}
