package io.webim.files;

import io.vertx.core.Future;
import io.webim.bus.DatabaseRefusals;
import io.webim.bus.SparseLog;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What clients are told where the disk, the store or the database does not do what it should. */
final class Trouble {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(Trouble.class));
    private static final int RETRY_AFTER = 30;

    private Trouble() {}

    /** As a refusal that clients understand, or as the fault that it is. */
    static <T> Future<T> told(Throwable error) {
        return Future.failedFuture(failure(error));
    }

    static Throwable failure(Throwable error) {
        if (error instanceof DatabaseTrouble trouble && trouble.passes()) {
            return DatabaseRefusals.failure(trouble);
        }
        if (Disk.isFull(error)) {
            log.warn("Files are refused, their disk is full: {}", error.toString());
            return full();
        }
        if (!(error instanceof Failure) && isOfStorage(error)) {
            log.warn("Files cannot be read or written: {}", error.toString());
            return Failure.retryAfter(
                    ErrorCode.STORAGE_UNAVAILABLE, "Files cannot be stored or read now. Try again later.", RETRY_AFTER);
        }
        return error;
    }

    static Failure full() {
        return Failure.retryAfter(ErrorCode.STORAGE_FULL, "The server has no room for files now.", RETRY_AFTER);
    }

    private static boolean isOfStorage(@Nullable Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
