package io.webim.contract;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a bot's token may be used for. People may do all that is theirs. */
public enum Scope {
    MESSAGES_WRITE("messages:write"),
    MESSAGES_READ("messages:read"),
    CONTACTS_WRITE("contacts:write"),
    FEED_READ("feed:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As it stands in requests and answers. */
    public String text() {
        return text;
    }

    /** Null where there is none of this name. */
    public static @Nullable Scope of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text.equals(text))
                .findFirst()
                .orElse(null);
    }

    /** A comma between them, as {@link #parse} reads it. */
    public static String join(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(","));
    }

    /** What is not known any more is left out. */
    public static Set<Scope> parse(String texts) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var text : texts.split(",", -1)) {
            @Nullable Scope scope = of(text);
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
