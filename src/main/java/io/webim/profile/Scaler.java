package io.webim.profile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.Workers;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;

/** Makes square JPEGs of what people upload, one at a time, on a thread of its own. */
final class Scaler {
    static final int LARGE = 256;
    static final int SMALL = 64;

    private static final double QUALITY = 0.85;
    private static final String REFUSED = "webim.pictures.refused";
    private static final int MOST_WAITING = 20;
    /** Well within the time that a caller waits. */
    private static final long MILLIS = 3_500;

    private final Workers worker;
    private final MeterRegistry meters;
    private int waiting;

    private Scaler(Workers worker, MeterRegistry meters) {
        this.worker = worker;
        this.meters = meters;
        meters.counter(REFUSED);
        Gauge.builder("webim.pictures.pending", this, scaler -> scaler.waiting).register(meters);
    }

    static Scaler create(Vertx vertx, MeterRegistry meters) {
        // Else some systems look for a screen, or show an icon for it.
        System.setProperty("java.awt.headless", "true");
        return new Scaler(new Workers(vertx, "pictures", 1, 1), meters);
    }

    /** Without anything of the original but its pixels. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Squares(byte[] large, byte[] small) {}

    /** Fails with 415 or 422 where the file is no picture, 503 where too many wait or it is not done in time. */
    Future<Squares> scale(byte[] file) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(busy());
        }
        waiting++;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        var work = worker.run(this, deadline, () -> squares(file), this::busy);
        work.over().onSuccess(begun -> waiting--);
        return work.outcome();
    }

    private Failure busy() {
        meters.counter(REFUSED).increment();
        return Failure.retryAfter(ErrorCode.BUSY, "Too many pictures are waiting. Try again shortly.", 2);
    }

    static Squares squares(byte[] file) throws IOException {
        var large = onWhite(square(Picture.read(file), LARGE));
        return new Squares(jpeg(large), jpeg(square(large, SMALL)));
    }

    private static BufferedImage square(BufferedImage image, int side) throws IOException {
        return Thumbnails.of(image).size(side, side).crop(Positions.CENTER).asBufferedImage();
    }

    private static BufferedImage onWhite(BufferedImage image) {
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Thumbnails.of(image).scale(1).outputFormat("jpg").outputQuality(QUALITY).toOutputStream(bytes);
        return bytes.toByteArray();
    }
}
