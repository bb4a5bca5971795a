package io.webim.files.inside;

import java.io.IOException;

/** The one thing in EXIF that is needed to show a picture: which way is up. */
final class Orientation {
    static final int UPRIGHT = 1;
    /** Cameras write thirty or so. */
    private static final int MOST_ENTRIES = 1_000;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    private Orientation() {}

    /** Reads TIFF, the inside of EXIF; upright where it does not say, or is broken. */
    static int read(Source source, long from, long to) {
        try {
            var order = source.text(from, 2);
            if (order.equals("MM") || order.equals("II")) {
                return read(source, from, to, order.equals("MM"));
            }
        } catch (IOException broken) {
            // Then it says nothing.
        }
        return UPRIGHT;
    }

    private static int read(Source source, long from, long to, boolean bigEndian) throws IOException {
        long directory = from + (bigEndian ? source.u32(from + 4) : source.u32le(from + 4));
        int entries = u16(source, directory, bigEndian);
        for (int i = 0; i < Math.min(entries, MOST_ENTRIES); i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > to) {
                break;
            }
            if (u16(source, entry, bigEndian) == TAG && u16(source, entry + 2, bigEndian) == SHORT) {
                int value = u16(source, entry + 8, bigEndian);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static int u16(Source source, long at, boolean bigEndian) throws IOException {
        return bigEndian ? source.u16(at) : source.u16le(at);
    }

    /** TIFF that says nothing else. */
    static byte[] only(int orientation) {
        return new byte[] {
            'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
    }
}
