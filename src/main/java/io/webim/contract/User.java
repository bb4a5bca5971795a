package io.webim.contract;

import io.vertx.core.json.JsonObject;

/** A user as others see one: {@code {id, username, displayName}}. */
public record User(long id, String username, String displayName) implements Reply {
    @Override
    public JsonObject toJson() {
        return new JsonObject().put("id", id).put("username", username).put("displayName", displayName);
    }
}
