package io.webim.auth;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * @param text part of a username or display name; empty lists everybody
 * @param after id of the last user of the page before, 0 for the first page
 */
record SearchUsers(String text, long after, int limit) {
    static SearchUsers read(Fields fields) {
        @Nullable String text = fields.optionalText("q", 0, Names.MAX_DISPLAY_NAME);
        return new SearchUsers(text == null ? "" : text, fields.has("after") ? fields.seq("after") : 0, fields.limit());
    }

    /** For {@code LIKE … ESCAPE '!'}. */
    String pattern() {
        return "%" + text.replaceAll("[!%_]", "!$0") + "%";
    }
}
