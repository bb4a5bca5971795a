package io.webim.contract;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user's devices are told on {@code chat.inbox.<userId>}: {@code {type, …}}. */
public final class Event {
    /** What is the same for all members of a group; a picture that is gone is null. */
    private static final List<String> GROUP = List.of(
            "title",
            "about",
            "picture",
            "memberCount",
            "history",
            "mayPost",
            "mayAdd",
            "mayPin",
            "mayMentionAll",
            "slowSeconds");

    private Event() {}

    public static JsonObject messageSent(Message message) {
        return of("message.sent").put("message", message.toJson());
    }

    /** The message as it is now. */
    public static JsonObject messageChanged(Message message) {
        return of("message.changed").put("message", message.toJson());
    }

    /**
     * How far a member has come: decides the state of the other's messages.
     *
     * @param withheld what of them this member was never shown
     */
    public static JsonObject messageState(
            long conversationId, long userId, long receivedSeq, long readSeq, SeqRanges withheld) {
        var event = of("message.state")
                .put("conversationId", conversationId)
                .put("userId", userId)
                .put("receivedSeq", receivedSeq)
                .put("readSeq", readSeq);
        return withheld.isEmpty() ? event : event.put("withheld", withheld.toJson());
    }

    /** @param everyone false when only the own devices are concerned */
    public static JsonObject messageDeleted(long conversationId, SeqRanges ranges, boolean everyone) {
        return of("message.deleted")
                .put("conversationId", conversationId)
                .put("ranges", ranges.toJson())
                .put("scope", everyone ? "everyone" : "me");
    }

    /** To the own devices of whoever saves a message, or does so no more. */
    public static JsonObject messageSaved(long conversationId, long seq, boolean on) {
        return of("message.saved")
                .put("conversationId", conversationId)
                .put("seq", seq)
                .put("on", on);
    }

    /**
     * To the reader's own devices.
     *
     * @param lastSeq up to which it was counted what is unread
     */
    public static JsonObject conversationRead(
            long conversationId, long readSeq, long unread, long mentions, long lastSeq) {
        return of("conversation.read")
                .put("conversationId", conversationId)
                .put("readSeq", readSeq)
                .put("unread", unread)
                .put("mentions", mentions)
                .put("lastSeq", lastSeq);
    }

    /** A contact or request is new, or its entry has changed. */
    public static JsonObject contactAdded(JsonObject contact) {
        return of("contact.added").put("contact", contact);
    }

    public static JsonObject contactRemoved(long userId) {
        return of("contact.removed").put("userId", userId);
    }

    /** To one who belongs to it from now on, or has another role in it, or has muted it. */
    public static JsonObject conversationAdded(JsonObject conversation) {
        return of("conversation.added").put("conversation", conversation);
    }

    /** To one who does not belong to it any more. */
    public static JsonObject conversationRemoved(long conversationId) {
        return of("conversation.removed").put("conversationId", conversationId);
    }

    /** @param changed of what its group is called, and may do, and of how many there are */
    public static JsonObject groupChanged(long conversationId, JsonObject changed) {
        var event = of("group.changed").put("conversationId", conversationId);
        GROUP.stream().filter(changed::containsKey).forEach(name -> event.put(name, changed.getValue(name)));
        return event;
    }

    /** @param role null where the user has left */
    public static JsonObject memberChanged(long conversationId, JsonObject user, @Nullable Role role) {
        var event = of("member.changed").put("conversationId", conversationId).put("user", user);
        return role == null ? event.put("left", true) : event.put("role", role.text());
    }

    /** To those who lead it: somebody waits to be let in. */
    public static JsonObject groupRequested(long conversationId, JsonObject user) {
        return of("group.requested").put("conversationId", conversationId).put("user", user);
    }

    /** To those who lead it: something was reported, not by whom. */
    public static JsonObject groupReported(long conversationId) {
        return of("group.reported").put("conversationId", conversationId);
    }

    /** To those who lead it: one of them has seen to what was reported, or to who waits to be let in. */
    public static JsonObject groupHandled(long conversationId) {
        return of("group.handled").put("conversationId", conversationId);
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

    /** What stands in the feed that a socket has opened; told to that socket alone. */
    public static JsonObject feedEvent(JsonObject event) {
        return of("feed.event").put("cursor", event.getString("id")).put("event", event);
    }

    /** The last event before the socket closes. */
    public static JsonObject sessionRevoked() {
        return of("session.revoked");
    }

    /** To all devices: something may not have been told, and a sync finds it. */
    public static JsonObject syncNeeded() {
        return of("sync.needed");
    }

    private static JsonObject of(String type) {
        return new JsonObject().put("type", type);
    }
}
