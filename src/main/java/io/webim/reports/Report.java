package io.webim.reports;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import io.webim.contract.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has reported, as those see it who lead the group: not who it was.
 *
 * @param user who is reported
 * @param seq of the message; 0 where it is about the person
 * @param text how the message begins
 */
record Report(
        long id,
        User user,
        long seq,
        String reason,
        String note,
        @Nullable String text,
        Instant reportedAt) {
    JsonObject toJson() {
        var json = new JsonObject()
                .put("id", id)
                .put("user", user.toJson())
                .put("reason", reason)
                .put("reportedAt", Times.iso(reportedAt));
        if (seq > 0) {
            json.put("seq", seq);
        }
        if (!note.isEmpty()) {
            json.put("note", note);
        }
        return text == null ? json : json.put("text", text);
    }
}
