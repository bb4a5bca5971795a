package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Hands over what messages have carried that are gone, until it has been dealt with, whatever breaks off meanwhile. */
public final class ReleasedFiles {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(ReleasedFiles.class));
    private static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int AT_ONCE = 16;

    private final Vertx vertx;
    private final MessageFileStore store;
    private final Bus bus;
    private boolean looking;
    private boolean again;

    public ReleasedFiles(Vertx vertx, MessageFileStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
        this.vertx = vertx;
    }

    /** To be called when there may be some. */
    public void look() {
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        next().onComplete(done -> {
            looking = false;
            done(done.failed() ? done.cause() : null);
        });
    }

    private void done(@Nullable Throwable error) {
        if (error != null) {
            unfinished.warn("Files of deleted messages will be deleted within a minute: {}", error.toString());
            vertx.setTimer(AGAIN_MILLIS, timer -> look());
        } else if (again) {
            again = false;
            look();
        }
    }

    private Future<Void> next() {
        return store.released(AT_ONCE)
                .compose(ids ->
                        ids.isEmpty() ? Future.succeededFuture() : release(ids).compose(done -> next()));
    }

    private Future<Void> release(List<String> ids) {
        return bus.call(Address.FILES_RELEASE, Caller.NOBODY, new JsonObject().put("fileIds", new JsonArray(ids)))
                .compose(done -> store.forget(ids));
    }
}
