package io.webim.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.NodeNews;
import io.webim.chat.conversations.Position;
import io.webim.chat.marks.Marks;
import io.webim.contract.Gossip;
import io.webim.contract.SeqRanges;

/** Tells other nodes what has become of conversations that they may have in memory too, and hears it of theirs. */
final class NodeNewsListener {

    private final Gossip gossip;
    private final Conversations conversations;
    private final Marks marks;
    private final Announcer announcer;

    NodeNewsListener(Gossip gossip, Conversations conversations, Marks marks, Announcer announcer) {
        this.marks = marks;
        this.gossip = gossip;
        this.conversations = conversations;
        this.announcer = announcer;
    }

    /** From now on what is told here is heard. */
    void listen() {
        gossip.onTold((id, told) -> {
            var conversation = conversations.toldOf(id);
            if (conversation != null) {
                heard(conversation, told);
            }
        });
    }

    private void heard(Conversation conversation, JsonObject told) {
        switch (told.getString("what", "")) {
            case NodeNews.SENT -> {
                conversation.wroteElsewhere(told.getLong("by"), told.getLong("seq"));
                withheldElsewhere(conversation, told);
            }
            case NodeNews.WITHHELD -> withheldElsewhere(conversation, told);
            case NodeNews.MARKS -> {
                long userId = told.getLong("of");
                var at = told.getJsonArray("at");
                marks.movedElsewhere(
                        conversation,
                        userId,
                        new Position(at.getLong(0), at.getLong(1), at.getLong(2), at.getLong(3)),
                        told.getBoolean("stored", true));
                announcer.movedElsewhere(conversation, userId);
            }
            default -> {
                conversations.doubt(conversation.id);
                conversations.refresh(conversation.id);
            }
        }
    }

    private static void withheldElsewhere(Conversation conversation, JsonObject told) {
        long userId = told.getLong("from", 0L);
        if (conversation.has(userId)) {
            SeqRanges.read(told.getJsonArray("ranges", new JsonArray()))
                    .ifPresent(conversation.member(userId)::withhold);
        }
    }
}
