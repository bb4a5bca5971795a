package io.webim.profile;

import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;

/**
 * Reads an uploaded file. What it is, is told by its first bytes; how large it is, by its header before a pixel is
 * decoded. The JDK's own readers take PNG and JPEG, which is what a browser can make of everything else.
 */
final class Picture {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final long MOST_PIXELS = 24_000_000;
    private static final int LONGEST_SIDE = 12_000;
    private static final int MOST_RATIO = 20;
    /** A progressive JPEG has ten or so. */
    private static final int MOST_SCANS = 64;

    private static final byte MARKER = (byte) 0xff;
    private static final byte START_OF_SCAN = (byte) 0xda;
    /** What is larger is decoded with gaps, which saves the memory. */
    private static final int ENOUGH = 4 * Scaler.LARGE;

    private Picture() {}

    /** Upright. Fails with 415 or 422. */
    static BufferedImage read(byte[] file) {
        var format = startsWith(file, PNG) ? "png" : startsWith(file, JPEG) ? "jpeg" : null;
        if (format == null) {
            throw Failure.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The picture must be a PNG or JPEG file.");
        }
        if (format.equals("jpeg")) {
            requireFewScans(file);
        }
        var reader = ImageIO.getImageReadersByFormatName(format).next();
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            // Of a PNG's metadata, which may be packed and huge, nothing is needed.
            reader.setInput(input, false, format.equals("png"));
            return format.equals("png") ? decode(reader) : upright(reader, decode(reader));
        } catch (IOException | RuntimeException broken) {
            throw broken instanceof Failure refusal ? refusal : Failure.invalid("image", "cannot be read");
        } finally {
            reader.dispose();
        }
    }

    /** The square in the middle, and nothing else: what is cut off is never unpacked into memory, nor scaled. */
    private static BufferedImage decode(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        requireReasonable(width, height);
        int side = Math.min(width, height);
        int step = Math.max(1, side / ENOUGH);
        var parameters = reader.getDefaultReadParam();
        parameters.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
        parameters.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, parameters);
    }

    private static void requireReasonable(int width, int height) {
        if (Math.max(width, height) > LONGEST_SIDE || (long) width * height > MOST_PIXELS) {
            throw Failure.invalid("image", "has more than " + MOST_PIXELS / 1_000_000 + " megapixels");
        }
        if (Math.max(width, height) > (long) MOST_RATIO * Math.min(width, height)) {
            throw Failure.invalid("image", "is more than " + MOST_RATIO + " times as long as it is wide");
        }
    }

    /** Each has all pixels gone through once more, and takes no more than a few bytes of the file. */
    private static void requireFewScans(byte[] jpeg) {
        int scans = 0;
        for (int at = 0; at + 1 < jpeg.length; at++) {
            if (jpeg[at] == MARKER && jpeg[at + 1] == START_OF_SCAN && ++scans > MOST_SCANS) {
                throw Failure.invalid("image", "has more than " + MOST_SCANS + " scans");
            }
        }
    }

    private static BufferedImage upright(ImageReader reader, BufferedImage image) {
        try {
            var orientation = ExifUtils.getExifOrientation(reader, 0);
            return orientation == null
                    ? image
                    : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
        } catch (IOException | RuntimeException unreadable) {
            return image;
        }
    }

    private static boolean startsWith(byte[] file, byte[] signature) {
        return file.length >= signature.length
                && Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
    }
}
