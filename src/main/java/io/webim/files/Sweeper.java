package io.webim.files;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import io.webim.contract.Times;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Clears away what nobody needs: uploads that went no further, files that nobody has sent, and what has been let go. */
final class Sweeper {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(Sweeper.class));
    private static final Duration UNSENT = Duration.ofHours(24);
    private static final int AT_ONCE = 64;
    private static final int ID_LENGTH = 22;

    private final UploadStore uploads;
    private final FileRowStore files;
    private final IncomingFiles incoming;
    private final UploadService service;
    private final Completion completion;
    private final Sweep expired = new Sweep(this::expired);
    private final Sweep unsent = new Sweep(this::unsent);
    private final Sweep going = new Sweep(this::going);

    Sweeper(
            UploadStore uploads,
            FileRowStore files,
            IncomingFiles incoming,
            UploadService service,
            Completion completion) {
        this.uploads = uploads;
        this.files = files;
        this.incoming = incoming;
        this.service = service;
        this.completion = completion;
    }

    void sweep() {
        expired.run();
        unsent.run();
        going.run();
    }

    /** Some have been let go. */
    void clearGoing() {
        going.run();
    }

    private Future<Boolean> expired() {
        return uploads.expired(Times.now(), AT_ONCE).compose(ids -> each(ids, service::giveUp));
    }

    private Future<Boolean> unsent() {
        return files.due(Times.now().minus(UNSENT), AT_ONCE)
                .compose(ids -> each(ids, id -> files.letGoUnshown(id).mapEmpty()))
                .onSuccess(done -> going.run());
    }

    private Future<Boolean> going() {
        return files.going(AT_ONCE)
                .compose(ids -> each(ids, completion::forget))
                .compose(more -> files.stuck(AT_ONCE)
                        .compose(ids -> each(ids, completion::forget).map(moreStuck -> more || moreStuck)));
    }

    /** Whoever has left takes along what is under way, and what nobody has been sent. */
    void left(long userId) {
        uploads.ofOwner(userId)
                .compose(ids -> each(ids, service::giveUp))
                .compose(done -> files.unshownOf(userId))
                .compose(ids -> each(ids, id -> files.letGoUnshown(id).mapEmpty()))
                .onComplete(done -> going.run());
    }

    /** Bytes in the folder of uploads that belong to none, as a crash may leave them. */
    Future<Void> clearStrangers() {
        return incoming.names().compose(names -> clearStrangers(names, 0));
    }

    private Future<Void> clearStrangers(List<String> names, int from) {
        if (from >= names.size()) {
            return Future.succeededFuture();
        }
        var some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
        return uploads.known(some.stream().map(Sweeper::id).toList())
                .compose(known -> each(
                        some.stream().filter(name -> !known.contains(id(name))).toList(), incoming::delete))
                .compose(done -> clearStrangers(names, from + AT_ONCE));
    }

    private static String id(String name) {
        return name.length() > ID_LENGTH ? name.substring(0, ID_LENGTH) : name;
    }

    /** One after the other, whatever fails; whether there may be more that does not. */
    private static Future<Boolean> each(List<String> ids, Function<String, Future<Void>> task) {
        var failed = new AtomicBoolean();
        Future<Void> done = Future.succeededFuture();
        for (var id : ids) {
            done = done.compose(before -> task.apply(id).recover(error -> {
                failed.set(true);
                log.warn("File {} will be cleared away later: {}", id, error.toString());
                return Future.succeededFuture();
            }));
        }
        return done.map(all -> ids.size() >= AT_ONCE && !failed.get());
    }
}
