package io.webim.chat.messages;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a text in a group mentions. Which of them are members' is for the database to say. No I/O.
 *
 * @param candidates for each mention, who may be meant: a name may end with a full stop, and so may a sentence
 */
public record Mentions(List<List<String>> candidates) {
    /** So many names are looked at; what comes after them is text. */
    static final int MOST = 50;
    /** Stands for everybody, in the place of an id. */
    public static final long EVERYBODY = 0;

    private static final String ALL = "all";
    /** Begins a word: an address of e-mail mentions nobody. */
    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_.+@-])@([A-Za-z0-9_.-]{3,})");

    private static final Pattern TRAILING = Pattern.compile("[_.-]+$");
    private static final int LONGEST = 32;
    private static final Mentions NONE = new Mentions(List.of());

    static Mentions in(String text) {
        if (text.indexOf('@') < 0) {
            return NONE;
        }
        var found = new LinkedHashSet<List<String>>();
        var matcher = NAME.matcher(text);
        while (found.size() < MOST && matcher.find()) {
            var candidates = candidates(matcher.group(1).toLowerCase(Locale.ROOT));
            if (!candidates.isEmpty()) {
                found.add(candidates);
            }
        }
        return found.isEmpty() ? NONE : new Mentions(List.copyOf(found));
    }

    /** The whole word, and without the signs at its end. */
    private static List<String> candidates(String word) {
        return Stream.of(word, TRAILING.matcher(word).replaceFirst(""))
                .distinct()
                .filter(name -> name.length() >= ALL.length() && name.length() <= LONGEST)
                .toList();
    }

    /** To be looked up; of a bounded number. */
    Set<String> names() {
        var names = new TreeSet<String>();
        candidates.forEach(names::addAll);
        names.remove(ALL);
        return names;
    }

    /**
     * Who is mentioned, each once.
     *
     * @param members by their names in lower case
     * @param mayMentionAll whether the sender may
     */
    List<Long> of(Map<String, Long> members, boolean mayMentionAll) {
        var ids = new TreeSet<Long>();
        for (var names : candidates) {
            names.stream()
                    .filter(name -> name.equals(ALL) ? mayMentionAll : members.containsKey(name))
                    .findFirst()
                    .ifPresent(name -> ids.add(name.equals(ALL) ? EVERYBODY : members.getOrDefault(name, EVERYBODY)));
        }
        return List.copyOf(ids);
    }
}
