package io.webim.groups;

import io.webim.contract.Fields;
import io.webim.contract.Signs;

/** What a group may be called. */
final class GroupNames {
    private static final int MOST_TITLE = 100;
    private static final int MOST_ABOUT = 1_000;

    private GroupNames() {}

    /** One visible line. */
    static String title(Fields fields) {
        var title = fields.name("title", 1, MOST_TITLE);
        if (!title.isEmpty() && !Signs.hasVisible(title)) {
            fields.refuse("title", "is empty");
        }
        if (title.codePoints().anyMatch(GroupNames::isUnseen)) {
            fields.refuse("title", "has a control character");
        }
        return title;
    }

    static String about(Fields fields) {
        return fields.lines("about", 0, MOST_ABOUT);
    }

    /** Breaks the line, or turns what follows around. */
    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }
}
