package io.webim.chat;

import io.vertx.core.json.JsonObject;

/**
 * What a member has not read.
 *
 * @param mentions how many of the unread messages mention the member
 * @param lastSeq up to which it was counted
 */
record UnreadCount(long unread, long mentions, long lastSeq) {
    static UnreadCount none(long lastSeq) {
        return new UnreadCount(0, 0, lastSeq);
    }

    JsonObject toJson() {
        return new JsonObject().put("unread", unread).put("mentions", mentions).put("lastSeq", lastSeq);
    }
}
