package io.webim.files.inside;

import java.io.IOException;

/** MP3: frames one behind the other, between tags. */
final class Mp3 {
    static final String TYPE = "audio/mpeg";

    private static final int[] BITRATES_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] BITRATES_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int OLD_TAG = 128;
    /** As many as chance does not make. */
    private static final int ENOUGH = 4;

    private final Source source;
    private long frames;
    private double seconds;

    private Mp3(Source source) {
        this.source = source;
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "ID3") || (source.size() >= 4 && frameLength(source, 0) > 0);
    }

    static Look look(Source source) throws IOException {
        return new Mp3(source).look();
    }

    private Look look() throws IOException {
        long at = afterTag();
        long end = source.size();
        while (at < end) {
            source.step();
            if (end - at < 4 || frameLength(source, at) == 0) {
                break;
            }
            seconds += seconds(source, at);
            frames++;
            // The last one is often cut off.
            at = Math.min(end, at + frameLength(source, at));
        }
        Malformed.unless(frames >= ENOUGH && isOver(at), "something else than sound");
        return new Look(
                TYPE, true, end, null, null, Orientation.UPRIGHT, Durations.millis(seconds, 1), 1, Cleaning.none());
    }

    private long afterTag() throws IOException {
        if (!source.has(0, "ID3")) {
            return 0;
        }
        long size = 0;
        for (int i = 6; i < 10; i++) {
            Malformed.unless(source.u8(i) < 0x80, "no such tag");
            size = (size << 7) | source.u8(i);
        }
        return 10 + size + ((source.u8(5) & 0x10) != 0 ? 10 : 0);
    }

    private boolean isOver(long at) throws IOException {
        return at == source.size()
                || (at == source.size() - OLD_TAG && source.has(at, "TAG"))
                || (source.has(at, "APETAGEX") && isApe(at));
    }

    private boolean isApe(long at) throws IOException {
        long after = at + 32 + source.u32le(at + 12);
        return after == source.size() || (after == source.size() - OLD_TAG && source.has(after, "TAG"));
    }

    /** In bytes; 0 where no frame of layer 3 is. */
    private static int frameLength(Source source, long at) throws IOException {
        int version = version(source, at);
        int bitrate = source.u8(at + 2) >> 4;
        if (version == 0 || bitrate == 0 || bitrate == 15 || (source.u8(at + 2) >> 2 & 3) == 3) {
            return 0;
        }
        int kilobits = (version == MPEG_1 ? BITRATES_1 : BITRATES_2)[bitrate];
        int padding = source.u8(at + 2) >> 1 & 1;
        return (version == MPEG_1 ? 144 : 72) * kilobits * 1000 / rate(source, at) + padding;
    }

    private static double seconds(Source source, long at) throws IOException {
        return (version(source, at) == MPEG_1 ? 1152.0 : 576.0) / rate(source, at);
    }

    private static int rate(Source source, long at) throws IOException {
        int version = version(source, at);
        int rate = RATES[source.u8(at + 2) >> 2 & 3];
        return version == MPEG_1 ? rate : version == MPEG_2 ? rate / 2 : rate / 4;
    }

    /** 3 is MPEG 1, 2 is MPEG 2, 1 stands for MPEG 2.5; 0 is none. */
    private static int version(Source source, long at) throws IOException {
        int head = source.u16(at);
        boolean isLayer3 = (head & 0xffe6) == 0xffe2;
        int bits = head >> 3 & 3;
        return !isLayer3 || bits == 1 ? 0 : bits == 0 ? 1 : bits;
    }
}
