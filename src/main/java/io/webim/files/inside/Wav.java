package io.webim.files.inside;

import java.io.IOException;

/** WAV: chunks within RIFF. */
final class Wav {
    static final String TYPE = "audio/wav";

    private Wav() {}

    static boolean begins(Source source) throws IOException {
        return source.has(0, "RIFF") && source.has(8, "WAVE");
    }

    static Look look(Source source) throws IOException {
        long perSecond = 0;
        long bytes = 0;
        for (long at = 12; at + 8 <= source.size(); ) {
            source.step();
            long length = Math.min(source.u32le(at + 4), source.size() - at - 8);
            if (source.has(at, "fmt ")) {
                perSecond = source.u32le(at + 16);
            } else if (source.has(at, "data")) {
                bytes = length;
            }
            at += 8 + length + (length & 1);
        }
        Malformed.unless(perSecond > 0, "no such sound");
        return new Look(
                TYPE,
                false,
                source.size(),
                null,
                null,
                Orientation.UPRIGHT,
                Durations.millis((double) bytes, (double) perSecond),
                1,
                Cleaning.none());
    }
}
