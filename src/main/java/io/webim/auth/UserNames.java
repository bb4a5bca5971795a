package io.webim.auth;

import io.webim.contract.Fields;
import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a username and a display name may be. */
final class UserNames {
    static final int MAX_DISPLAY_NAME = 64;

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_.-]{3,32}");

    private static final Set<String> MENTIONS = Set.of("all", "here", "everyone", "channel");

    private UserNames() {}

    static String username(Fields fields) {
        var username = fields.name("username", 3, 32);
        if (!isUsername(username)) {
            fields.refuse("username", "takes letters a to z, digits, and _ . -");
        }
        return username;
    }

    /** One that mentions nobody else. */
    static String newUsername(Fields fields) {
        var username = username(fields);
        if (MENTIONS.contains(fold(username))) {
            fields.refuse("username", "stands for everybody");
        }
        return username;
    }

    static boolean isUsername(String text) {
        return USERNAME.matcher(text).matches();
    }

    static String displayName(Fields fields) {
        return line(fields, "displayName");
    }

    /** One visible line. */
    static String line(Fields fields, String field) {
        return visible(fields, field, fields.name(field, 1, MAX_DISPLAY_NAME));
    }

    /** One visible line, or nothing. */
    static String optionalLine(Fields fields, String field, int most) {
        @Nullable String line = fields.optionalName(field, 0, most);
        return line == null ? "" : visible(fields, field, line);
    }

    private static String visible(Fields fields, String field, String line) {
        if (line.codePoints().anyMatch(UserNames::isUnseen)) {
            fields.refuse(field, "has a control character");
        }
        return line;
    }

    /** Equal for names that differ in case only. */
    static String fold(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    /** What stays of a name when its account is deleted. */
    static byte[] key(String username) {
        return Sha256.of(fold(username).getBytes(StandardCharsets.UTF_8));
    }

    /** Breaks the line, or turns what follows around: with that one name looks like another. */
    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }
}
