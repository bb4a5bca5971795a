package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Work with the disk, off the event loop; several at once. */
final class Blocking {
    private Blocking() {}

    /** What gives nothing back. */
    interface Task {
        void run() throws IOException;
    }

    static Future<Void> run(Vertx vertx, Task task) {
        return vertx.executeBlocking(
                        () -> {
                            task.run();
                            return true;
                        },
                        false)
                .mapEmpty();
    }

    static <T> Future<T> get(Vertx vertx, Callable<T> task) {
        return vertx.executeBlocking(task, false);
    }
}
