package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Work with the disk, off the event loop: on threads of its own, which nobody else waits for. */
final class DiskWorker {
    private static final int THREADS = 8;

    private final WorkerExecutor executor;

    DiskWorker(Vertx vertx) {
        this.executor = vertx.createSharedWorkerExecutor("files", THREADS);
    }

    /** What gives nothing back. */
    interface Task {
        void run() throws IOException;
    }

    Future<Void> run(Task task) {
        return get(() -> {
                    task.run();
                    return true;
                })
                .mapEmpty();
    }

    <T> Future<T> get(Callable<T> task) {
        return executor.executeBlocking(task, false);
    }
}
