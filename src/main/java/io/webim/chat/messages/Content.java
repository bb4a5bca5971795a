package io.webim.chat.messages;

import io.webim.contract.AttachedFiles;
import io.webim.contract.Weight;
import org.jspecify.annotations.Nullable;

/**
 * What is written in a message.
 *
 * @param text of what is sent on, that of the other message; empty where that is not there, or it has none
 * @param replyTo seq of the message that it answers
 * @param forward the other message whose text and files it has
 * @param attachment files of its sender
 */
public record Content(
        String text, @Nullable Long replyTo, @Nullable Forward forward, Attachment attachment) {
    public static Content of(String text, @Nullable Long replyTo) {
        return of(text, replyTo, Attachment.NONE);
    }

    public static Content of(String text, @Nullable Long replyTo, Attachment attachment) {
        return new Content(text, replyTo, null, attachment);
    }

    public static Content of(Forward forward) {
        var source = forward.source();
        return new Content(source == null ? "" : source.text(), null, forward, Attachment.NONE);
    }

    AttachedFiles files() {
        var source = forward == null ? null : forward.source();
        return source == null ? attachment.files() : source.files();
    }

    /** About how many bytes are stored of it. */
    public int weight() {
        return Weight.of(text) + files().text().length();
    }
}
