package io.webim.feed;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {after?, limit?, consumer?, wait?}}.
 *
 * @param after null where it goes on from what the consumer has acknowledged
 * @param seconds that it waits where there is nothing yet
 */
record ReadFeed(@Nullable String after, int limit, String consumer, int seconds) {
    private static final int MOST_CURSOR = 40;
    private static final int MOST_SECONDS = 3;

    static ReadFeed read(Fields fields) {
        return new ReadFeed(
                fields.optionalText("after", 1, MOST_CURSOR),
                fields.limit(),
                Consumers.name(fields),
                fields.has("wait") ? (int) fields.number("wait", 0, MOST_SECONDS) : 0);
    }
}
