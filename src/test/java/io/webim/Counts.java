package io.webim;

/** Brings a conversation's counts up to messages and marks that were put into the database past the server. */
public final class Counts {
    private static final String OWN =
            "(SELECT COUNT(*) FROM message x WHERE x.conversation_id = m.conversation_id AND x.sender_id = m.user_id";
    /** To be followed by a condition on {@code m}, a member. */
    public static final String RECOUNT = "UPDATE conversation_member m SET m.own_read = " + OWN
            + " AND x.seq <= m.read_seq), m.own_hidden = " + OWN + " AND x.seq <= m.hidden_to_seq) WHERE ";

    private Counts() {}

    public static void of(TestServer server, long conversationId) {
        server.query(RECOUNT + "m.conversation_id = " + conversationId);
    }
}
