package io.webim.feed;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {after?, consumer?, window?}}: of a socket.
 *
 * @param after null where it goes on from what the consumer has acknowledged
 * @param window how many events may be on their way to it, or there and not acknowledged
 */
record OpenFeed(@Nullable String after, String consumer, int window) {
    private static final int MOST_CURSOR = 40;
    private static final int WINDOW = 100;
    private static final int MOST_WINDOW = 1_000;

    static OpenFeed read(Fields fields) {
        return new OpenFeed(
                fields.optionalText("after", 1, MOST_CURSOR),
                Consumers.name(fields),
                fields.has("window") ? (int) fields.number("window", 1, MOST_WINDOW) : WINDOW);
    }
}
