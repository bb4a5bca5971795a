package io.webim.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.Conversation.Position;
import io.webim.contract.Gossip;

/** Tells other nodes what has become of conversations that they may have in memory too, and hears it of theirs. */
final class News {
    private static final String SENT = "sent";
    private static final String MARKS = "marks";
    private static final String MEMBERS = "members";

    private final Gossip gossip;
    private final Conversations conversations;
    private final Marks marks;
    private final Announcer announcer;

    News(Gossip gossip, Conversations conversations, Marks marks, Announcer announcer) {
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

    static void sent(Gossip gossip, long conversationId, long senderId, long seq) {
        gossip.tell(
                conversationId,
                new JsonObject().put("what", SENT).put("by", senderId).put("seq", seq));
    }

    /** @param stored whether the database has them, so that nobody who hears of it has to care */
    static void marks(Gossip gossip, long conversationId, long userId, Position position, boolean stored) {
        gossip.tell(
                conversationId,
                new JsonObject()
                        .put("what", MARKS)
                        .put("of", userId)
                        .put("stored", stored)
                        .put(
                                "at",
                                JsonArray.of(
                                        position.received(),
                                        position.read(),
                                        position.toldReceived(),
                                        position.toldRead())));
    }

    /** Its members have changed, or how one of two has the other. */
    static void members(Gossip gossip, long conversationId) {
        gossip.tell(conversationId, new JsonObject().put("what", MEMBERS));
    }

    private void heard(Conversation conversation, JsonObject told) {
        switch (told.getString("what", "")) {
            case SENT -> conversation.wroteElsewhere(told.getLong("by"), told.getLong("seq"));
            case MARKS -> {
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
}
