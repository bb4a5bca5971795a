package io.webim.chat.messages;

import io.webim.contract.Emoji;
import io.webim.contract.Fields;

/** {@code {conversationId, seq, emoji, on}}: one reaction to a message comes or goes. */
public record React(long conversationId, long seq, String emoji, boolean on) {
    public static React read(Fields fields) {
        return new React(fields.id("conversationId"), fields.id("seq"), emoji(fields), fields.requiredFlag("on"));
    }

    /** In the form in which it is kept. */
    static String emoji(Fields fields) {
        var text = fields.text("emoji", 1, Emoji.MOST_BYTES);
        if (!Emoji.isOne(text)) {
            fields.refuse("emoji", "must be one emoji");
        }
        return Emoji.canonical(text);
    }
}
