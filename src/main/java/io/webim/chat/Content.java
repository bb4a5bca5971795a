package io.webim.chat;

import org.jspecify.annotations.Nullable;

/**
 * What is written in a message.
 *
 * @param text of what is sent on, that of the other message; empty where that is not there
 * @param replyTo seq of the message that it answers
 * @param forward the other message whose text it has
 */
record Content(
        String text, @Nullable Long replyTo, @Nullable Forward forward) {
    static Content of(String text, @Nullable Long replyTo) {
        return new Content(text, replyTo, null);
    }

    static Content of(Forward forward) {
        var source = forward.source();
        return new Content(source == null ? "" : source.text(), null, forward);
    }
}
