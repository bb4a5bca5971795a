package io.webim.chat.messages;

import io.webim.chat.messages.Batch.Head;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Conversations that need not be read before a message is written to each, since it is known where they stand. Whether they
 * do is found out by the update that takes the number.
 */
record OptimisticLock(Map<Long, Head> heads) {
    /** Where more come together one by one is spared little, and lost more often. */
    private static final int MOST = 8;

    /** @return null where more has to be read than who may write, or one conversation has several drafts */
    static @Nullable OptimisticLock of(List<Draft> drafts) {
        if (drafts.size() > MOST) {
            return null;
        }
        var heads = new TreeMap<Long, Head>();
        for (var draft : drafts) {
            var head = draft.isPlain() ? head(draft) : null;
            if (head == null || heads.put(head.id, head) != null) {
                return null;
            }
        }
        return new OptimisticLock(heads);
    }

    private static @Nullable Head head(Draft draft) {
        var conversation = draft.conversation();
        var tip = conversation.tip();
        var ordinal = tip == null ? null : conversation.ordinals.of(draft.senderId(), tip.seq());
        if (tip == null || ordinal == null) {
            return null;
        }
        var head = new Head(conversation.id, tip.seq(), tip.version(), tip.membersVersion());
        head.ordinals.put(draft.senderId(), ordinal);
        return head;
    }
}
