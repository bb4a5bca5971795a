package io.webim.files.inside;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;

/** Decodes no more of a picture than a preview needs, and nothing of one that would take too much. */
final class Pixels {
    private static final Map<String, String> FORMATS =
            Map.of(Jpeg.TYPE, "jpeg", Png.TYPE, "png", Gif.TYPE, "gif", WebP.TYPE, "webp");

    private static final long MOST_PIXELS = 50_000_000;
    /** Its reader holds the coefficients of all of a JPEG that comes in many passes. */
    private static final long MOST_PIXELS_OF_PASSES = 16_000_000;
    /** Its reader holds all of a WebP, at more than 20 bytes a pixel, and takes three times as long as that of a JPEG. */
    private static final long MOST_PIXELS_OF_WEBP = 4_000_000;

    private static final int LONGEST_SIDE = 30_000;
    private static final int MOST_RATIO = 30;
    /** A progressive JPEG has ten or so, and each goes through all pixels. */
    private static final int MOST_PASSES = 64;

    private Pixels() {}

    /** Told by the header alone. */
    static boolean isWorthIt(Look look) {
        return FORMATS.containsKey(look.mediaType())
                && look.passes() <= MOST_PASSES
                && look.width() != null
                && look.height() != null
                && isReasonable(look.width(), look.height(), mostPixels(look));
    }

    private static long mostPixels(Look look) {
        return look.mediaType().equals(WebP.TYPE)
                ? MOST_PIXELS_OF_WEBP
                : look.passes() > 1 ? MOST_PIXELS_OF_PASSES : MOST_PIXELS;
    }

    private static boolean isReasonable(int width, int height, long mostPixels) {
        long longer = Math.max(width, height);
        return longer <= LONGEST_SIDE
                && (long) width * height <= mostPixels
                && longer <= (long) MOST_RATIO * Math.min(width, height);
    }

    /** Upright, with at least {@code side} pixels along its longer side where it has them, and less than three times that. */
    static BufferedImage read(Path file, Look look, int side) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName(FORMATS.get(look.mediaType()))
                .next();
        try (var input = ImageIO.createImageInputStream(file.toFile())) {
            // Its metadata, which may be packed and huge, is of no use here.
            reader.setInput(input, true, true);
            return upright(decode(reader, look, side), look.orientation());
        } catch (RuntimeException broken) {
            throw new Malformed("cannot be decoded: " + broken);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage decode(ImageReader reader, Look look, int side) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        Malformed.unless(isReasonable(width, height, mostPixels(look)), "too large");
        int step = Math.max(1, Math.max(width, height) / (2 * side));
        var parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, parameters);
    }

    private static BufferedImage upright(BufferedImage image, int orientation) {
        return orientation == Orientation.UPRIGHT
                ? image
                : ExifFilterUtils.getFilterForOrientation(
                                net.coobird.thumbnailator.util.exif.Orientation.typeOf(orientation))
                        .apply(image);
    }

    /** Its longer side has at most so many pixels. */
    static BufferedImage within(BufferedImage image, int side) throws IOException {
        double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
        return Thumbnails.of(image)
                .size(scaled(image.getWidth(), scale), scaled(image.getHeight(), scale))
                .keepAspectRatio(false)
                .asBufferedImage();
    }

    private static int scaled(int pixels, double scale) {
        return Math.max(1, (int) Math.round(pixels * scale));
    }

    static boolean isTransparent(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            if (Arrays.stream(row).anyMatch(pixel -> pixel >>> 24 < 0xff)) {
                return true;
            }
        }
        return false;
    }

    static BufferedImage onWhite(BufferedImage image) {
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }
}
