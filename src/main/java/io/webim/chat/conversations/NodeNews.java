package io.webim.chat.conversations;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Gossip;
import org.jspecify.annotations.Nullable;

/** What nodes tell each other of a conversation that they have in memory. */
public final class NodeNews {
    public static final String SENT = "sent";
    public static final String MARKS = "marks";
    public static final String WITHHELD = "withheld";
    public static final String MEMBERS = "members";

    private NodeNews() {}

    /** @param hiddenFrom who is never shown it; null where all are */
    public static void sent(Gossip gossip, long conversationId, long senderId, long seq, @Nullable Member hiddenFrom) {
        var told = new JsonObject().put("what", SENT).put("by", senderId).put("seq", seq);
        if (hiddenFrom != null) {
            withheld(told, hiddenFrom);
        }
        gossip.tell(conversationId, told);
    }

    /** A member is never going to be shown something more. */
    public static void withheld(Gossip gossip, long conversationId, Member member) {
        gossip.tell(conversationId, withheld(new JsonObject().put("what", WITHHELD), member));
    }

    private static JsonObject withheld(JsonObject told, Member member) {
        return told.put("from", member.userId).put("ranges", member.withheld().toJson());
    }

    /** @param stored whether the database has them, so that nobody who hears of it has to care */
    public static void marks(Gossip gossip, long conversationId, long userId, Position position, boolean stored) {
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
    public static void members(Gossip gossip, long conversationId) {
        gossip.tell(conversationId, new JsonObject().put("what", MEMBERS));
    }
}
