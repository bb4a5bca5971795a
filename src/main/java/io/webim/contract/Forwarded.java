package io.webim.contract;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where the text of a message comes from that was written elsewhere, however often it was sent on: {@code {user?, title?}}.
 *
 * @param user who wrote it; null of what a channel has told
 * @param title of that channel
 */
public record Forwarded(@Nullable User user, @Nullable String title) {
    public JsonObject toJson() {
        var json = new JsonObject();
        if (user != null) {
            json.put("user", user.toJson());
        }
        return title == null ? json : json.put("title", title);
    }
}
