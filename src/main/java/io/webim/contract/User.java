package io.webim.contract;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A user as others see one: {@code {id, username, displayName, picture?}}.
 *
 * @param picture changes with each new picture; null where there is none
 */
public record User(
        long id,
        String username,
        String displayName,
        @Nullable String picture) implements Reply {
    /** Who chose a name that nobody sees, before such were refused, is called by the username. */
    public User {
        displayName = Signs.hasVisible(displayName) ? displayName : username;
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject().put("id", id).put("username", username).put("displayName", displayName);
        return picture == null ? json : json.put("picture", picture);
    }
}
