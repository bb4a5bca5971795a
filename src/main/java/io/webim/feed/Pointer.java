package io.webim.feed;

import java.util.Locale;

/**
 * What has happened where, without what it says.
 *
 * @param from of a single message, which is {@code to} as well; of a conversation both are 0
 */
record Pointer(Kind kind, long conversationId, long from, long to) {
    enum Kind {
        SENT("message.sent"),
        CHANGED("message.changed"),
        /** For everyone. */
        DELETED("message.deleted"),
        /** For this account alone. */
        HIDDEN("message.deleted"),
        ADDED("conversation.added"),
        REMOVED("conversation.removed");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** As events of the bus are called. */
        String type() {
            return type;
        }

        /** As it stands in the database. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    static Pointer ofMessage(Kind kind, long conversationId, long seq) {
        return new Pointer(kind, conversationId, seq, seq);
    }

    static Pointer ofConversation(Kind kind, long conversationId) {
        return new Pointer(kind, conversationId, 0, 0);
    }

    boolean isOfMessage() {
        return kind == Kind.SENT || kind == Kind.CHANGED;
    }
}
