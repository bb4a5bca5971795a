package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpServerRequest;
import io.webim.contract.Failure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes one body to the disk as it comes, no faster than that takes it, and keeps what came of one that breaks off. */
final class Reception {
    /** What is written at once: bodies come in small pieces. */
    private static final int PIECE = 128 << 10;

    private final HttpServerRequest request;
    private final AsyncFile file;
    private final long most;
    private final Room room;
    private final Supplier<Future<Void>> sync;
    private final Promise<Long> over = Promise.promise();
    private long position;
    private Buffer gathered = Buffer.buffer();
    private int writing;
    private boolean ended;
    private boolean isTooLong;
    private boolean closing;
    private @Nullable Throwable trouble;

    /**
     * @param request paused
     * @param file where it goes on
     * @param from where that is
     * @param most where it has to end
     * @param room that it takes
     * @param sync has what was written survive that the power goes
     */
    Reception(HttpServerRequest request, AsyncFile file, long from, long most, Room room, Supplier<Future<Void>> sync) {
        this.request = request;
        this.file = file;
        this.position = from;
        this.most = most;
        this.room = room;
        this.sync = sync;
    }

    /** How far it has come, once that is on the disk for good; fails where it could not be written. */
    Future<Long> receive() {
        file.setWriteQueueMaxSize(2 * PIECE);
        request.exceptionHandler(broken -> end());
        request.handler(this::take);
        request.endHandler(whole -> end());
        request.resume();
        return over.future();
    }

    /** More was sent than belongs to it; what does is kept. */
    boolean isTooLong() {
        return isTooLong;
    }

    private void take(Buffer piece) {
        long rest = most - position - gathered.length();
        if (ended || trouble != null) {
            return;
        }
        if (piece.length() > rest) {
            isTooLong = true;
            gathered.appendBuffer(piece, 0, (int) rest);
            end();
            return;
        }
        gathered.appendBuffer(piece);
        if (gathered.length() >= PIECE) {
            write();
        }
    }

    private void write() {
        var piece = gathered;
        try {
            room.take(piece.length());
        } catch (Failure full) {
            fail(full);
            return;
        }
        gathered = ended ? Buffer.buffer() : Buffer.buffer(PIECE);
        writing++;
        file.write(piece, position).onComplete(written -> {
            writing--;
            if (written.failed()) {
                fail(written.cause());
            } else {
                closeOnceWritten();
            }
        });
        position += piece.length();
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
        }
    }

    private void fail(Throwable cause) {
        trouble = cause;
        ended = true;
        closeOnceWritten();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (gathered.length() > 0 && trouble == null) {
            write();
        }
        closeOnceWritten();
    }

    private void closeOnceWritten() {
        if (ended && writing == 0 && !closing) {
            closing = true;
            file.close()
                    .compose(closed -> trouble == null ? sync.get() : Future.failedFuture(trouble))
                    .onSuccess(done -> over.tryComplete(position))
                    .onFailure(over::tryFail);
        }
    }
}
