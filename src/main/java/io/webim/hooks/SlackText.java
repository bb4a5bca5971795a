package io.webim.hooks;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Slack's way to write links and mentions into a text, made readable. */
final class SlackText {
    /** {@code <url|label>}, {@code <@U1>}, {@code <#C1|name>}, {@code <!here>}. */
    private static final Pattern BRACKETED = Pattern.compile("<([^<>|\\n]{1,2000})(?:\\|([^<>\\n]{0,2000}))?>");

    private static final Set<String> EVERYBODY = Set.of("!here", "!channel", "!everyone");

    private SlackText() {}

    static String plain(String text) {
        return unescaped(BRACKETED
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(plain(found.group(1), found.group(2)))));
    }

    private static String plain(String target, @Nullable String labelOrNone) {
        if (EVERYBODY.contains(target)) {
            return "@all";
        }
        var label = labelOrNone == null ? "" : labelOrNone.strip();
        return switch (target.charAt(0)) {
            case '@', '#' -> label.isEmpty() ? target : target.charAt(0) + label;
            case '!' -> label.isEmpty() ? target.substring(1) : label;
            default -> link(target.startsWith("mailto:") ? target.substring(7) : target, label);
        };
    }

    private static String link(String target, String label) {
        // Whatever else stands in such brackets was not meant for Slack.
        return isLink(target)
                ? Lines.linked(label, target)
                : "<" + target + (label.isEmpty() ? ">" : "|" + label + ">");
    }

    private static boolean isLink(String target) {
        return target.contains("://") || target.contains("@") || target.startsWith("tel:");
    }

    /** The three signs that Slack has escaped. */
    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
