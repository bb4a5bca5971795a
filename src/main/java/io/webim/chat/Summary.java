package io.webim.chat;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import org.jspecify.annotations.Nullable;

/** A conversation in a member's list. */
record Summary(SummaryRow row, long unread, @Nullable Message lastMessage, boolean online) implements Reply {
    @Override
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("conversationId", row.conversationId())
                .put("version", row.version())
                .put("unread", unread)
                .put("lastSeq", row.lastSeq())
                .put("receivedSeq", row.mine().received())
                .put("readSeq", row.mine().read())
                .put("peerReceivedSeq", row.peers().received())
                .put("peerReadSeq", row.peers().read());
        if (lastMessage != null) {
            json.put("lastMessage", lastMessage.toJson());
        }
        return row.showsPresence() ? Presence.put(json, online, row.lastSeen()) : json;
    }
}
