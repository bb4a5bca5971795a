package io.webim.files.inside;

import java.io.IOException;

/** GIF: blocks up to its trailer. */
final class Gif {
    static final String TYPE = "image/gif";

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int CONTROL = 0xf9;
    private static final int APPLICATION = 0xff;
    private static final int LOOP = 19;

    private final Source source;
    private final Copy copy;
    private int pictures;

    private Gif(Source source) {
        this.source = source;
        this.copy = new Copy(source.size());
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "GIF87a") || source.has(0, "GIF89a");
    }

    static Look look(Source source) throws IOException {
        return new Gif(source).look();
    }

    private Look look() throws IOException {
        int width = source.u16le(6);
        int height = source.u16le(8);
        Malformed.unless(width > 0 && height > 0, "no such size");
        long at = afterColours(13, source.u8(10));
        copy.keep(0, at);
        while (source.u8(at) != TRAILER) {
            source.step();
            at = source.u8(at) == IMAGE ? image(at) : extension(at);
        }
        copy.keep(at, at + 1);
        Malformed.unless(pictures > 0, "no picture");
        return Look.picture(TYPE, at + 1, width, height, Orientation.UPRIGHT, 1, copy);
    }

    private long image(long at) throws IOException {
        pictures++;
        long next = afterBlocks(afterColours(at + 10, source.u8(at + 9)) + 1);
        copy.keep(at, next);
        return next;
    }

    private long extension(long at) throws IOException {
        Malformed.unless(source.u8(at) == EXTENSION, "no such block");
        int label = source.u8(at + 1);
        long next = afterBlocks(at + 2);
        if (label == CONTROL) {
            copy.keep(at, next);
        } else if (label == APPLICATION && isLoop(at)) {
            // How often it is shown, and nothing that hides behind it.
            boolean isAll = next == at + LOOP;
            copy.keep(at, isAll ? next : at + LOOP - 1);
            if (!isAll) {
                copy.put(new byte[1]);
            }
        }
        return next;
    }

    private boolean isLoop(long at) throws IOException {
        return source.u8(at + 2) == 11
                && (source.has(at + 3, "NETSCAPE2.0") || source.has(at + 3, "ANIMEXTS1.0"))
                && source.u16(at + 14) == 0x0301;
    }

    private static long afterColours(long at, int flags) {
        return (flags & 0x80) == 0 ? at : at + 3L * (2 << (flags & 7));
    }

    private long afterBlocks(long from) throws IOException {
        long at = from;
        for (int length = source.u8(at); length > 0; length = source.u8(at)) {
            source.step();
            at += 1 + length;
        }
        return at + 1;
    }
}
