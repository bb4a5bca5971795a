package io.webim.files;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** What a file is called: a name and nothing else, which means the same wherever it is shown or saved. */
final class FileName {
    private static final String NONE = "file";
    private static final int MOST_BYTES = 255;
    private static final int LONGEST_EXTENSION = 20;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    /** Nothing that a folder, or a program that saves it, takes for itself. */
    private static final Pattern EDGES = Pattern.compile("^\\s+|[\\s.]+$");

    private FileName() {}

    /** @param given by whoever sends the file: perhaps a path, perhaps meant to deceive */
    static String clean(String given) {
        int slash = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\'));
        var name = new StringBuilder();
        Normalizer.normalize(given.substring(slash + 1), Normalizer.Form.NFC)
                .codePoints()
                .filter(FileName::isPlain)
                .forEach(name::appendCodePoint);
        var trimmed = EDGES.matcher(name).replaceAll("");
        return trimmed.isEmpty() ? NONE : shortened(trimmed);
    }

    /** What turns the direction of a line makes {@code exe.jpg} of {@code gpj.exe}. */
    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            // Which some languages and emoji need.
            case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    /** With its ending, by which programs know what to do with it. */
    private static String shortened(String name) {
        if (bytes(name) <= MOST_BYTES) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        var ending = dot > 0 && bytes(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        var stem = new StringBuilder();
        int left = MOST_BYTES - bytes(ending);
        for (int codePoint : name.codePoints().toArray()) {
            left -= bytes(Character.toString(codePoint));
            if (left < 0) {
                break;
            }
            stem.appendCodePoint(codePoint);
        }
        return stem + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
