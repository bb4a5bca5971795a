package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;

/** JPEG: segments, and between them what was packed, up to the end of the image. */
final class Jpeg {
    static final String TYPE = "image/jpeg";

    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    /** With a thumbnail it is longer. */
    private static final int PLAIN_JFIF = 16;

    private final Source source;
    private final Copy copy;
    private int width;
    private int height;
    private int scans;
    private int orientation = Orientation.UPRIGHT;

    private Jpeg(Source source) {
        this.source = source;
        this.copy = new Copy(source.size());
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "\u00ff\u00d8\u00ff");
    }

    static Look look(Source source) throws IOException {
        return new Jpeg(source).look();
    }

    private Look look() throws IOException {
        long end = walk();
        Malformed.unless(width > 0 && height > 0 && scans > 0, "no picture");
        return Look.picture(TYPE, end, width, height, orientation, scans, copy);
    }

    private long walk() throws IOException {
        long at = afterStart();
        while (true) {
            source.step();
            Malformed.unless(source.u8(at) == 0xff, "no marker");
            int marker = source.u8(at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == END) {
                copy.keep(at, at + 2);
                return at + 2;
            }
            int length = source.u16(at + 2);
            long next = at + 2 + length;
            Malformed.unless(length >= 2 && next <= source.size(), "segment beyond the end");
            segment(marker, at, next, length);
            at = next;
            if (marker == SCAN) {
                at = afterScan(next);
                copy.keep(next, at);
            }
        }
    }

    /** The orientation stands where cameras write it; behind JFIF's own, which has to be the first. */
    private long afterStart() throws IOException {
        copy.keep(0, 2);
        long at = 2;
        if (isJfif(at)) {
            jfif(at, source.u16(at + 2));
            at += 2 + source.u16(at + 2);
        }
        orientation = findOrientation(at);
        if (orientation != Orientation.UPRIGHT) {
            var exif = exif(orientation);
            if (source.has(at, exif)) {
                copy.keep(at, at + exif.length);
                return at + exif.length;
            }
            copy.put(exif);
        }
        return at;
    }

    private static byte[] exif(int orientation) {
        var content = Orientation.only(orientation);
        return ByteBuffer.allocate(10 + content.length)
                .put(new byte[] {(byte) 0xff, (byte) APP1, 0, (byte) (8 + content.length), 'E', 'x', 'i', 'f', 0, 0})
                .put(content)
                .array();
    }

    private boolean isJfif(long at) throws IOException {
        return source.u16(at) == 0xffe0 && source.has(at + 4, "JFIF\0") && source.u16(at + 2) >= PLAIN_JFIF;
    }

    private void jfif(long at, int length) throws IOException {
        if (length == PLAIN_JFIF) {
            copy.keep(at, at + 2 + PLAIN_JFIF);
        } else {
            copy.put(new byte[] {(byte) 0xff, (byte) APP0, 0, PLAIN_JFIF});
            copy.keep(at + 4, at + 16);
            copy.put(new byte[2]);
        }
    }

    private int findOrientation(long from) throws IOException {
        for (long at = from; source.u8(at) == 0xff; at += 2 + source.u16(at + 2)) {
            source.step();
            int marker = source.u8(at + 1);
            if (marker == APP1 && source.has(at + 4, "Exif\0\0")) {
                return Orientation.read(source, at + 10, at + 2 + source.u16(at + 2));
            }
            if (marker == SCAN || marker == END || marker < 0xc0) {
                break;
            }
        }
        return Orientation.UPRIGHT;
    }

    private void segment(int marker, long at, long next, int length) throws IOException {
        if (marker == SCAN) {
            scans++;
        } else if (isFrame(marker)) {
            frame(at, length);
        } else if ((marker >= APP0 && marker <= APP15) || marker == COMMENT) {
            if (!isNeeded(marker, at)) {
                return;
            }
        } else {
            Malformed.unless(isTable(marker), "a marker that no camera writes");
        }
        copy.keep(at, next);
    }

    private boolean isNeeded(int marker, long at) throws IOException {
        return (marker == APP2 && source.has(at + 4, "ICC_PROFILE\0"))
                || (marker == APP14 && source.has(at + 4, "Adobe"));
    }

    /** Tables of numbers: Huffman's, quantities, restarts, arithmetic. */
    private static boolean isTable(int marker) {
        return marker == 0xc4 || marker == 0xcc || marker == 0xdb || marker == 0xdd;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && !isTable(marker) && marker != 0xc8;
    }

    private void frame(long at, int length) throws IOException {
        Malformed.unless(width == 0 && length >= 8, "more than one picture");
        height = source.u16(at + 5);
        width = source.u16(at + 7);
    }

    /** Where the next marker is that is no restart. */
    private long afterScan(long from) throws IOException {
        long at = from;
        while (true) {
            if (source.u8(at) == 0xff) {
                int next = source.u8(at + 1);
                if (next != 0 && next != 0xff && !(next >= 0xd0 && next < START)) {
                    return at;
                }
            }
            at++;
        }
    }
}
