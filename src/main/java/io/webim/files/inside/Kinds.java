package io.webim.files.inside;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * What a file is, by looking. What a browser may show within the page is gone through from the first byte to the last; of
 * all else the first bytes tell. What is not certain is {@code application/octet-stream}.
 */
final class Kinds {
    @FunctionalInterface
    private interface Begins {
        boolean in(Source source) throws IOException;
    }

    @FunctionalInterface
    private interface Looks {
        Look at(Source source) throws IOException;
    }

    private record Kind(Begins begins, Looks looks) {}

    private static final List<Kind> GONE_THROUGH = List.of(
            new Kind(Jpeg::begins, Jpeg::look),
            new Kind(Png::begins, Png::look),
            new Kind(Gif::begins, Gif::look),
            new Kind(WebP::begins, WebP::look),
            new Kind(IsoMedia::begins, IsoMedia::look),
            new Kind(WebM::begins, WebM::look),
            new Kind(Ogg::begins, Ogg::look),
            new Kind(Wav::begins, Wav::look),
            new Kind(Pdf::begins, Pdf::look),
            new Kind(Mp3::begins, Mp3::look));

    /** Kinds that no browser runs, under the names that devices know. */
    private static final Map<String, String> TOLD = Map.ofEntries(
            Map.entry("text/plain", "text/plain"),
            Map.entry("application/zip", "application/zip"),
            Map.entry("application/gzip", "application/gzip"),
            Map.entry("application/x-7z-compressed", "application/x-7z-compressed"),
            Map.entry("application/x-rar-compressed", "application/vnd.rar"),
            Map.entry("application/x-rar-compressed;version=4", "application/vnd.rar"),
            Map.entry("application/x-rar-compressed;version=5", "application/vnd.rar"),
            Map.entry("application/x-bzip2", "application/x-bzip2"),
            Map.entry("application/x-xz", "application/x-xz"),
            Map.entry("application/zstd", "application/zstd"),
            Map.entry("application/x-gtar", "application/x-tar"),
            Map.entry("application/x-tar", "application/x-tar"),
            Map.entry("application/epub+zip", "application/epub+zip"),
            Map.entry("application/rtf", "application/rtf"),
            Map.entry("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
            Map.entry(
                    "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
            Map.entry(
                    "application/vnd.oasis.opendocument.presentation",
                    "application/vnd.oasis.opendocument.presentation"),
            Map.entry("image/tiff", "image/tiff"),
            Map.entry("image/bmp", "image/bmp"),
            Map.entry("image/jxl", "image/jxl"),
            Map.entry("audio/flac", "audio/flac"),
            Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/x-aac", "audio/aac"),
            Map.entry("audio/amr", "audio/amr"),
            Map.entry("audio/midi", "audio/midi"),
            Map.entry("video/x-msvideo", "video/x-msvideo"));

    /** What is a container of documents by its bytes; which of them, only its name tells without unpacking it. */
    private static final Map<String, Map<String, String>> BY_NAME = Map.of(
            "application/x-tika-ooxml",
            Map.of(
                    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            "application/x-tika-msoffice",
            Map.of(
                    "doc", "application/msword",
                    "xls", "application/vnd.ms-excel",
                    "ppt", "application/vnd.ms-powerpoint"));

    /** What a browser that guesses, or a reader that searches, would take for something else. */
    private static final List<String> SIGNS = List.of(
            "<html", "<!doctype", "<script", "<svg", "<body", "<head", "<iframe", "<?php", "<?xml", "<!--", "%pdf-");

    private static final int SEARCHED = 1024;
    private static final Set<String> SECOND_OPINIONS = Set.of("image", "audio", "video");
    private static final int DIRECTORY_END = 22;

    private Kinds() {}

    /** Fails with nothing but trouble of the disk. */
    static Look look(Source source, String name) throws IOException {
        try {
            for (var kind : GONE_THROUGH) {
                if (kind.begins.in(source)) {
                    return kind.looks.at(source);
                }
            }
        } catch (Malformed broken) {
            return Look.unknown(source.size());
        }
        return Look.file(told(source, name), false, source.size());
    }

    /** Whether it may be something else as well. */
    static boolean isAmbiguous(Source source, Look look) throws IOException {
        return look.end() != source.size()
                || (!look.mediaType().equals(Pdf.TYPE) && !agrees(guess(source)))
                || hasSigns(source, look.mediaType().equals(Pdf.TYPE) ? 1 : 0)
                || endsAsZip(source);
    }

    private static boolean agrees(String guess) {
        return (SECOND_OPINIONS.contains(guess.substring(0, guess.indexOf('/'))) && !guess.startsWith("image/svg"))
                || Set.of(Look.UNKNOWN, "application/ogg", "application/mp4", "application/x-matroska", "text/plain")
                        .contains(guess);
    }

    private static boolean hasSigns(Source source, int from) throws IOException {
        int count = (int) Math.min(SEARCHED, source.size()) - from;
        var text = source.text(from, count).toLowerCase(Locale.ROOT);
        return SIGNS.stream().anyMatch(text::contains);
    }

    /** A zip is read from its end. */
    private static boolean endsAsZip(Source source) throws IOException {
        var tail = new String(source.tail(), StandardCharsets.ISO_8859_1);
        for (int at = tail.indexOf("PK\u0005\u0006"); at >= 0; at = tail.indexOf("PK\u0005\u0006", at + 1)) {
            if (at + DIRECTORY_END <= tail.length()
                    && at + DIRECTORY_END + tail.charAt(at + 20) + (tail.charAt(at + 21) << 8) == tail.length()) {
                return true;
            }
        }
        return false;
    }

    private static String told(Source source, String name) throws IOException {
        var guess = guess(source);
        var names = BY_NAME.get(guess);
        if (names != null) {
            var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return names.getOrDefault(ending, guess.endsWith("ooxml") ? "application/zip" : Look.UNKNOWN);
        }
        return TOLD.getOrDefault(guess.replace(" ", ""), Look.UNKNOWN);
    }

    private static String guess(Source source) throws IOException {
        return MimeTypes.getDefaultMimeTypes()
                .detect(new ByteArrayInputStream(source.head()), new Metadata())
                .toString();
    }
}
