package io.webim.contract;

/** How far a message has come; it only moves forward. {@code msg_send} is known to the sender's device alone. */
public enum MessageState {
    /** Committed; no device of the receiver has confirmed it. */
    CACHE("msg_cache"),
    /** A device of the receiver has confirmed it. */
    DONE("msg_done"),
    /** The receiver has read it. */
    READ("msg_read");

    private final String text;

    MessageState(String text) {
        this.text = text;
    }

    /** The state of the message with this seq, by how far its receiver has received and read. */
    public static MessageState of(long seq, long received, long read) {
        if (seq <= read) {
            return READ;
        }
        return seq <= received ? DONE : CACHE;
    }

    /** The same where it is not said whether it was read. */
    public MessageState atMostDone() {
        return this == READ ? DONE : this;
    }

    public String text() {
        return text;
    }
}
