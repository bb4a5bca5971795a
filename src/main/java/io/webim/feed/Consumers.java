package io.webim.feed;

import io.webim.contract.Fields;
import java.util.regex.Pattern;

/** The names of those who read a feed, so that several programs share one. */
final class Consumers {
    /** Of one feed. */
    static final int MOST = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MOST_LETTERS = 64;

    private Consumers() {}

    /** Empty where none is given. */
    static String name(Fields fields) {
        if (!fields.has("consumer")) {
            return "";
        }
        var name = fields.text("consumer", 1, MOST_LETTERS);
        if (!NAME.matcher(name).matches()) {
            fields.refuse("consumer", "must be letters, digits, dots, hyphens and underscores");
        }
        return name;
    }
}
