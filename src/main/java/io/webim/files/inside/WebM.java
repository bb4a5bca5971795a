package io.webim.files.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** WebM: elements within elements, of which the outer ones need not say how long they are. */
final class WebM {
    private static final long HEADER = 0x1a45dfa3L;
    private static final long DOC_TYPE = 0x4282;
    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549a966L;
    private static final long TIMESTAMP_SCALE = 0x2ad7b1;
    private static final long DURATION = 0x4489;
    private static final long TITLE = 0x7ba9;
    private static final long DATE = 0x4461;
    private static final long CHECKSUM = 0xbf;
    private static final long TRACKS = 0x1654ae6bL;
    private static final long TRACK = 0xae;
    private static final long TRACK_TYPE = 0x83;
    private static final long VIDEO = 0xe0;
    private static final long PIXEL_WIDTH = 0xb0;
    private static final long PIXEL_HEIGHT = 0xba;
    private static final long CLUSTER = 0x1f43b675L;
    private static final long TIMESTAMP = 0xe7;
    private static final long SIMPLE_BLOCK = 0xa3;
    private static final long BLOCK_GROUP = 0xa0;
    private static final long BLOCK = 0xa1;
    private static final long TAGS = 0x1254c367L;
    private static final long ATTACHMENTS = 0x1941a469L;
    private static final long CUES = 0x1c53bb6bL;
    private static final long SEEK_HEAD = 0x114d9b74L;
    private static final long CHAPTERS = 0x1043a770L;
    private static final long VOID = 0xec;

    private static final Set<Long> WITHIN_SEGMENT =
            Set.of(INFO, TRACKS, CLUSTER, TAGS, ATTACHMENTS, CUES, SEEK_HEAD, CHAPTERS, VOID, CHECKSUM);
    private static final int VIDEO_TRACK = 1;
    private static final int AUDIO_TRACK = 2;
    private static final double NANOS = 1e9;

    private final Source source;
    private final Patches patches = new Patches();
    private final Set<Long> trackTypes = new HashSet<>();
    private long scale = 1_000_000;
    private double duration;
    private long cluster;
    private long last;
    private int width;
    private int height;

    private WebM(Source source) {
        this.source = source;
    }

    /** @param end behind it; negative where it does not say */
    private record Element(long id, long at, long body, long end) {
        boolean isOpen() {
            return end < 0;
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(Element element) throws IOException;
    }

    static boolean begins(Source source) throws IOException {
        return source.has(0, "\u001aE\u00df\u00a3");
    }

    static Look look(Source source) throws IOException {
        return new WebM(source).look();
    }

    private Look look() throws IOException {
        var header = element(0, source.size());
        Malformed.unless(header.id == HEADER && !header.isOpen(), "no header");
        var type = new String[] {""};
        each(header.body, header.end, inner -> {
            if (inner.id == DOC_TYPE) {
                type[0] = text(inner);
            }
        });
        var segment = element(header.end, source.size());
        Malformed.unless(segment.id == SEGMENT, "no segment");
        long end = segment.isOpen() ? source.size() : segment.end;
        segment(segment.body, end);
        Malformed.unless(end == source.size(), "goes on behind its end");
        boolean isVideo = trackTypes.contains((long) VIDEO_TRACK);
        Malformed.unless(isVideo || trackTypes.contains((long) AUDIO_TRACK), "no track");
        boolean isWebM = type[0].equals("webm");
        Malformed.unless(isWebM || type[0].equals("matroska"), "no such kind");
        return new Look(
                (isVideo ? "video/" : "audio/") + (isWebM ? "webm" : "x-matroska"),
                isWebM,
                source.size(),
                width > 0 && height > 0 ? (Integer) width : null,
                width > 0 && height > 0 ? (Integer) height : null,
                Orientation.UPRIGHT,
                // Recorders do not know beforehand how long it will be; the last block tells.
                Durations.millis((duration > 0 ? duration : last) * scale, NANOS),
                1,
                patches);
    }

    private String text(Element element) throws IOException {
        int length = (int) Math.min(element.end - element.body, 32);
        return new String(source.bytes(element.body, length), StandardCharsets.US_ASCII).replace("\0", "");
    }

    private void segment(long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            var element = element(at, to);
            Malformed.unless(WITHIN_SEGMENT.contains(element.id), "no such element");
            Malformed.unless(!element.isOpen() || element.id == CLUSTER, "no end");
            if (element.id == INFO) {
                information(element);
            } else if (element.id == TRACKS) {
                each(element.body, element.end, this::track);
            } else if (element.id == TAGS || element.id == ATTACHMENTS || element.id == VOID) {
                empty(element);
            }
            at = element.id == CLUSTER ? afterCluster(element, to) : element.end;
        }
    }

