package io.webim.contract;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Message.More;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** How many bytes of JSON something becomes: what answers are cut by. */
public final class Weight {
    /** Of one answer. A client that asks for it can take it, over whatever transport and however it is escaped there. */
    public static final int MAX_REPLY = 256 * 1024;

    /** Of a message besides its text. */
    public static final int OF_MESSAGE = 250;

    /** What a message may have besides. */
    private static final int OF_MORE = 140;

    private static final int OF_MENTIONS = 16;
    private static final int OF_MENTION = 20;
    private static final int OF_FILES = 10;
    private static final int OF_FORWARDED = 14;

    private static final int BRACKETS = 2;
    private static final int QUOTES = 2;
    private static final int COLON = 1;

    private Weight() {}

    /** Of a text, without the quotes. */
    public static int of(@Nullable String text) {
        int bytes = 0;
        for (int i = 0; text != null && i < text.length(); i++) {
            bytes += of(text.charAt(i));
        }
        return bytes;
    }

    /** Of an object, without writing it out. */
    public static int of(JsonObject json) {
        return ofMembers(json.getMap());
    }

    public static int of(Message message) {
        int mentions = message.mentions().size();
        return OF_MESSAGE
                + (message.version() > 0 || !message.more().equals(More.NONE) ? OF_MORE : 0)
                + (mentions == 0 ? 0 : OF_MENTIONS + mentions * OF_MENTION)
                + message.more().reactions().weight()
                + of(message.more().forwarded())
                + (message.more().files().isEmpty()
                        ? 0
                        : OF_FILES + of(message.more().files().text()))
                + of(message.text());
    }

    private static int of(@Nullable Forwarded forwarded) {
        return forwarded == null ? 0 : OF_FORWARDED + of(forwarded.toJson());
    }

    /** The first of them, as many as weigh no more than that, and one at least. */
    public static <T> List<T> fitting(List<T> all, ToIntFunction<T> weight, int most) {
        int room = most;
        int count = 0;
        while (count < all.size()) {
            room -= weight.applyAsInt(all.get(count));
            if (room < 0 && count > 0) {
                break;
            }
            count++;
        }
        return all.subList(0, count);
    }

    private static int ofMembers(Map<?, ?> members) {
        int bytes = BRACKETS + commas(members.size());
        for (var member : members.entrySet()) {
            bytes += QUOTES + of((String) member.getKey()) + COLON + ofValue(member.getValue());
        }
        return bytes;
    }

    private static int ofElements(List<?> elements) {
        int bytes = BRACKETS + commas(elements.size());
        for (var element : elements) {
            bytes += ofValue(element);
        }
        return bytes;
    }

    private static int ofValue(@Nullable Object value) {
        if (value instanceof String text) {
            return QUOTES + of(text);
        } else if (value instanceof JsonObject object) {
            return ofMembers(object.getMap());
        } else if (value instanceof Map<?, ?> members) {
            return ofMembers(members);
        } else if (value instanceof JsonArray array) {
            return ofElements(array.getList());
        } else if (value instanceof List<?> elements) {
            return ofElements(elements);
        }
        if (value instanceof Long || value instanceof Integer) {
            return digits(((Number) value).longValue());
        }
        return value instanceof Number || value instanceof Boolean
                ? value.toString().length()
                : Json.encode(value).length();
    }

    private static int digits(long number) {
        int digits = number < 0 ? 2 : 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int commas(int count) {
        return Math.max(0, count - 1);
    }

    private static int of(char unit) {
        if (unit < 0x20) {
            return switch (unit) {
                case '\b', '\t', '\n', '\f', '\r' -> 2;
                default -> 6;
            };
        }
        if (unit < 0x80) {
            return unit == '"' || unit == '\\' ? 2 : 1;
        }
        // Two halves make four bytes.
        return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
}
