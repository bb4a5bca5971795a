package io.webim.chat.conversations;

/**
 * How far a member has come, and how far the others have been told so.
 *
 * @param toldReceived stands still while the member blocks the other of a direct conversation, to whom a mark that
 *     moves would say that somebody is there
 * @param toldRead as well, and while it is kept to oneself what one reads
 */
public record Position(long received, long read, long toldReceived, long toldRead) {
    public static Position of(long received, long read) {
        return new Position(received, read, received, read);
    }

    public Position receive(long seq, boolean isTold) {
        return new Position(
                Math.max(received, seq), read, isTold ? Math.max(toldReceived, seq) : toldReceived, toldRead);
    }

    /** What is read is received too. */
    public Position read(long seq, boolean isTold) {
        return new Position(received, Math.max(read, seq), toldReceived, isTold ? Math.max(toldRead, seq) : toldRead);
    }

    /** Of each mark the higher. */
    public Position and(Position other) {
        return new Position(
                Math.max(received, other.received),
                Math.max(read, other.read),
                Math.max(toldReceived, other.toldReceived),
                Math.max(toldRead, other.toldRead));
    }

    public boolean isAtLeast(Position other) {
        return and(other).equals(this);
    }

    public boolean isToldMoreThan(Position before) {
        return toldReceived > before.toldReceived || toldRead > before.toldRead;
    }
}
