package io.webim.groups;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way into a group.
 *
 * @param uses how many may come with it; null: any number
 * @param used how many have
 * @param approval whether an admin is asked first
 */
record Invite(
        long id,
        long conversationId,
        @Nullable Instant expiresAt,
        @Nullable Integer uses,
        int used,
        boolean approval) {
    boolean isGood(Instant now) {
        return (expiresAt == null || expiresAt.isAfter(now)) && (uses == null || used < uses);
    }

    JsonObject toJson() {
        var json = new JsonObject().put("id", id).put("used", used).put("approval", approval);
        if (expiresAt != null) {
            json.put("expiresAt", Times.iso(expiresAt));
        }
        return uses == null ? json : json.put("uses", uses);
    }
}
