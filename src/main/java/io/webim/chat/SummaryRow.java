package io.webim.chat;

import io.webim.contract.Message;
import io.webim.contract.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the database has it for one member, before deletions are taken into account.
 *
 * @param looksAway whether the other is shown as somebody who is not there, come what may: a block looks like it
 * @param othersAtBase how many of the messages up to the read mark are the other side's
 * @param othersInAll the same for the whole conversation
 * @param newest the message with the highest seq, deleted or not
 */
record SummaryRow(
        long conversationId,
        long version,
        long userId,
        long peerId,
        long lastSeq,
        Marks mine,
        Marks peers,
        long hiddenTo,
        long deletedTo,
        boolean showsPresence,
        boolean looksAway,
        @Nullable Instant lastSeen,
        long othersAtBase,
        long othersInAll,
        @Nullable Message newest) {

    record Marks(long received, long read) {
        MessageState state(long seq) {
            return MessageState.of(seq, received, read);
        }
    }

    /** Unread are the other side's messages above this seq. */
    long base() {
        return Math.max(mine.read(), hiddenTo);
    }

    boolean hasDeletionsAboveBase() {
        return deletedTo > base();
    }

    long unreadWithDeleted() {
        return othersInAll - othersAtBase;
    }

    /** Whether the newest message may be one that this member does not see. */
    boolean newestMayBeGone() {
        return deletedTo >= lastSeq;
    }
}
