package io.webim.contract;

import io.vertx.core.json.JsonObject;

/** What a user's devices are told on {@code chat.inbox.<userId>}: {@code {type, …}}. */
public final class Event {
    private Event() {}

    public static JsonObject messageSent(Message message) {
        return of("message.sent").put("message", message.toJson());
    }

    /** How far a member has come: decides the state of the other's messages. */
    public static JsonObject messageState(long conversationId, long userId, long receivedSeq, long readSeq) {
        return of("message.state")
                .put("conversationId", conversationId)
                .put("userId", userId)
                .put("receivedSeq", receivedSeq)
                .put("readSeq", readSeq);
    }

    /** @param everyone false when only the own devices are concerned */
    public static JsonObject messageDeleted(long conversationId, SeqRanges ranges, boolean everyone) {
        return of("message.deleted")
                .put("conversationId", conversationId)
                .put("ranges", ranges.toJson())
                .put("scope", everyone ? "everyone" : "me");
    }

    /** To the reader's own devices. */
    public static JsonObject conversationRead(long conversationId, long readSeq, long unread) {
        return of("conversation.read")
                .put("conversationId", conversationId)
                .put("readSeq", readSeq)
                .put("unread", unread);
    }

    /** A contact or request is new, or its entry has changed. */
    public static JsonObject contactAdded(JsonObject contact) {
        return of("contact.added").put("contact", contact);
    }

    public static JsonObject contactRemoved(long userId) {
        return of("contact.removed").put("userId", userId);
    }

    /** The name or picture of a contact, or of the user's own. */
    public static JsonObject userChanged(JsonObject user) {
        return of("user.changed").put("user", user);
    }

    public static JsonObject presenceChanged(long userId, JsonObject presence) {
        return of("presence.changed").put("userId", userId).mergeIn(presence);
    }

    public static JsonObject typing(long conversationId, long userId) {
        return of("typing").put("conversationId", conversationId).put("userId", userId);
    }

    /** The last event before the socket closes. */
    public static JsonObject sessionRevoked() {
        return of("session.revoked");
    }

    private static JsonObject of(String type) {
        return new JsonObject().put("type", type);
    }
}
