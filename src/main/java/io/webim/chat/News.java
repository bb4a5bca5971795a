package io.webim.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.Conversation.Member;
import io.webim.chat.Conversation.Position;
import io.webim.contract.Gossip;
import io.webim.contract.SeqRanges;
import org.jspecify.annotations.Nullable;

/** Tells other nodes what has become of conversations that they may have in memory too, and hears it of theirs. */
final class News {
    private static final String SENT = "sent";
    private static final String MARKS = "marks";
    private static final String WITHHELD = "withheld";
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

    /** @param hiddenFrom who is never shown it; null where all are */
    static void sent(Gossip gossip, long conversationId, long senderId, long seq, @Nullable Member hiddenFrom) {
        var told = new JsonObject().put("what", SENT).put("by", senderId).put("seq", seq);
        if (hiddenFrom != null) {
            withheld(told, hiddenFrom);
        }
        gossip.tell(conversationId, told);
    }

    /** A member is never going to be shown something more. */
    static void withheld(Gossip gossip, long conversationId, Member member) {
        gossip.tell(conversationId, withheld(new JsonObject().put("what", WITHHELD), member));
    }

    private static JsonObject withheld(JsonObject told, Member member) {
        return told.put("from", member.userId).put("ranges", member.withheld().toJson());
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
            case SENT -> {
                conversation.wroteElsewhere(told.getLong("by"), told.getLong("seq"));
                withheldElsewhere(conversation, told);
            }
            case WITHHELD -> withheldElsewhere(conversation, told);
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

    private static void withheldElsewhere(Conversation conversation, JsonObject told) {
        long userId = told.getLong("from", 0L);
        if (conversation.has(userId)) {
            SeqRanges.read(told.getJsonArray("ranges", new JsonArray()))
                    .ifPresent(conversation.member(userId)::withhold);
        }
    }
}
