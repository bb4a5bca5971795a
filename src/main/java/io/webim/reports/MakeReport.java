package io.webim.reports;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, seq?, userId?, reason, note?}}.
 *
 * @param seq of the message that is reported; null: a person is
 * @param userId who is reported; null: whoever wrote the message, or the other of two
 */
record MakeReport(
        long conversationId, @Nullable Long seq, @Nullable Long userId, String reason, String note) {
    private static final int MOST_REASON = 100;
    private static final int MOST_NOTE = 1_000;

    static MakeReport read(Fields fields) {
        return new MakeReport(
                fields.id("conversationId"),
                fields.has("seq") ? (Long) fields.id("seq") : null,
                fields.optionalId("userId"),
                fields.name("reason", 1, MOST_REASON),
                fields.has("note") ? fields.lines("note", 0, MOST_NOTE) : "");
    }
}
