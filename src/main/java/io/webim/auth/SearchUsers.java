package io.webim.auth;

import io.webim.contract.Fields;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * @param username the whole of it: an invitation leads to one user; null where the text is searched for
 * @param text part of a username or display name; empty lists everybody. The sign before usernames is no part of them,
 *     but they are shown and passed on with it
 * @param after id of the last user of the page before, 0 for the first page
 */
record SearchUsers(@Nullable String username, String text, long after, int limit) {
    static SearchUsers read(Fields fields) {
        @Nullable String text = fields.optionalName("q", 0, Names.MAX_DISPLAY_NAME);
        @Nullable String username = fields.optionalName("username", 1, Names.MAX_DISPLAY_NAME);
        return new SearchUsers(
                username,
                text == null ? "" : text.replaceFirst("^[@＠]", ""),
                fields.has("after") ? fields.seq("after") : 0,
                fields.limit());
    }

    /** For {@code LIKE … ESCAPE '!'}. */
    String pattern() {
        return pattern(text);
    }

    /** Names from before they were composed are as their owners typed them. */
    String decomposed() {
        return pattern(Normalizer.normalize(text, Normalizer.Form.NFD));
    }

    private static String pattern(String part) {
        return "%" + part.replaceAll("[!%_]", "!$0") + "%";
    }
}
