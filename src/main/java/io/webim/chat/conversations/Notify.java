package io.webim.chat.conversations;

import io.webim.contract.Fields;
import java.util.Locale;

/** What a member wants to be told of a conversation while no page is open. */
public enum Notify {
    ALL,
    MENTIONS,
    NOTHING;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Notify of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public static Notify read(Fields fields) {
        return of(fields.oneOf("level", "all", "mentions", "nothing"));
    }
}
