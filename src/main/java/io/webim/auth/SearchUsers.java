package io.webim.auth;

import io.webim.contract.Fields;
import io.webim.sql.NameSearch;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * @param username the whole of it: an invitation leads to one user; null where words are searched for
 * @param words each is a part of a username or display name, in any order; without any everybody is listed
 * @param after id of the last user of the page before, 0 for the first page
 */
record SearchUsers(@Nullable String username, List<Word> words, long after, int limit) {
    /** The last one takes the rest of the text. */
    static final int MOST_WORDS = 4;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    static SearchUsers read(Fields fields) {
        @Nullable String text = fields.optionalName("q", 0, UserNames.MAX_DISPLAY_NAME);
        @Nullable String username = fields.optionalName("username", 1, UserNames.MAX_DISPLAY_NAME);
        return new SearchUsers(
                username,
                text == null ? List.of() : words(text),
                fields.has("after") ? fields.seq("after") : 0,
                fields.limit());
    }

    private static List<Word> words(String text) {
        return Stream.of(BLANKS.split(text, MOST_WORDS))
                .map(word -> new Word(word.replaceFirst("^[@＠]", "")))
                .filter(word -> !word.text.isEmpty())
                .toList();
    }

    /** The sign before usernames is no part of them, but they are shown and passed on with it. */
    record Word(String text) {
        String pattern() {
            return NameSearch.pattern(text);
        }

        /** UserNames from before they were composed are as their owners typed them. */
        String decomposed() {
            return NameSearch.pattern(Normalizer.normalize(text, Normalizer.Form.NFD));
        }
    }
}
