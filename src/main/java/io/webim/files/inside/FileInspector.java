package io.webim.files.inside;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.webim.config.ScannerAddress;
import io.webim.contract.Failure;
import io.webim.files.Inspected;
import io.webim.files.Inspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Has an upload scanned where there is a scanner, tells what it is, takes out what it tells beside its picture or sound, and
 * makes a preview. Safe from any thread.
 *
 * <p>Fails with 422 {@code file_refused}; 503 {@code scanner_unavailable}, and {@code busy} where too many wait.
 */
public final class FileInspector implements Inspector {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 200;

    private final WorkerExecutor worker;
    private final Previews previews;
    private final @Nullable Clamd scanner;
    private final AtomicInteger waiting = new AtomicInteger();

    private FileInspector(WorkerExecutor worker, Previews previews, @Nullable Clamd scanner) {
        this.worker = worker;
        this.previews = previews;
        this.scanner = scanner;
    }

    public static FileInspector create(Vertx vertx, MeterRegistry meters, Optional<ScannerAddress> scanner) {
        return new FileInspector(
                vertx.createSharedWorkerExecutor("file-inspect", THREADS),
                Previews.create(vertx, meters),
                scanner.map(address -> new Clamd(vertx, address)).orElse(null));
    }

    @Override
    public Future<Inspected> inspect(Path file, String name, String claimedType, boolean original) {
        if (waiting.get() >= MOST_WAITING) {
            return Future.failedFuture(
                    Failure.retryAfter(503, "busy", "Too many files are being looked at. Try again shortly.", 2));
        }
        waiting.incrementAndGet();
        return scanned(file)
                .compose(clean -> worker.executeBlocking(() -> open(file, name, original), false))
                .compose(opened -> previews.of(file, opened.look).map(preview -> opened.with(preview.orElse(null))))
                .onComplete(done -> waiting.decrementAndGet());
    }

    private Future<Void> scanned(Path file) {
        return scanner == null ? Future.succeededFuture() : scanner.scan(file);
    }

    private record Opened(Look look, long size, boolean rewritten) {
        Inspected with(Previews.@Nullable Preview preview) {
            return new Inspected(
                    look.mediaType(),
                    look.inline(),
                    look.shownWidth(),
                    look.shownHeight(),
                    look.durationMs(),
                    size,
                    rewritten,
                    preview == null ? null : preview.file(),
                    preview == null ? null : preview.mediaType(),
                    preview == null ? null : preview.placeholder());
        }
    }

    private static Opened open(Path file, String name, boolean original) throws IOException {
        var look = look(file, name);
        boolean rewritten = !original && look.cleaning().needed();
        if (rewritten) {
            look.cleaning().apply(file);
            look = look(file, name);
        }
        return new Opened(certain(file, look), Files.size(file), rewritten);
    }

    static Look look(Path file, String name) throws IOException {
        try (var source = Source.of(file)) {
            return Kinds.look(source, name);
        }
    }

    /** Whatever could be taken for something else is shown as nothing at all. */
    static Look certain(Path file, Look look) throws IOException {
        if (!look.inline()) {
            return look;
        }
        try (var source = Source.of(file)) {
            return Kinds.isAmbiguous(source, look) ? Look.unknown(source.size()) : look;
        }
    }
}
