package io.webim.files.inside;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.webim.bus.SparseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.coobird.thumbnailator.Thumbnails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes small pictures, one at a time, on a thread of its own. A file does without where it would cost too much, where it
 * cannot be decoded, and where too many wait.
 */
final class Previews {
    /** Of the longer side, in pixels. */
    static final int SIDE = 640;

    private static final Logger log = LoggerFactory.getLogger(Previews.class);
    private static final SparseLog leftBehind = new SparseLog(log);
    private static final String REFUSED = "webim.previews.refused";
    private static final double QUALITY = 0.8;
    private static final int BLURRED = 32;
    /** What is no larger is its own preview. */
    private static final long SMALL = 100 * 1024L;

    private static final int MOST_WAITING = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final WorkerExecutor worker;
    private final MeterRegistry meters;
    private final AtomicInteger waiting = new AtomicInteger();

    private Previews(WorkerExecutor worker, MeterRegistry meters) {
        this.worker = worker;
        this.meters = meters;
        meters.counter(REFUSED);
        Gauge.builder("webim.previews.pending", waiting, AtomicInteger::get).register(meters);
    }

    static Previews create(Vertx vertx, MeterRegistry meters) {
        // Else some systems look for a screen, or show an icon for it.
        System.setProperty("java.awt.headless", "true");
        return new Previews(vertx.createSharedWorkerExecutor("file-previews", 1), meters);
    }

    /** @param file null where the picture itself has to do */
    record Preview(@Nullable Path file, @Nullable String mediaType, String placeholder) {}

    /** Empty where there is none. */
    Future<Optional<Preview>> of(Path file, Look look) {
        if (!Pixels.isWorthIt(look)) {
            return Future.succeededFuture(Optional.empty());
        }
        if (waiting.get() >= MOST_WAITING) {
            meters.counter(REFUSED).increment();
            return Future.succeededFuture(Optional.empty());
        }
        waiting.incrementAndGet();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Callable<Optional<Preview>> work = () -> deadline - System.nanoTime() > 0 ? make(file, look) : late();
        return worker.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }

    private Optional<Preview> late() {
        meters.counter(REFUSED).increment();
        return Optional.empty();
    }

    /** It is for the file, not for whoever wrote a decoder, to be in order. */
    static Optional<Preview> make(Path file, Look look) {
        var beside = file.resolveSibling(file.getFileName() + ".preview");
        try {
            return Optional.of(make(file, look, beside));
        } catch (IOException | RuntimeException | OutOfMemoryError broken) {
            log.debug("No preview of a {}: {}", look.mediaType(), broken.toString());
            remove(beside);
            return Optional.empty();
        }
    }

    private static Preview make(Path file, Look look, Path beside) throws IOException {
        var small = Pixels.within(Pixels.read(file, look, SIDE), SIDE);
        var placeholder = BlurHash.of(Pixels.onWhite(Pixels.within(small, BLURRED)));
        // Colours of a WebP come out wrong (imageio-webp up to 3.13.1, its issue 734): good for a blur, and no more.
        if (look.mediaType().equals(WebP.TYPE) || (Files.size(file) <= SMALL && isWithin(look, SIDE))) {
            return new Preview(null, null, placeholder);
        }
        boolean isTransparent = Pixels.isTransparent(small);
        try (var out = Files.newOutputStream(beside)) {
            if (isTransparent) {
                Thumbnails.of(small).scale(1).outputFormat("png").toOutputStream(out);
            } else {
                Thumbnails.of(Pixels.onWhite(small))
                        .scale(1)
                        .outputFormat("jpg")
                        .outputQuality(QUALITY)
                        .toOutputStream(out);
            }
        }
        return new Preview(beside, isTransparent ? Png.TYPE : Jpeg.TYPE, placeholder);
    }

    private static boolean isWithin(Look look, int side) {
        return look.width() != null && look.height() != null && Math.max(look.width(), look.height()) <= side;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            leftBehind.warn("A preview that was not finished stays behind: {}", e.toString());
        }
    }
}
