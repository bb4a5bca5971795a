package io.webim.limits;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How often something may be done, such as {@code 20/second burst 200} or {@code 10/minute, 100/day}. Several parts make
 * the wait grow: the short one is used up first, then the longer ones.
 *
 * @param parts none allows everything
 */
public record Rate(List<Part> parts) {
    public static final Rate UNLIMITED = new Rate(List.of());
    public static final String ACCEPTS =
            "off, or parts such as 20/second burst 200, 100/day; periods are second, minute, hour and day";

    private static final Pattern PART =
            Pattern.compile("([1-9]\\d{0,8})/(second|minute|hour|day)( burst ([1-9]\\d{0,8}))?");

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
        long times = Long.parseLong(found.group(1));
        return new Part(times, period(found.group(2)), found.group(4) == null ? times : Long.parseLong(found.group(4)));
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
