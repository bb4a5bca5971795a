package io.webim.chat;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Reply;

/** A conversation in a member's list. */
record Summary(SummaryRow row, boolean online) implements Reply {
    long unread() {
        return row.unread();
    }

    @Override
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("conversationId", row.conversationId())
                .put("version", row.version())
                .put("unread", row.unread())
                .put("lastSeq", row.lastSeq())
                .put("receivedSeq", row.mine().received())
                .put("readSeq", row.mine().read())
                .put("peerReceivedSeq", row.peers().received())
                .put("peerReadSeq", row.peers().read());
        var newest = row.newest();
        if (newest != null) {
            var message = newest.toJson();
            json.put("lastMessage", row.excerpt() ? message.put("excerpt", true) : message);
        }
        return row.showsPresence() ? Presence.put(json, online, row.lastSeen()) : json;
    }
}
