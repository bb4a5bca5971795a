package io.webim.files.inside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MP4, QuickTime, AVIF and HEIF. What tells of place and time is overwritten where it stands, so that everything else stays
 * where it is. Tracks that are neither picture nor sound, where cameras write their way, lose their content.
 */
final class IsoMedia {
    static final String AVIF = "image/avif";

    private static final Set<String> MP4 = Set.of(
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "dash",
            "M4V ", "M4A ", "M4B ", "M4VP", "MSNV", "3gp4", "3gp5", "3gp6", "3gp7", "mmp4", "f4v ", "XAVC");
    private static final Set<String> HEIF = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final Set<String> LEFT_ALONE =
            Set.of("ftyp", "mdat", "moof", "mfra", "sidx", "ssix", "styp", "prft", "emsg", "wide", "pdin");
    /** Pictures and sounds. */
    private static final Set<String> TRACKS = Set.of("vide", "soun", "pict", "auxv");

    private static final int MOST_BRANDS = 64;

    private final Source source;
    private final Patches patches = new Patches();
    private final List<Box> data = new ArrayList<>();
    private final Set<String> handlers = new HashSet<>();
    private HeifItems items = HeifItems.none();
    private long timescale;
    private long duration;
    private long fragmentsDuration;
    private int width;
    private int height;
    private boolean turned;
    private boolean hasMovie;

    private IsoMedia(Source source) {
        this.source = source;
    }

    static boolean begins(Source source) throws IOException {
        return source.has(4, "ftyp");
    }

    static Look look(Source source) throws IOException {
        return new IsoMedia(source).look();
    }

    private Look look() throws IOException {
        var kind = kind(Box.at(source, 0, source.size()));
        if (kind.equals(Look.UNKNOWN)) {
            return Look.unknown(source.size());
        }
        boolean isPicture = kind.startsWith("image/");
        // First of all, what the others' places are checked against.
        Box.each(source, 0, source.size(), box -> noteData(box));
        Box.each(source, 0, source.size(), box -> part(box, isPicture));
        return isPicture ? picture(kind) : movie(kind);
    }

    private String kind(Box type) throws IOException {
        var brands = new ArrayList<String>();
        brands.add(source.text(type.body(), 4));
        for (long at = type.body() + 8; at + 4 <= type.end() && brands.size() < MOST_BRANDS; at += 4) {
            brands.add(source.text(at, 4));
        }
        var major = brands.get(0);
        if (major.equals("avif") || major.equals("avis")) {
            return AVIF;
        }
        if (HEIF.contains(major)) {
            return brands.contains("avif") ? AVIF : "image/heic";
        }
        if (major.equals("qt  ")) {
            return "video/quicktime";
        }
        return MP4.contains(major) ? "video/mp4" : Look.UNKNOWN;
    }

    private void noteData(Box box) throws Malformed {
        if (box.type().equals("mdat")) {
            Malformed.unless(data.size() < Cleaning.MOST_PIECES, "too many pieces");
            data.add(box);
        }
    }

    private void part(Box box, boolean isPicture) throws IOException {
        if (box.type().equals("moov")) {
            Malformed.unless(!hasMovie, "more than one movie");
            hasMovie = true;
            box.each(source, this::movie);
        } else if (box.type().equals("meta") && isPicture) {
            items = HeifItems.read(source, box, patches, data);
        } else if (!LEFT_ALONE.contains(box.type())) {
            free(box);
        }
    }

    private void movie(Box box) throws IOException {
        switch (box.type()) {
            case "mvhd" -> {
                times(box);
                boolean isLong = source.u8(box.body()) == 1;
                timescale = source.u32(box.body() + (isLong ? 20 : 12));
                duration = isLong ? source.u64(box.body() + 24) : source.u32(box.body() + 16);
            }
            case "trak" -> track(box);
            case "mvex" ->
                box.each(source, inner -> {
                    if (inner.type().equals("mehd")) {
                        fragmentsDuration = source.u8(inner.body()) == 1
                                ? source.u64(inner.body() + 4)
                                : source.u32(inner.body() + 4);
                    }
                });
            default -> free(box);
        }
    }

