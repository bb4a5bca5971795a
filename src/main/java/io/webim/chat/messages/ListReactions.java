package io.webim.chat.messages;

import io.webim.contract.Fields;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code {conversationId, seq, emoji?, after?, limit?}}: who has reacted to a message, of one kind or of all. */
public record ListReactions(
        long conversationId, long seq, @Nullable String emoji, Place after, int limit) {
    private static final Pattern PLACE = Pattern.compile("([0-9a-f]{2,128})\\.([0-9]{1,16})");
    private static final int MAX_PLACE = 145;

    public static ListReactions read(Fields fields) {
        return new ListReactions(
                fields.id("conversationId"),
                fields.id("seq"),
                fields.has("emoji") ? React.emoji(fields) : null,
                fields.has("after") ? place(fields) : Place.START,
                fields.limit());
    }

    /** Where a page ends: in the order of kinds, then of users. */
    public record Place(String emoji, long userId) {
        static final Place START = new Place("", 0);

        public String text() {
            return HexFormat.of().formatHex(emoji.getBytes(StandardCharsets.UTF_8)) + "." + userId;
        }
    }

    private static Place place(Fields fields) {
        var parts = PLACE.matcher(fields.text("after", 1, MAX_PLACE));
        if (!parts.matches() || parts.group(1).length() % 2 != 0) {
            fields.refuse("after", "must be the next of a page before");
            return Place.START;
        }
        var emoji = new String(HexFormat.of().parseHex(parts.group(1)), StandardCharsets.UTF_8);
        return new Place(emoji, Long.parseLong(parts.group(2)));
    }
}
