package io.webim.chat;

import io.webim.contract.Fields;
import java.util.Locale;

/** What a member wants to be told of a conversation while no page is open. */
enum Notify {
    ALL,
    MENTIONS,
    NOTHING;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Notify of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    static Notify read(Fields fields) {
        return of(fields.oneOf("level", "all", "mentions", "nothing"));
    }
}
