package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** WebP: chunks within RIFF. */
final class WebP {
    static final String TYPE = "image/webp";

    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ICCP", "ANIM", "ANMF", "ALPH");
    private static final Set<String> OF_A_FRAME = Set.of("VP8 ", "VP8L", "ALPH");
    private static final int HAS_EXIF = 0x08;
    private static final int HAS_XMP = 0x04;

    private final Source source;
    private final long end;
    private long kept = 4;
    private int width;
    private int height;
    private int orientation = Orientation.UPRIGHT;

    private WebP(Source source, long end) {
        this.source = source;
        this.end = end;
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "RIFF") && source.has(8, "WEBP");
    }

    static Look look(Source source) throws IOException {
        long end = 8 + source.u32le(4);
        Malformed.unless(end >= 20 && end <= source.size(), "ends too early");
        return new WebP(source, end).look();
    }

    private Look look() throws IOException {
        boolean extended = source.has(12, "VP8X");
        boolean changed = false;
        for (long at = 12; at < end; at = next(at, end)) {
            changed |= !chunk(at);
        }
        Malformed.unless(width > 0 && height > 0, "no picture");
        orientation = extended ? orientation : Orientation.UPRIGHT;
        return Look.picture(TYPE, end, width, height, orientation, 1, changed || end < source.size() ? copy() : same());
    }

    /** Whether it stays. */
    private boolean chunk(long at) throws IOException {
        var type = source.text(at, 4);
        long next = next(at, end);
        if (type.equals("EXIF")) {
            long from = source.has(at + 8, "Exif\0\0") ? at + 14 : at + 8;
            orientation = Orientation.read(source, from, at + 8 + source.u32le(at + 4));
            return orientation != Orientation.UPRIGHT && source.has(at, chunk("EXIF", Orientation.only(orientation)));
        }
        if (!KEPT.contains(type)) {
            return false;
        }
        switch (type) {
            case "VP8X" -> size(1 + source.u24le(at + 12), 1 + source.u24le(at + 15));
            case "VP8L" -> lossless(at + 8);
            case "VP8 " -> lossy(at + 8);
            case "ANMF" -> frame(at + 24, next);
            default -> {}
        }
        kept += next - at;
        return true;
    }

    private void frame(long from, long to) throws IOException {
        for (long at = from; at < to; at = next(at, to)) {
            Malformed.unless(OF_A_FRAME.contains(source.text(at, 4)), "no such part of a frame");
        }
    }

    private void lossless(long at) throws IOException {
        Malformed.unless(source.u8(at) == 0x2f, "no picture");
        long bits = source.u32le(at + 1);
        size(1 + (int) (bits & 0x3fff), 1 + (int) (bits >> 14 & 0x3fff));
    }

    private void lossy(long at) throws IOException {
        Malformed.unless(source.has(at + 3, "\u009d\u0001*"), "no picture");
        size(source.u16le(at + 6) & 0x3fff, source.u16le(at + 8) & 0x3fff);
    }

    /** The first that says so. */
    private void size(int pixelsWide, int pixelsHigh) {
        if (width == 0) {
            width = pixelsWide;
            height = pixelsHigh;
        }
    }

    private long next(long at, long limit) throws IOException {
        source.step();
        long length = source.u32le(at + 4);
        long next = at + 8 + length + (length & 1);
        Malformed.unless(next <= limit, "chunk beyond the end");
        return next;
    }

    private Copy same() throws Malformed {
        var copy = new Copy(source.size());
        copy.keep(0, end);
        return copy;
    }

    private Copy copy() throws IOException {
        boolean turned = orientation != Orientation.UPRIGHT;
        var exif = turned ? chunk("EXIF", Orientation.only(orientation)) : new byte[0];
        var copy = new Copy(source.size());
        copy.put(head(kept + exif.length));
        for (long at = 12; at < end; at = next(at, end)) {
            var type = source.text(at, 4);
            if (type.equals("VP8X")) {
                int flags = (source.u8(at + 8) & ~(HAS_EXIF | HAS_XMP)) | (turned ? HAS_EXIF : 0);
                copy.keep(at, at + 8);
                copy.put(new byte[] {(byte) flags});
                copy.keep(at + 9, next(at, end));
            } else if (KEPT.contains(type)) {
                copy.keep(at, next(at, end));
            }
        }
        if (turned) {
            copy.put(exif);
        }
        return copy;
    }

    private static byte[] head(long size) {
        return little(12)
                .put(ascii("RIFF"))
                .putInt((int) size)
                .put(ascii("WEBP"))
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        return little(8 + content.length)
                .put(ascii(type))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
