package io.webim.chat;

import io.vertx.core.json.JsonObject;
import io.webim.chat.SummaryRow.Peer;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A conversation in a member's list. */
record Summary(SummaryRow row, boolean online) implements Reply {
    long unread() {
        return row.unread();
    }

    boolean isListed() {
        return row.listed();
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject();
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
            var message = newest.toJson();
            json.put("lastMessage", row.excerpt() ? message.put("excerpt", true) : message);
        }
        return json;
    }

    private void put(JsonObject json, Peer peer) {
        json.put("user", peer.user().toJson())
                .put("status", status(peer))
                .put("peerReceivedSeq", peer.marks().received())
                .put("peerReadSeq", peer.marks().read());
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
