package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.config.Config;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.files.UploadStore.Usage;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Decides who may send which file, how far one has come, and when it is given up. */
final class UploadService {
    static final int MOST_UPLOADS = 100;

    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UploadStore uploads;
    private final FileRowStore files;
    private final Incoming incoming;
    private final Completion completion;
    private final Receptions receptions;
    private final Config.Files limits;

    UploadService(
            UploadStore uploads,
            FileRowStore files,
            Incoming incoming,
            Completion completion,
            Receptions receptions,
            Config.Files limits) {
        this.uploads = uploads;
        this.files = files;
        this.incoming = incoming;
        this.completion = completion;
        this.receptions = receptions;
        this.limits = limits;
    }

    /**
     * How far a file has come.
     *
     * @param expiresAt null once all of it is there
     */
    record Position(
            String id, long offset, long length, @Nullable Instant expiresAt) {}

    /** What is to be taken of it next. */
    record Next(Upload upload, long offset) {}

    Future<Position> create(Caller caller, long length, Upload.Announced announced) {
        if (length > limits.max()) {
            throw Failure.of(413, "file_too_large", "A file may have at most " + limits.max() + " bytes.")
                    .with(new JsonObject().put("maxSize", limits.max()));
        }
        var upload = new Upload(newId(), caller.userId(), length, length == 0, announced, expiry());
        return incoming.room()
                .has(length)
                .compose(has -> has
                        ? uploads.create(upload, caller.personId(), limits.quota(), MOST_UPLOADS)
                        : Future.failedFuture(Trouble.full()))
                .compose(full -> {
                    full.ifPresent(this::refuse);
                    return length == 0 ? createEmpty(upload) : Future.succeededFuture(position(upload, 0));
                });
    }

    private Future<Position> createEmpty(Upload upload) {
        return incoming.create(upload.id())
                .compose(created -> uploads.touch(upload.id(), true, upload.expiresAt()))
                .compose(touched -> completion.finish(upload))
                .map(done -> position(upload, 0));
    }

    private void refuse(Usage usage) {
        if (usage.uploads() >= MOST_UPLOADS) {
            throw Failure.of(429, "too_many_uploads", "Too many files are on their way. Finish or cancel some.");
        }
        throw Failure.of(413, "quota_exceeded", "Your files would take more than there is room for.")
                .with(new JsonObject().put("used", usage.bytes()).put("quota", limits.quota()));
    }

    /** Ends whoever is sending it: whoever asks wants to go on. Where all of it has come, waits until it is a file. */
    Future<Position> position(long userId, String id) {
        return uploads.find(id).compose(found -> {
            if (found.isEmpty() || found.get().ownerId() != userId) {
                return finished(userId, id);
            }
            return receptions.interrupt(id).compose(ended -> continued(userId, id));
        });
    }

    private Future<Position> continued(long userId, String id) {
        return uploads.find(id).compose(found -> {
            if (found.isEmpty()) {
                return finished(userId, id);
            }
            var upload = found.get();
            return upload.whole()
                    ? completion.finish(upload).map(done -> position(upload, upload.length()))
                    : incoming.size(id)
                            .compose(size -> size == upload.length()
                                    ? received(upload, size)
                                    : Future.succeededFuture(position(upload, size)));
        });
    }

    private Future<Position> finished(long userId, String id) {
        return files.find(id)
                .map(found -> found.filter(file -> file.ownerId() == userId)
                        .map(file -> new Position(id, file.size(), file.size(), null))
                        .orElseThrow(Completion::unknown));
    }

    /** Fails with 409 where it goes on elsewhere than whoever sends it believes. */
    Future<Next> next(long userId, String id, long offset) {
        return uploads.find(id).compose(found -> {
            var upload = found.filter(one -> one.ownerId() == userId).orElseThrow(Completion::unknown);
            if (receptions.has(id)) {
                throw locked();
            }
            var size = upload.whole() ? Future.succeededFuture(upload.length()) : incoming.size(id);
            return size.map(there -> {
                if (there != offset) {
                    throw Failure.of(409, "offset_mismatch", "The file goes on at " + there + ".")
                            .with(new JsonObject().put("offset", there));
                }
                return new Next(upload, there);
            });
        });
    }

    static Failure locked() {
        return Failure.retryAfter(423, "upload_locked", "This file is being sent already.", 2);
    }

    /** So much of it has come, and is on the disk. */
    Future<Position> received(Upload upload, long offset) {
        boolean whole = offset == upload.length();
        var expiresAt = expiry();
        var now = new Upload(upload.id(), upload.ownerId(), upload.length(), whole, upload.announced(), expiresAt);
        return uploads.touch(upload.id(), whole, expiresAt)
                .compose(touched -> whole ? completion.finish(now) : Future.succeededFuture())
                .map(done -> position(now, offset));
    }

    /** Of an upload, or of a file that no message carries. */
    Future<Void> cancel(long userId, String id) {
        return uploads.find(id).compose(found -> {
            if (found.isPresent() && found.get().ownerId() == userId) {
                return giveUp(id);
            }
            return files.find(id)
                    .compose(file -> file.filter(one -> one.ownerId() == userId).isPresent()
                            ? files.letGoUnshown(id)
                            : Future.succeededFuture(false))
                    .compose(goes -> goes ? completion.forget(id) : Future.failedFuture(Completion.unknown()));
        });
    }

    /** Whoever sends it is cut off. */
    Future<Void> giveUp(String id) {
        return receptions
                .interrupt(id)
                .compose(ended -> completion.settled(id))
                .compose(settled -> completion.giveUp(id));
    }

    private static Position position(Upload upload, long offset) {
        return new Position(
                upload.id(), offset, upload.length(), offset == upload.length() ? null : upload.expiresAt());
    }

    private static Instant expiry() {
        return Times.now().plus(PATIENCE);
    }

    private static String newId() {
        var bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Bytes of an upload that are not there any more as they were: a write has failed. */
    Future<Void> undo(Upload upload, long offset) {
        return incoming.truncate(upload.id(), offset).otherwiseEmpty();
    }
}
