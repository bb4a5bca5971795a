package io.webim.chat.sync;

import io.vertx.core.json.JsonObject;

/**
 * What a member has not read.
 *
 * @param mentions how many of the unread messages mention the member
 * @param lastSeq up to which it was counted
 */
public record UnreadCount(long unread, long mentions, long lastSeq) {
    public static UnreadCount none(long lastSeq) {
        return new UnreadCount(0, 0, lastSeq);
    }

    public JsonObject toJson() {
        return new JsonObject().put("unread", unread).put("mentions", mentions).put("lastSeq", lastSeq);
    }
}
