package io.webim.chat.messages;

import io.webim.contract.Fields;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a conversation stands in a list that begins with the newest: those without a message come last, and the younger
 * one before the older.
 *
 * @param at when its newest message was sent, in milliseconds; 0 without one
 */
public record NewestFirst(long at, long conversationId) implements Comparable<NewestFirst> {
    /** Before all others. */
    public static final NewestFirst TOP = new NewestFirst(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,16})\\.(\\d{1,16})");
    private static final int MAX_LENGTH = 33;
    private static final Comparator<NewestFirst> ORDER = Comparator.comparingLong(NewestFirst::at)
            .thenComparingLong(NewestFirst::conversationId)
            .reversed();

    /** The place after which a page begins. */
    public static NewestFirst read(Fields fields, String name) {
        if (!fields.has(name)) {
            return TOP;
        }
        return of(fields.text(name, 1, MAX_LENGTH)).orElseGet(() -> {
            fields.refuse(name, "must be the next of a page before");
            return TOP;
        });
    }

    /** What {@link #text} gave. */
    public static Optional<NewestFirst> of(String text) {
        var parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new NewestFirst(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(NewestFirst other) {
        return ORDER.compare(this, other);
    }

    public String text() {
        return at + "." + conversationId;
    }
}
