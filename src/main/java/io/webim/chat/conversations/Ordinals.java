package io.webim.chat.conversations;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many of a conversation's messages up to one seq are a member's own. That never changes, so it is read from the
 * messages themselves, and what was read or written last is known here as long as nothing newer is there.
 */
public final class Ordinals {
    /** Of the newest message by {@code me}, a member; NULL where there is none. */
    public static final String NEWEST = """
            (SELECT o.sender_ordinal FROM message o FORCE INDEX (message_sender)
             WHERE o.conversation_id = me.conversation_id AND o.sender_id = me.user_id
             ORDER BY o.seq DESC LIMIT 1)""";

    /** The same of events. */
    public static final String NEWEST_EVENT = """
            (SELECT o.sender_ordinal FROM message o FORCE INDEX (message_sender)
             WHERE o.conversation_id = me.conversation_id AND o.sender_id = 0
             ORDER BY o.seq DESC LIMIT 1)""";

    private final Map<Long, Long> newest = new HashMap<>();
    private long upTo;

    /** @return null where it has to be looked up */
    @Nullable
    public Long of(long userId, long seq) {
        return seq == upTo ? newest.get(userId) : null;
    }

    /**
     * Takes over what was committed.
     *
     * @param written the ordinals of whoever wrote above {@code from}, and of others, at {@code to}
     */
    public void committed(long from, long to, Map<Long, Long> written) {
        if (to < upTo) {
            return;
        }
        if (from != upTo) {
            newest.clear();
        }
        newest.putAll(written);
        upTo = to;
    }
}
