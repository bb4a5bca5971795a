package io.webim.torture;

/** A message in an outbox: it gets its clientId once and keeps it through all tries. */
final class Outgoing {
    final User.Talk talk;
    final String clientId;
    final String text;
    long nextTry;
    int tries;
    boolean inFlight;

    Outgoing(User.Talk talk, String clientId, String text) {
        this.talk = talk;
        this.clientId = clientId;
        this.text = text;
    }

    Outgoing again() {
        return new Outgoing(talk, clientId, text);
    }
}
