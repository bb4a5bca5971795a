package io.webim.feed;

import io.webim.contract.Fields;

/** {@code {after, consumer?, rewind?}}: all up to there is done, or with {@code rewind} only that. */
record Acknowledge(String after, String consumer, boolean rewind) {
    private static final int MOST_CURSOR = 40;

    static Acknowledge read(Fields fields) {
        return new Acknowledge(fields.text("after", 1, MOST_CURSOR), Consumers.name(fields), fields.flag("rewind"));
    }
}
