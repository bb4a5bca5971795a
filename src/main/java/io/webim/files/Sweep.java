package io.webim.files;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Something that clears away whatever there is to be cleared, one run at a time; asked meanwhile, it runs once more. */
final class Sweep {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(Sweep.class));

    private final Supplier<Future<Boolean>> some;
    private boolean running;
    private boolean again;

    /** @param some clears some, and tells whether there may be more */
    Sweep(Supplier<Future<Boolean>> some) {
        this.some = some;
    }

    void run() {
        if (running) {
            again = true;
            return;
        }
        running = true;
        all().onComplete(done -> {
            running = false;
            if (done.failed()) {
                log.warn("Files will be cleared away within the hour: {}", String.valueOf(done.cause()));
            } else if (again) {
                again = false;
                run();
            }
        });
    }

    private Future<Void> all() {
        return some.get().compose(more -> more ? all() : Future.succeededFuture());
    }
}