    private void track(Box track) throws IOException {
        var handler = new String[] {""};
        Box.each(source, track.body(), track.end(), box -> {
            if (box.type().equals("mdia")) {
                box.each(source, inner -> {
                    if (inner.type().equals("hdlr")) {
                        handler[0] = source.text(inner.body() + 8, 4);
                    }
                });
            }
        });
        if (!TRACKS.contains(handler[0])) {
            new Samples(source, data, patches).blank(track);
            free(track);
            return;
        }
        handlers.add(handler[0]);
        track.each(source, box -> partOfTrack(box, handler[0]));
    }

    private void partOfTrack(Box box, String handler) throws IOException {
        switch (box.type()) {
            case "tkhd" -> {
                times(box);
                if (!handler.equals("soun")) {
                    size(box);
                }
            }
            case "mdia" ->
                box.each(source, inner -> {
                    if (inner.type().equals("mdhd")) {
                        times(inner);
                    } else if (isTelling(inner)) {
                        free(inner);
                    }
                });
            default -> {
                if (isTelling(box)) {
                    free(box);
                }
            }
        }
    }

    private static boolean isTelling(Box box) {
        return Set.of("udta", "meta", "uuid", "free", "skip").contains(box.type());
    }

    /** The first that has one. Turned by a quarter, width and height change places. */
    private void size(Box header) throws IOException {
        long sizes = header.end() - 8;
        long matrix = sizes - 36;
        Malformed.unless(matrix > header.body(), "no such track");
        if (width == 0) {
            width = (int) (source.u32(sizes) >> 16);
            height = (int) (source.u32(sizes + 4) >> 16);
            turned = source.u32(matrix) == 0 && source.u32(matrix + 4) != 0;
        }
    }

    /** When it was made and changed. */
    private void times(Box header) throws IOException {
        int bytes = source.u8(header.body()) == 1 ? 16 : 8;
        Malformed.unless(header.body() + 4 + bytes + 4 <= header.end(), "no such header");
        if (source.unsigned(header.body() + 4, bytes / 2) != 0
                || source.unsigned(header.body() + 4 + bytes / 2, bytes / 2) != 0) {
            patches.blank(header.body() + 4, header.body() + 4 + bytes);
        }
    }

    private void free(Box box) throws IOException {
        boolean isFree = box.type().equals("free");
        if (!isFree) {
            patches.set(box.at() + 4, "free");
        }
        if (!isFree || !isBlank(box)) {
            patches.blank(box.body(), box.end());
        }
    }

    private boolean isBlank(Box box) throws IOException {
        for (long at = box.body(); at < box.end(); at++) {
            if (source.u8(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private Look picture(String kind) throws Malformed {
        boolean isKnown = items.width() > 0;
        Malformed.unless(isKnown || hasMovie, "no picture");
        return new Look(
                kind,
                kind.equals(AVIF),
                source.size(),
                orNull(isKnown ? items.width() : width),
                orNull(isKnown ? items.height() : height),
                items.turned() ? 6 : Orientation.UPRIGHT,
                null,
                1,
                patches);
    }

    private Look movie(String kind) throws Malformed {
        Malformed.unless(hasMovie && !handlers.isEmpty(), "no movie");
        boolean isSound = !handlers.contains("vide");
        boolean isMp4 = kind.equals("video/mp4");
        long units = duration > 0 ? duration : fragmentsDuration;
        return new Look(
                isMp4 && isSound ? "audio/mp4" : kind,
                isMp4,
                source.size(),
                orNull(width),
                orNull(height),
                turned ? 6 : Orientation.UPRIGHT,
                Durations.millis((double) units, (double) timescale),
                1,
                patches);
    }

    private static @Nullable Integer orNull(int pixels) {
        return pixels > 0 ? (Integer) pixels : null;
    }
}
