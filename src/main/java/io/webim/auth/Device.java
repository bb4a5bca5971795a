package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Times;
import java.time.Instant;

/**
 * A session as its owner sees it.
 *
 * @param address from where it was last renewed; empty where that is not known
 */
record Device(long sessionId, String name, String address, Instant createdAt, Instant lastUsedAt) {
    JsonObject toJson(long ownSessionId) {
        var json = new JsonObject()
                .put("id", sessionId)
                .put("device", name)
                .put("createdAt", Times.iso(createdAt))
                .put("lastUsedAt", Times.iso(lastUsedAt))
                .put("current", sessionId == ownSessionId);
        return address.isEmpty() ? json : json.put("address", address);
    }
}
