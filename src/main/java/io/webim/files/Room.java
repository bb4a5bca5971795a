package io.webim.files;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What files may still take of their disk, so that all else has room on it, the database first. It is measured whenever a
 * body begins; what is written from then on, by however many at once, is taken from it. Safe from any thread.
 */
final class Room {
    private static final long LEFT_FREE = 256L << 20;

    private final DiskWorker worker;
    private final Callable<Long> usable;
    private final AtomicLong left = new AtomicLong();

    /** @param usable measures how many bytes could still be written */
    Room(DiskWorker worker, Callable<Long> usable) {
        this.worker = worker;
        this.usable = usable;
    }

    static Room on(DiskWorker worker, Path folder) {
        return new Room(worker, () -> Files.getFileStore(folder).getUsableSpace());
    }

    /** Whether there is room for so many bytes, as far as the disk knows. */
    Future<Boolean> has(long bytes) {
        return worker.get(() -> {
            long measured = usable.call() - LEFT_FREE;
            left.set(measured);
            return measured >= bytes;
        });
    }

    /** Takes room for what is about to be written; fails with 507 where there is none. */
    void take(long bytes) {
        if (left.addAndGet(-bytes) < 0) {
            throw Trouble.full();
        }
    }
}
