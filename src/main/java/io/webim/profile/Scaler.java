package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.webim.contract.Failure;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;

/** Makes square JPEGs of what people upload, one at a time, on a thread of its own. */
final class Scaler {
    static final int LARGE = 256;
    static final int SMALL = 64;

    private static final double QUALITY = 0.85;
    private static final int MOST_WAITING = 20;

    private final WorkerExecutor worker;
    private int waiting;

    private Scaler(WorkerExecutor worker) {
        this.worker = worker;
    }

    static Scaler create(Vertx vertx) {
        // Else some systems look for a screen, or show an icon for it.
        System.setProperty("java.awt.headless", "true");
        return new Scaler(vertx.createSharedWorkerExecutor("pictures", 1));
    }

    /** Without anything of the original but its pixels. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Squares(byte[] large, byte[] small) {}

    /** Fails with 415 or 422 where the file is no picture, 503 where too many wait. */
    Future<Squares> scale(byte[] file) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(Failure.retryAfter(503, "overloaded", "Too many pictures are waiting.", 2));
        }
        waiting++;
        return worker.executeBlocking(() -> squares(file), false).onComplete(done -> waiting--);
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
