package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;

/** A session as its owner sees it. */
record Device(long sessionId, String name, Instant createdAt, Instant lastUsedAt) {
    JsonObject toJson(long ownSessionId) {
        return new JsonObject()
                .put("id", sessionId)
                .put("device", name)
                .put("createdAt", Times.iso(createdAt))
                .put("lastUsedAt", Times.iso(lastUsedAt))
                .put("current", sessionId == ownSessionId);
    }
}
