package io.webim.reports;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;

/**
 * A report, as whoever made it sees it.
 *
 * @param userId who is reported
 * @param seq of the message; 0 where it is about the person
 */
record MadeReport(long id, long conversationId, long userId, long seq, String reason, String note, Instant reportedAt) {
    JsonObject toJson() {
        var json = new JsonObject()
                .put("conversationId", conversationId)
                .put("userId", userId)
                .put("reason", reason)
                .put("reportedAt", Times.iso(reportedAt));
        if (seq > 0) {
            json.put("seq", seq);
        }
        return note.isEmpty() ? json : json.put("note", note);
    }
}
