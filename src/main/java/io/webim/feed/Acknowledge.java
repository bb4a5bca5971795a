package io.webim.feed;

import io.webim.contract.Fields;

/**
 * All up to there is done, or with {@code rewind} only that.
 *
 * @param field in which it stands
 */
record Acknowledge(String field, String after, String consumer, boolean rewind) {
    private static final int MOST_CURSOR = 40;

    /** {@code {after, consumer?, rewind?}}. */
    static Acknowledge read(Fields fields) {
        return read("after", fields, fields.flag("rewind"));
    }

    /** {@code {cursor, consumer?}}. */
    static Acknowledge readOfSocket(Fields fields) {
        return read("cursor", fields, false);
    }

    private static Acknowledge read(String field, Fields fields, boolean rewind) {
        return new Acknowledge(field, fields.text(field, 1, MOST_CURSOR), Consumers.name(fields), rewind);
    }
}
