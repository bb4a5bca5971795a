package io.webim.reports;

import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report that waits for the operator.
 *
 * @param title of the group; null among two, or where it has ended
 * @param seq of the message; 0 where it is about the person
 */
record OpenReport(
        long id,
        Instant reportedAt,
        String reporter,
        String reported,
        long conversationId,
        @Nullable String title,
        long seq,
        String reason,
        String note,
        @Nullable String text) {
    private static final String INDENT = "    ";

    /** For a terminal, which what others have written must not command. */
    @Override
    public String toString() {
        var lines = new StringBuilder("%d  %s  %s reports %s, %s in %s: %s"
                .formatted(
                        id,
                        Times.iso(reportedAt),
                        reporter,
                        reported,
                        seq == 0 ? "the person" : "message " + seq,
                        title == null ? "conversation " + conversationId : "“" + harmless(title) + "”",
                        harmless(reason)));
        append(lines, "note", note);
        append(lines, "text", text == null ? "" : text);
        return lines.toString();
    }

    private static void append(StringBuilder lines, String name, String text) {
        if (!text.isEmpty()) {
            lines.append('\n').append(INDENT).append(name).append(": ");
            lines.append(harmless(text).replace("\n", "\n" + INDENT + INDENT));
        }
    }

    private static String harmless(String text) {
        var shown = new StringBuilder();
        text.codePoints().map(sign -> isHarmless(sign) ? sign : '\uFFFD').forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Neither control characters nor those that turn the direction of a line. */
    private static boolean isHarmless(int sign) {
        int type = Character.getType(sign);
        return sign == '\n'
                || sign == '\t'
                || (type != Character.CONTROL && type != Character.FORMAT)
                || sign == '\u200D';
    }
}