    private void information(Element information) throws IOException {
        boolean[] changed = {false};
        each(information.body, information.end, element -> {
            if (element.id == TIMESTAMP_SCALE) {
                scale = unsigned(element);
            } else if (element.id == DURATION) {
                duration = real(element);
            } else if (element.id == TITLE || element.id == DATE) {
                empty(element);
                changed[0] = true;
            }
        });
        if (changed[0]) {
            each(information.body, information.end, element -> {
                if (element.id == CHECKSUM) {
                    empty(element);
                }
            });
        }
    }

    private void track(Element track) throws IOException {
        if (track.id != TRACK) {
            return;
        }
        each(track.body, track.end, element -> {
            if (element.id == TRACK_TYPE) {
                trackTypes.add(unsigned(element));
                Malformed.unless(trackTypes.size() < 100, "too many kinds of tracks");
            } else if (element.id == VIDEO) {
                each(element.body, element.end, this::video);
            }
        });
    }

    private void video(Element element) throws IOException {
        if (element.id == PIXEL_WIDTH && width == 0) {
            width = (int) Math.min(unsigned(element), Integer.MAX_VALUE);
        } else if (element.id == PIXEL_HEIGHT && height == 0) {
            height = (int) Math.min(unsigned(element), Integer.MAX_VALUE);
        }
    }

    /** One that does not say where it ends goes on to whatever can only stand behind it. */
    private long afterCluster(Element element, long to) throws IOException {
        long end = element.isOpen() ? to : element.end;
        long at = element.body;
        while (at < end) {
            var inner = element(at, end);
            if (element.isOpen() && WITHIN_SEGMENT.contains(inner.id) && inner.id != VOID && inner.id != CHECKSUM) {
                return at;
            }
            Malformed.unless(!inner.isOpen(), "no end");
            partOfCluster(inner);
            at = inner.end;
        }
        return at;
    }

    private void partOfCluster(Element element) throws IOException {
        if (element.id == TIMESTAMP) {
            cluster = unsigned(element);
        } else if (element.id == SIMPLE_BLOCK || element.id == BLOCK) {
            long track = element.body;
            long time = (short) source.u16(track + length(track, 8));
            last = Math.max(last, cluster + time);
        } else if (element.id == BLOCK_GROUP) {
            each(element.body, element.end, inner -> {
                if (inner.id == BLOCK) {
                    partOfCluster(inner);
                }
            });
        }
    }

    private void each(long from, long to, Visitor visitor) throws IOException {
        for (long at = from; at < to; ) {
            var element = element(at, to);
            Malformed.unless(!element.isOpen(), "no end");
            visitor.visit(element);
            at = element.end;
        }
    }

    private Element element(long at, long limit) throws IOException {
        source.step();
        int idLength = length(at, 4);
        long id = source.unsigned(at, idLength);
        int sizeLength = length(at + idLength, 8);
        long body = at + idLength + sizeLength;
        long all = (1L << (7 * sizeLength)) - 1;
        long size = source.unsigned(at + idLength, sizeLength) & all;
        if (size == all) {
            Malformed.unless(body <= limit, "element beyond the end");
            return new Element(id, at, body, -1);
        }
        Malformed.unless(body <= limit && size <= limit - body, "element beyond the end");
        return new Element(id, at, body, body + size);
    }

    /** How many bytes a number has, its first one tells. */
    private int length(long at, int most) throws IOException {
        int length = Integer.numberOfLeadingZeros(source.u8(at)) - 23;
        Malformed.unless(length <= most, "no such number");
        return length;
    }

    private long unsigned(Element element) throws IOException {
        long length = element.end - element.body;
        Malformed.unless(length <= 8, "no such number");
        return source.unsigned(element.body, (int) length);
    }

    private double real(Element element) throws IOException {
        return switch ((int) Math.min(element.end - element.body, 9)) {
            case 4 -> Float.intBitsToFloat((int) source.u32(element.body));
            case 8 -> ByteBuffer.wrap(source.bytes(element.body, 8)).getDouble();
            default -> 0;
        };
    }

    /** Another of the same length, which everybody skips, takes its place. */
    private void empty(Element element) throws IOException {
        long length = element.end - element.at;
        int sizeLength = (int) Math.min(8, length - 1);
        long size = length - 1 - sizeLength;
        if (element.id == VOID && isBlank(element)) {
            return;
        }
        var head = new byte[1 + sizeLength];
        head[0] = (byte) VOID;
        long number = size | (1L << (7 * sizeLength));
        for (int i = sizeLength; i > 0; i--, number >>= 8) {
            head[i] = (byte) number;
        }
        Malformed.unless(size < (1L << (7 * sizeLength)) - 1, "no such number");
        patches.set(element.at, head);
        patches.blank(element.at + head.length, element.end);
    }

    private boolean isBlank(Element element) throws IOException {
        for (long at = element.body; at < element.end; at++) {
            if (source.u8(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
