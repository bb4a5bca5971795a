package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code webhook}.
 *
 * @param botId who says here what comes in
 * @param conversationId null where it writes to its owner
 */
record Hook(
        long id,
        long ownerId,
        long botId,
        @Nullable Long conversationId,
        String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    JsonObject toJson() {
        var json = new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("userId", botId)
                .put("createdAt", Times.iso(createdAt));
        if (conversationId != null) {
            json.put("conversationId", conversationId);
        }
        return lastUsedAt == null ? json : json.put("lastUsedAt", Times.iso(lastUsedAt));
    }
}
