package io.webim.files;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Upload-Metadata}: keys with values in base64, of which some are known here. */
final class Metadata {
    private static final String HEADER = "Upload-Metadata";
    private static final int MOST_CHARACTERS = 4_096;
    private static final int MOST_PEAKS = 128;
    private static final int LONGEST_SIDE = 100_000;
    private static final long LONGEST_MILLIS = 86_400_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");
    private static final String ANY_TYPE = "application/octet-stream";

    private final Map<String, byte[]> values;

    private Metadata(Map<String, byte[]> values) {
        this.values = values;
    }

    /** Fails with 422. */
    static Upload.Announced read(@Nullable String header) {
        if (header != null && header.length() > MOST_CHARACTERS) {
            throw Failure.invalid(HEADER, "has more than " + MOST_CHARACTERS + " characters");
        }
        return new Metadata(values(header == null ? "" : header)).announced();
    }

    private static Map<String, byte[]> values(String header) {
        var values = new HashMap<String, byte[]>();
        for (var pair : header.split(",", -1)) {
            var parts = pair.strip().split(" ", 2);
            try {
                values.put(parts[0], Base64.getDecoder().decode(parts.length == 1 ? "" : parts[1].strip()));
            } catch (IllegalArgumentException broken) {
                throw Failure.invalid(HEADER, "must be keys with values in base64");
            }
        }
        return values;
    }

    private Upload.Announced announced() {
        return new Upload.Announced(
                FileName.clean(text("filename")),
                type(),
                text("original").equals("true"),
                side("width"),
                side("height"),
                number("durationMs", 0, LONGEST_MILLIS),
                waveform());
    }

    private String text(String key) {
        return new String(values.getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
    }

    private String type() {
        var type = text("filetype")
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip();
        return TYPE.matcher(type).matches() ? type : ANY_TYPE;
    }

    private @Nullable Integer side(String key) {
        var side = number(key, 1, LONGEST_SIDE);
        return side == null ? null : Integer.valueOf(side.intValue());
    }

    private @Nullable Long number(String key, long min, long max) {
        if (!values.containsKey(key)) {
            return null;
        }
        var text = text(key);
        long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw Failure.invalid(HEADER, key + " must be between " + min + " and " + max);
        }
        return number;
    }

    private @Nullable Buffer waveform() {
        var peaks = values.get("waveform");
        if (peaks == null) {
            return null;
        }
        if (peaks.length == 0 || peaks.length > MOST_PEAKS) {
            throw Failure.invalid(HEADER, "waveform must have 1 to " + MOST_PEAKS + " bytes");
        }
        return Buffer.buffer(peaks);
    }
}
