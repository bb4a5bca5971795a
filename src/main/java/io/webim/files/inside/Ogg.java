package io.webim.files.inside;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Ogg: pages of streams, each of which begins with what it is. */
final class Ogg {
    private static final int FIRST = 2;
    private static final int MOST_STREAMS = 16;
    private static final int OPUS_RATE = 48_000;

    private final Source source;
    private final Map<Long, Stream> streams = new HashMap<>();
    private int width;
    private int height;

    private Ogg(Source source) {
        this.source = source;
    }

    /** @param rate samples in a second; 0 where it does not matter */
    private record Stream(boolean isVideo, long rate, long skipped, long last) {
        Stream until(long granule) {
            return new Stream(isVideo, rate, skipped, Math.max(last, granule));
        }
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "OggS");
    }

    static Look look(Source source) throws IOException {
        return new Ogg(source).look();
    }

    private Look look() throws IOException {
        for (long at = 0; at < source.size(); ) {
            at = page(at);
        }
        boolean isVideo = streams.values().stream().anyMatch(Stream::isVideo);
        var sound = streams.values().stream().filter(stream -> stream.rate > 0).findFirst();
        Malformed.unless(isVideo || sound.isPresent(), "nothing to play");
        return new Look(
                isVideo ? "video/ogg" : "audio/ogg",
                true,
                source.size(),
                isVideo ? (Integer) width : null,
                isVideo ? (Integer) height : null,
                Orientation.UPRIGHT,
                sound.map(stream -> Durations.millis((double) (stream.last - stream.skipped), (double) stream.rate))
                        .orElse(null),
                1,
                Cleaning.none());
    }

    private long page(long at) throws IOException {
        source.step();
        Malformed.unless(source.has(at, "OggS") && source.u8(at + 4) == 0, "no page");
        boolean isFirst = (source.u8(at + 5) & FIRST) != 0;
        long granule = source.u64le(at + 6);
        long serial = source.u32le(at + 14);
        int segments = source.u8(at + 26);
        long body = at + 27 + segments;
        long end = body;
        for (int i = 0; i < segments; i++) {
            end += source.u8(at + 27 + i);
        }
        Malformed.unless(end <= source.size(), "page beyond the end");
        if (isFirst) {
            Malformed.unless(streams.size() < MOST_STREAMS && !streams.containsKey(serial), "too many streams");
            streams.put(serial, stream(body));
        }
        Malformed.unless(streams.containsKey(serial), "a stream without a beginning");
        streams.computeIfPresent(serial, (number, stream) -> stream.until(granule));
        return end;
    }

    private Stream stream(long at) throws IOException {
        if (source.has(at, "OpusHead")) {
            return new Stream(false, OPUS_RATE, source.u16le(at + 10), 0);
        }
        if (source.has(at, "\u0001vorbis")) {
            return new Stream(false, source.u32le(at + 12), 0, 0);
        }
        if (source.has(at, "\u0080theora")) {
            width = (int) source.unsigned(at + 14, 3);
            height = (int) source.unsigned(at + 17, 3);
            return new Stream(true, 0, 0, 0);
        }
        if (source.has(at, "\u007fFLAC")) {
            return new Stream(false, source.unsigned(at + 27, 3) >> 4, 0, 0);
        }
        Malformed.unless(source.has(at, "fishead\0") || source.has(at, "Speex   "), "no such stream");
        return new Stream(false, source.has(at, "Speex   ") ? source.u32le(at + 36) : 0, 0, 0);
    }
}
