package io.webim.chat.members;

import io.webim.contract.Fields;
import io.webim.sql.NameSearch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, q?, after?, limit?}}: the page after a place, those who lead first.
 *
 * @param text part of a username or display name; empty for all
 */
public record ListMembers(long conversationId, String text, Place after, int limit) {
    private static final int MOST_TEXT = 64;

    /** @param role as the database counts them, from 1 */
    record Place(int role, long userId) {
        static final Place TOP = new Place(0, 0);

        private static final Pattern TEXT = Pattern.compile("(\\d)\\.(\\d{1,16})");

        public static Place read(Fields fields) {
            if (!fields.has("after")) {
                return TOP;
            }
            var parts = TEXT.matcher(fields.text("after", 1, 18));
            if (!parts.matches()) {
                fields.refuse("after", "must be the next of a page before");
                return TOP;
            }
            return new Place(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
        }

        String text() {
            return role + "." + userId;
        }
    }

    public static ListMembers read(Fields fields) {
        @Nullable String text = fields.optionalName("q", 0, MOST_TEXT);
        return new ListMembers(
                fields.id("conversationId"), text == null ? "" : text, Place.read(fields), fields.limit());
    }

    String pattern() {
        return NameSearch.pattern(text.replaceFirst("^[@＠]", ""));
    }
}
