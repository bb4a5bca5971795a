package io.webim.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body field by field and gathers all that is wrong with it, so that a caller hears of every mistake at
 * once. A wrong field reads as a harmless value; {@link #verify()} then refuses the whole.
 */
public final class Fields {
    private static final long MAX_ID = (1L << 53) - 1;
    /** How many times longer than its limit a name may be before it is composed. */
    private static final int RAW = 4;

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final String RANGES_REASON = "must be a list of [from, to] with 1 <= from <= to";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final String NO_TIME = "must be a time such as 2026-12-31T23:59:59.000Z";
    private static final Instant FIRST_TIME = Instant.EPOCH;
    private static final Instant LAST_TIME = Instant.parse("9998-12-31T23:59:59Z");
    private static final Base64.Decoder BASE64 = Base64.getDecoder();
    private static final byte[] NO_BYTES = {};
    private static final UUID NO_UUID = new UUID(0, 0);

    private final JsonObject json;
    private final Map<String, String> wrong = new TreeMap<>();

    public Fields(JsonObject json) {
        this.json = json;
    }

    /** A positive whole number below 2^53. */
    public long id(String name) {
        return number(name, 1, MAX_ID);
    }

    public @Nullable Long optionalId(String name) {
        return has(name) ? Long.valueOf(id(name)) : null;
    }

    /** A sequence number, 0 meaning "before the first". */
    public long seq(String name) {
        return number(name, 0, MAX_ID);
    }

    public @Nullable Long optionalSeq(String name) {
        return has(name) ? Long.valueOf(seq(name)) : null;
    }

    /** The page size that lists take: 50 unless told, at most 100. */
    public int limit() {
        return has("limit") ? (int) number("limit", 1, MAX_LIMIT) : DEFAULT_LIMIT;
    }

    /** The page size of a list that holds as many as an answer does unless told: at most {@code most}. */
    public int limit(int most) {
        return has("limit") ? (int) number("limit", 1, most) : most;
    }

    public long number(String name, long min, long max) {
        return checkedNumber(name, value(name), min, max);
    }

    /** Text of {@code min} to {@code max} Unicode code points without a lone surrogate. */
    public String text(String name, int min, int max) {
        return value(name) instanceof String text
                ? checkedText(name, text, min, max)
                : refuse(name, has(name) ? "must be text" : "is missing", "");
    }

    /**
     * The same of several lines: whatever ends a line is a line feed, and beside it and the tab no control character is
     * taken.
     */
    public String lines(String name, int min, int max) {
        if (!(value(name) instanceof String text)) {
            return text(name, min, max);
        }
        if (text.length() > 4L * max) {
            return refuse(name, "has more than " + max + " characters", "");
        }
        var lines = checkedText(name, withLineFeeds(text), min, max);
        return lines.codePoints().anyMatch(Fields::isForbiddenControl)
                ? refuse(name, "has a control character other than tab and line feed", "")
                : lines;
    }

    /** As {@link #lines} gives it, for what was stored otherwise. */
    public static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The same with something to see in it. */
    public String visibleLines(String name, int max) {
        var lines = lines(name, 1, max);
        return lines.isEmpty() || Signs.hasVisible(lines) ? lines : refuse(name, "is empty", "");
    }

    /** A name of {@code min} to {@code max} code points, as {@link Signs#normal} makes it, in one line. */
    public String name(String name, int min, int max) {
        // Composed it is shorter: a syllable of three letters is one.
        var normal = Signs.normal(text(name, min, RAW * max));
        return wrong.containsKey(name) ? normal : checkedText(name, normal, min, max);
    }

    public @Nullable String optionalName(String name, int min, int max) {
        return has(name) ? name(name, min, max) : null;
    }

    public @Nullable String optionalText(String name, int min, int max) {
        return has(name) ? text(name, min, max) : null;
    }

    public UUID uuid(String name) {
        var text = text(name, 36, 36);
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : refuse(name, "must be a UUID", NO_UUID);
    }

    public String oneOf(String name, String first, String... others) {
        var text = text(name, 1, 100);
        if (text.equals(first)) {
            return first;
        }
        for (var other : others) {
            if (text.equals(other)) {
                return other;
            }
        }
        return refuse(name, "must be one of " + first + ", " + String.join(", ", others), first);
    }

    /** An ordered list of {@code [from, to]} ranges with {@code 1 <= from <= to}. */
    public SeqRanges ranges(String name, int most) {
        return value(name) instanceof JsonArray array && array.size() <= most && !array.isEmpty()
                ? SeqRanges.read(array).orElseGet(() -> refuse(name, RANGES_REASON, SeqRanges.NONE))
                : refuse(name, RANGES_REASON + ", 1 to " + most + " of them", SeqRanges.NONE);
    }

    /** True or false; false where it is missing. */
    public boolean flag(String name) {
        if (has(name) && !(value(name) instanceof Boolean)) {
            refuse(name, "must be true or false");
        }
        return Boolean.TRUE.equals(value(name));
    }

    /** True or false, and there. */
    public boolean requiredFlag(String name) {
        if (!has(name)) {
            refuse(name, "is missing");
        }
        return flag(name);
    }

    /** A time in UTC, as {@link Times#iso} writes it. */
    public @Nullable Instant optionalTime(String name) {
        if (!has(name)) {
            return null;
        }
        try {
            var time = Instant.parse(text(name, 1, 30)).truncatedTo(ChronoUnit.MILLIS);
            return time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME) ? refuse(name, NO_TIME, FIRST_TIME) : time;
        } catch (DateTimeException broken) {
            return refuse(name, NO_TIME, FIRST_TIME);
        }
    }

    /** A file: as it is from within this process, else in base64. */
    public byte[] bytes(String name, int most) {
        if (json.getMap().get(name) instanceof Buffer file) {
            return file.length() <= most
                    ? file.getBytes()
                    : refuse(name, "must be at most " + most + " bytes", NO_BYTES);
        }
        // Four characters for each three bytes.
        var text = value(name) instanceof String given && given.length() <= (most + 2L) / 3 * 4 ? given : null;
        try {
            return text == null ? refuse(name, "must be at most " + most + " bytes", NO_BYTES) : BASE64.decode(text);
        } catch (IllegalArgumentException broken) {
            return refuse(name, "must be base64", NO_BYTES);
        }
    }

    /** A list of at most {@code most} ids. */
    public List<Long> ids(String name, int most) {
        var ids = new ArrayList<Long>();
        if (!(value(name) instanceof JsonArray array) || array.size() > most) {
            return refuse(name, "must be a list of at most " + most + " ids", List.of());
        }
        array.forEach(id -> ids.add(checkedNumber(name, id, 1, MAX_ID)));
        return ids;
    }

    /** A list of 1 to {@code most} different ids of files. */
    public List<String> fileIds(String name, int most) {
        var ids = new ArrayList<String>();
        if (value(name) instanceof JsonArray array && !array.isEmpty() && array.size() <= most) {
            array.forEach(id -> {
                if (id instanceof String text && isFileId(text) && !ids.contains(text)) {
                    ids.add(text);
                }
            });
            if (ids.size() == array.size()) {
                return ids;
            }
        }
        return refuse(name, "must be a list of 1 to " + most + " different ids of files", List.of());
    }

    /** Whether it has the form of one. */
    public static boolean isFileId(String text) {
        return FILE_ID.matcher(text).matches();
    }

    /** An object within this one; what is wrong in it is said of the whole. */
    public <T> T part(String name, Function<Fields, T> read) {
        var part = new Fields(value(name) instanceof JsonObject object ? object : new JsonObject());
        var result = read.apply(part);
        if (!part.wrong.isEmpty()) {
            refuse(name, "must have " + String.join(", ", part.wrong.keySet()) + " as they should be");
        }
        return result;
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    /** The untouched value, for what this class has no word for. */
    public @Nullable Object value(String name) {
        return json.getValue(name);
    }

    /** Notes that a field is wrong; the first reason given for a field stands. */
    public void refuse(String name, String reason) {
        wrong.putIfAbsent(name, reason);
    }

    /** Throws a {@link Failure} that names every wrong field, if there is one. */
    public void verify() {
        if (!wrong.isEmpty()) {
            throw Failure.invalid(wrong);
        }
    }

    private long checkedNumber(String name, @Nullable Object value, long min, long max) {
        if (value == null) {
            return refuse(name, "is missing", min);
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            return refuse(name, "must be a whole number", min);
        }
        long number = ((Number) value).longValue();
        return number >= min && number <= max ? number : refuse(name, "must be between " + min + " and " + max, min);
    }

    private String checkedText(String name, String text, int min, int max) {
        // A text has at most two chars a code point: this spares counting a huge one.
        if (text.length() > 2L * max || text.codePointCount(0, text.length()) > max) {
            return refuse(name, "has more than " + max + " characters", "");
        }
        if (text.codePointCount(0, text.length()) < min) {
            return refuse(name, min == 1 ? "is empty" : "has fewer than " + min + " characters", "");
        }
        return text.codePoints().anyMatch(Fields::isLoneSurrogate)
                ? refuse(name, "has half of a surrogate pair", "")
                : text;
    }

    private static boolean isForbiddenControl(int codePoint) {
        return codePoint != '\t' && codePoint != '\n' && Character.getType(codePoint) == Character.CONTROL;
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private <T> T refuse(String name, String reason, T harmless) {
        refuse(name, reason);
        return harmless;
    }
}
