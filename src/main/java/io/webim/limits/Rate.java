package io.webim.limits;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often something may be done, such as {@code 20/second burst 200} or {@code 10/minute, 100/day}, or how much of it, such
 * as {@code 20MiB/hour}. Several parts make the wait grow: the short one is used up first, then the longer ones.
 *
 * @param parts none allows everything
 */
public record Rate(List<Part> parts) {
    public static final Rate UNLIMITED = new Rate(List.of());
    public static final String ACCEPTS =
            "off, or parts such as 20/second burst 200, 100/day; periods are second, minute, hour and day, and of bytes there may be KiB and MiB";

    private static final String AMOUNT = "([1-9]\\d{0,8})(KiB|MiB)?";
    private static final Pattern PART = Pattern.compile(AMOUNT + "/(second|minute|hour|day)( burst " + AMOUNT + ")?");

    /** @param burst how many at once after a pause; {@code times} unless told */
    public record Part(long times, Duration period, long burst) {}

    /** @throws IllegalArgumentException where the text is no rate */
    public static Rate parse(String text) {
        return text.equals("off")
                ? UNLIMITED
                : new Rate(Arrays.stream(text.split(",", -1))
                        .map(part -> part(part.strip()))
                        .toList());
    }

    private static Part part(String text) {
        var found = PART.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(text);
        }
        long times = amount(found.group(1), found.group(2));
        var period = period(found.group(3));
        if (times > period.toNanos()) {
            throw new IllegalArgumentException(text);
        }
        return new Part(times, period, found.group(5) == null ? times : amount(found.group(5), found.group(6)));
    }

    private static long amount(String number, @Nullable String unit) {
        long factor = unit == null ? 1 : unit.equals("KiB") ? 1 << 10 : 1 << 20;
        return factor * Long.parseLong(number);
    }

    private static Duration period(String name) {
        return switch (name) {
            case "second" -> Duration.ofSeconds(1);
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
