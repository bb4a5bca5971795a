package io.webim.torture;

/** What a user wants something to be: a text, a role, whether one reacts. It is known to have become so once answered. */
final class Claim {
    private static final long UNANSWERED = -1;

    final String what;
    final String before;
    final String value;
    private volatile long order = UNANSWERED;

    /** @param before what it is while nobody has changed it */
    Claim(String what, String before, String value) {
        this.what = what;
        this.before = before;
        this.value = value;
    }

    /** @param order of two that were answered, the one with the higher one has come later */
    Claim answered(long order) {
        this.order = order;
        return this;
    }

    boolean isAnswered() {
        return order > UNANSWERED;
    }

    long order() {
        return order;
    }

    static String text(long senderId, String clientId) {
        return "text of " + senderId + "/" + clientId;
    }

    static String reaction(long conversationId, long seq, String emoji, long userId) {
        return "reaction " + conversationId + "/" + seq + " " + emoji + " " + userId;
    }

    static String pin(long conversationId, long seq) {
        return "pin " + conversationId + "/" + seq;
    }

    static String role(long conversationId, long userId) {
        return "role " + conversationId + "/" + userId;
    }

    static String ban(long conversationId, long userId) {
        return "ban " + conversationId + "/" + userId;
    }

    static String title(long conversationId) {
        return "title " + conversationId;
    }

    @Override
    public String toString() {
        return what + " = " + value + (isAnswered() ? ", answered (" + order + ")" : "");
    }
}
