package io.webim.chat;

import io.webim.contract.Message;
import io.webim.contract.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the database has it for one member.
 *
 * @param base unread are the other side's messages above this seq
 * @param looksAway whether the other is shown as somebody who is not there, come what may: a block looks like it
 * @param newest the newest message that the member sees, its text cut short where it is long
 * @param excerpt whether it was cut short
 */
record SummaryRow(
        long conversationId,
        long version,
        long userId,
        long peerId,
        long lastSeq,
        Marks mine,
        Marks peers,
        long base,
        boolean showsPresence,
        boolean looksAway,
        @Nullable Instant lastSeen,
        long unread,
        @Nullable Message newest,
        boolean excerpt) {

    record Marks(long received, long read) {
        MessageState state(long seq) {
            return MessageState.of(seq, received, read);
        }
    }
}
