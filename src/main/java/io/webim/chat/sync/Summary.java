package io.webim.chat.sync;

import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.conversations.Mute;
import io.webim.chat.conversations.Notify;
import io.webim.chat.conversations.Ticks;
import io.webim.chat.presence.Presence;
import io.webim.chat.sync.SummaryRow.Group;
import io.webim.chat.sync.SummaryRow.Peer;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in a member's list.
 *
 * @param states how far its messages have come
 * @param ticks of a group, where it is known
 */
public record Summary(SummaryRow row, boolean online, MessageRows.States states, Optional<Ticks> ticks)
        implements Reply {
    Summary(SummaryRow row, boolean online) {
        this(row, online, row::state, Optional.empty());
    }

    UnreadCount unread() {
        return new UnreadCount(row.unread(), row.mentions(), row.lastSeq());
    }

    public boolean isListed() {
        return row.listed();
    }

    /** As an entry of the list of contacts. */
    @Override
    public JsonObject toJson() {
        return putAll(new JsonObject());
    }

    /** As one of any kind. */
    public JsonObject toConversation() {
        var json = new JsonObject();
        var group = row.group();
        if (group == null) {
            json.put("kind", Kind.DIRECT.text());
        } else {
            put(json, group);
            ticks.filter(Ticks::areLive)
                    .ifPresent(now -> json.put("peerReceivedSeq", upToLast(now.received(row.userId())))
                            .put("peerReadSeq", group.seesReads() ? upToLast(now.read(row.userId())) : 0));
        }
        if (row.level() != Notify.ALL) {
            json.put("notify", row.level().text());
        }
        return putAll(json).put("mentions", row.mentions());
    }

    private long upToLast(long seq) {
        return Math.min(seq, row.lastSeq());
    }

    /** As a device that syncs is told of it. */
    JsonObject toSynced() {
        var json = new JsonObject().put("conversation", toConversation());
        return row.group() == null ? json.put("contact", toJson()) : json;
    }

    private static void put(JsonObject json, Group group) {
        json.put("kind", group.kind().text())
                .put("title", group.title())
                .put("role", group.role().text())
                .put("memberCount", group.memberCount());
        if (!group.about().isEmpty()) {
            json.put("about", group.about());
        }
        if (group.picture() != null) {
            json.put("picture", group.picture());
        }
        if (group.shownAbove() > 0) {
            json.put("sightFrom", group.shownAbove() + 1);
        }
    }

    private JsonObject putAll(JsonObject json) {
        var peer = row.peer();
        if (peer != null) {
            put(json, peer);
        }
        putMuted(json, row.mutedUntil());
        json.put("conversationId", row.conversationId())
                .put("version", row.version())
                .put("unread", row.unread())
                .put("lastSeq", row.lastSeq())
                .put("receivedSeq", row.mine().received())
                .put("readSeq", row.mine().read());
        var newest = row.newest();
        if (newest != null) {
            var message = newest.in(states.of(newest.senderId(), newest.seq())).toJson();
            json.put("lastMessage", row.excerpt() ? message.put("excerpt", true) : message);
        }
        return json;
    }

    private void put(JsonObject json, Peer peer) {
        json.put("user", peer.user().toJson())
                .put("status", status(peer))
                .put("peerReceivedSeq", peer.marks().received())
                .put("peerReadSeq", peer.marks().read());
        var withheld = peer.marks().toldWithheld();
        if (!withheld.isEmpty()) {
            json.put("peerWithheld", withheld.toJson());
        }
        if (peer.blocked()) {
            json.put("blocked", true);
        }
        if (peer.showsPresence()) {
            Presence.put(json, online, peer.lastSeen());
        }
    }

    private String status(Peer peer) {
        if (!row.listed()) {
            return peer.added() ? "contact" : "none";
        }
        return peer.added() ? "contact" : "request";
    }

    private static void putMuted(JsonObject json, @Nullable Instant until) {
        if (until == null || !until.isAfter(Times.now())) {
            return;
        }
        json.put("muted", true);
        if (until.isBefore(Mute.FOR_EVER)) {
            json.put("mutedUntil", Times.iso(until));
        }
    }
}
