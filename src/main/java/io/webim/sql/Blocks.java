package io.webim.sql;

/** Who is not shown what somebody sends. */
public final class Blocks {
    private static final String NONE = """
            NOT EXISTS (
                SELECT 1 FROM contact blocking
                WHERE blocking.user_id = MEMBER AND blocking.blocked_from_seq IS NOT NULL
                    AND blocking.peer_id IN (SENDER, (
                        SELECT program.owner_id FROM account program WHERE program.id = SENDER AND NOT EXISTS (
                            SELECT 1 FROM contact added
                            WHERE added.user_id = MEMBER AND added.peer_id = program.id AND added.since IS NOT NULL))))""";

    private Blocks() {}

    /**
     * The condition that a member blocks neither a sender nor, unless that one was added, the person whose program it is.
     *
     * @param member an expression; {@code sender} too, which stands in the condition twice
     */
    public static String none(String member, String sender) {
        return NONE.replace("MEMBER", member).replace("SENDER", sender);
    }
}
