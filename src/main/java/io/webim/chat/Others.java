package io.webim.chat;

/**
 * Counts the messages of the other side by subtraction: each message knows its place among its sender's, and the rest up
 * to it is the other side's. No I/O.
 */
final class Others {
    private Others() {}

    /** How many of the messages up to this one are not the user's own. */
    static long upTo(long seq, long senderId, long senderOrdinal, long userId) {
        return senderId == userId ? seq - senderOrdinal : senderOrdinal;
    }
}
