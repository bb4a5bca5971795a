package io.webim.bench;

/** What one socket was told of one conversation: each message once, in order, with the text that was sent. */
final class Ledger {
    private final String observer;
    private final long conversationId;
    private long taken;

    /** @param before how many messages the conversation has already */
    Ledger(String observer, long conversationId, long before) {
        this.observer = observer;
        this.conversationId = conversationId;
        this.taken = before;
    }

    /** The text of the message with this number: no two are alike. */
    static String text(long conversationId, long seq) {
        return "message " + seq + " of conversation " + conversationId + ", as long as people write on average";
    }

    /** Takes the next message, and throws {@link VoidRun} when it is not the next one. */
    void take(String frame) {
        long seq = Peer.number(frame, "\"seq\":");
        if (seq <= taken) {
            throw new VoidRun(observer + ": message " + seq + " came twice: " + frame);
        }
        if (seq > taken + 1) {
            throw new VoidRun(observer + ": message " + (taken + 1) + " is missing before " + frame);
        }
        if (Peer.number(frame, "\"conversationId\":") != conversationId
                || !frame.contains("\"text\":\"" + text(conversationId, seq) + "\"")) {
            throw new VoidRun(observer + ": message " + seq + " is wrong: " + frame);
        }
        taken = seq;
    }

    long taken() {
        return taken;
    }
}
