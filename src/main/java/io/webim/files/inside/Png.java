package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** PNG: chunks up to its end. */
final class Png {
    static final String TYPE = "image/png";

    /** What has to do with how the picture looks, animated or not. All else is told beside it. */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
            "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT");

    private static final int HEADER = 13;
    private static final int AROUND = 12;
    private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private Png() {}

    static boolean begins(Source source) throws IOException {
        return source.has(0, SIGNATURE);
    }

    static Look look(Source source) throws IOException {
        var copy = new Copy(source.size());
        long at = SIGNATURE.length();
        Malformed.unless(source.u32(at) == HEADER && source.has(at + 4, "IHDR"), "no header");
        long width = source.u32(at + 8);
        long height = source.u32(at + 12);
        Malformed.unless(isSide(width) && isSide(height), "no such size");
        int orientation = Orientation.UPRIGHT;
        copy.keep(0, at);
        while (true) {
            source.step();
            long length = source.u32(at);
            var type = source.text(at + 4, 4);
            long next = at + AROUND + length;
            Malformed.unless(next <= source.size(), "chunk beyond the end");
            if (KEPT.contains(type)) {
                copy.keep(at, next);
            } else if (type.equals("eXIf")) {
                orientation = Orientation.read(source, at + 8, next - 4);
                var exif = chunk("eXIf", Orientation.only(orientation));
                if (orientation != Orientation.UPRIGHT && source.has(at, exif)) {
                    copy.keep(at, next);
                } else if (orientation != Orientation.UPRIGHT) {
                    copy.put(exif);
                }
            } else {
                Malformed.unless(Character.isLowerCase(type.charAt(0)), "a chunk that nobody can do without");
            }
            at = next;
            if (type.equals("IEND")) {
                return Look.picture(TYPE, at, (int) width, (int) height, orientation, 1, copy);
            }
        }
    }

    private static boolean isSide(long pixels) {
        return pixels > 0 && pixels <= Integer.MAX_VALUE;
    }

    private static byte[] chunk(String type, byte[] content) {
        var bytes = ByteBuffer.allocate(AROUND + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content);
        var sum = new CRC32();
        sum.update(bytes.array(), 4, 4 + content.length);
        return bytes.putInt((int) sum.getValue()).array();
    }
}
