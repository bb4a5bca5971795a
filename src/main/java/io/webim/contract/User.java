package io.webim.contract;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A user as others see one: {@code {id, username, displayName, picture?, bot?}}.
 *
 * @param picture changes with each new picture; null where there is none
 * @param bot whether it is a program and no person
 */
public record User(
        long id,
        String username,
        String displayName,
        @Nullable String picture,
        boolean bot) implements Reply {
    /** Who chose a name that nobody sees, before such were refused, is called by the username. */
    public User {
        displayName = Signs.hasVisible(displayName) ? displayName : username;
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject().put("id", id).put("username", username).put("displayName", displayName);
        if (picture != null) {
            json.put("picture", picture);
        }
        return bot ? json.put("bot", true) : json;
    }
}
