package io.webim.torture;

/** A message in an outbox: it gets its clientId once and keeps it through all tries. */
final class Outgoing {
    final User.Talk talk;
    final String clientId;
    final String text;
    final long replyToSeq;
    long nextTry;
    int tries;
    boolean inFlight;

    /** @param replyToSeq of the message that it answers, or 0 */
    Outgoing(User.Talk talk, String clientId, String text, long replyToSeq) {
        this.talk = talk;
        this.clientId = clientId;
        this.text = text;
        this.replyToSeq = replyToSeq;
    }

    Outgoing again() {
        return new Outgoing(talk, clientId, text, replyToSeq);
    }

    /** Whether what it belongs to may have gone, or the sender, by the time that it is sent. */
    boolean mayBeRefused() {
        return talk.isGroup() || replyToSeq > 0;
    }
}
