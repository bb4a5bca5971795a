package io.webim.subscriptions;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing webhook.
 *
 * @param accountId whose feed it reads
 * @param events the types that it wants; empty for all
 * @param position up to here all of the feed has a delivery, or needs none
 * @param reason why it is off; null while it is on
 */
record Subscription(
        long id,
        long ownerId,
        long accountId,
        String url,
        Buffer secret,
        List<String> events,
        long position,
        @Nullable String reason,
        Instant createdAt) {
    boolean wants(String type) {
        return events.isEmpty() || events.contains(type);
    }

    /** Without the secret. */
    JsonObject toJson() {
        var json = new JsonObject()
                .put("id", id)
                .put("url", url)
                .put("state", reason == null ? "on" : "off")
                .put("createdAt", Times.iso(createdAt));
        if (accountId != ownerId) {
            json.put("botId", accountId);
        }
        if (!events.isEmpty()) {
            json.put("events", new JsonArray(events));
        }
        if (reason != null) {
            json.put("reason", reason);
        }
        return json;
    }
}
