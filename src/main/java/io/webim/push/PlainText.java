package io.webim.push;

import io.webim.contract.Signs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text for where there is room for one line: without the signs of markup, and cut between two signs that one sees as
 * such. The client's {@code plain.js} and {@code markdown.js} make the same of it; a table of texts holds them together.
 * The time is linear.
 */
final class PlainText {
    private static final int DEEPEST = 6;
    private static final int FARTHEST = 6;
    private static final int DEEPER = 2;

    private static final Pattern BLANKS = Pattern.compile("[\\t-\\r\\p{Z}]+");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)", Pattern.DOTALL);
    private static final Pattern FENCE_END = Pattern.compile(" {0,3}(`{3,}|~{3,})[ \\t]*");
    private static final Pattern QUOTE = Pattern.compile("^ {0,3}>(?= |$)");
    private static final Pattern QUOTE_SIGN = Pattern.compile("^ {0,3}> ?");
    private static final Pattern QUOTED = Pattern.compile("[^>\\s\\p{Z}]");
    private static final Pattern ITEM =
            Pattern.compile("^([ \\t]{0,24})(?:[-*+]|(0|[1-9]\\d{0,8})([.)]))[ \\t]+(?=[^\\s\\p{Z}])");
    private static final Pattern RULE = Pattern.compile("-{3,}+|\\*{3,}+");
    private static final Pattern SIGNED_NUMBER = Pattern.compile("^\\s*[-+]\\s+[.,]?\\d");

    /** What one sees as one: an emoji of several code points, a letter with its accents. */
    private static final Pattern SIGN = Pattern.compile("\\X");

    private final StringBuilder plain = new StringBuilder();

    private PlainText() {}

    /** At most so many code points of it, and then an ellipsis. */
    static String of(String text, int most) {
        var whole = new PlainText();
        whole.blocks(List.of(text.split("\n", -1)), 0);
        return cut(BLANKS.matcher(whole.plain).replaceAll(" ").strip(), most);
    }

    private void blocks(List<String> lines, int depth) {
        int[] ends = fenceEnds(lines);
        int plainFrom = 0;
        int i = 0;
        while (i < lines.size()) {
            int written = plain.length();
            int next = block(lines, i, plainFrom, depth, ends);
            if (plain.length() > written) {
                // The block stands behind the text above it, which is known to end only now.
                var block = plain.substring(written);
                plain.setLength(written);
                text(lines.subList(plainFrom, i));
                plain.append(block);
                plainFrom = next;
            }
            i = Math.max(next, i + 1);
        }
        text(lines.subList(plainFrom, lines.size()));
    }

    /** Writes the block that begins with a line; where to read on, which is the same line where none begins. */
    private int block(List<String> lines, int start, int plainFrom, int depth, int[] ends) {
        int next = code(lines, start, ends);
        if (next == start && depth < DEEPEST) {
            next = quote(lines, start, depth);
        }
        return next == start ? list(lines, start, plainFrom) : next;
    }

    private void text(List<String> lines) {
        plain.append(PlainInline.of(String.join("\n", lines))).append('\n');
    }

    private int code(List<String> lines, int start, int[] ends) {
        int end = ends[start];
        if (end < 0) {
            return start;
        }
        var code = String.join("\n", lines.subList(start + 1, end));
        if (!Signs.hasVisible(code)) {
            return start;
        }
        plain.append(code).append('\n');
        return end + 1;
    }

    /** For each line that begins code the line that ends it: a fence of the same kind that is as long at least. */
    private static int[] fenceEnds(List<String> lines) {
        int[] ends = new int[lines.size()];
        var backticks = new ArrayDeque<Fence>();
        var tildes = new ArrayDeque<Fence>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            var begins = FENCE.matcher(lines.get(i));
            ends[i] = !begins.matches()
                    ? -1
                    : begins.group(1) != null ? end(backticks, begins.group(1)) : end(tildes, begins.group(2));
            var closes = FENCE_END.matcher(lines.get(i));
            if (closes.matches()) {
                var fence = new Fence(i, closes.group(1).length());
                var alike = closes.group(1).startsWith("~") ? tildes : backticks;
                // What is farther and no longer ends nothing any more.
                while (!alike.isEmpty() && alike.element().length() <= fence.length()) {
                    alike.pop();
                }
                alike.push(fence);
            }
        }
        return ends;
    }

    private record Fence(int line, int length) {}

    private static int end(Deque<Fence> later, String fence) {
        return later.stream()
                .filter(end -> end.length() >= fence.length())
                .mapToInt(Fence::line)
                .findFirst()
                .orElse(-1);
    }

    private int quote(List<String> lines, int start, int depth) {
        int next = start;
        while (next < lines.size() && QUOTE.matcher(lines.get(next)).find()) {
            next++;
        }
        var inside = lines.subList(start, next).stream()
                .map(line -> QUOTE_SIGN.matcher(line).replaceFirst(""))
                .toList();
        if (inside.stream().anyMatch(line -> QUOTED.matcher(line).find())) {
            blocks(inside, depth + 1);
        }
        return next;
    }

    /** Below a line of text a list begins with 1 or a dot: a year at the beginning of a line is none. */
    private int list(List<String> lines, int start, int plainFrom) {
        @Nullable Matcher first = item(lines.get(start));
        if (first == null || first.group(1).length() > FARTHEST) {
            return start;
        }
        boolean below = start > plainFrom && !isBlank(lines.get(start - 1));
        if (isNumbered(first) && (below || isOfItemAbove(lines, start, first))) {
            return start;
        }
        int written = plain.length();
        int next = listOf(lines, start, first, 0);
        if (next == start + 1 && SIGNED_NUMBER.matcher(lines.get(start)).find()) {
            plain.setLength(written);
            return start;
        }
        return next;
    }

    private int listOf(List<String> lines, int start, Matcher first, int depth) {
        int indent = first.group(1).length();
        int next = start;
        while (next < lines.size()) {
            @Nullable Matcher item = item(lines.get(next));
            if (item == null
                    || (depth > 0 && item.group(1).length() < indent)
                    || (next > start && isNumbered(item) && isOfItemAbove(lines, next, item))) {
                break;
            }
            if (next > start && depth < DEEPEST && item.group(1).length() >= indent + DEEPER) {
                next = listOf(lines, next, item, depth + 1);
            } else if (Objects.equals(item.group(3), first.group(3))) {
                item(lines.get(next), item);
                next++;
            } else {
                break;
            }
        }
        plain.append('\n');
        return next;
    }

    private void item(String line, Matcher item) {
        plain.append('\n');
        if (item.group(2) != null) {
            plain.append(item.group(2)).append(item.group(3)).append(' ');
        }
        plain.append(PlainInline.of(line.substring(item.end())));
    }

    /** With another number than the first. */
    private static boolean isNumbered(Matcher item) {
        return item.group(2) != null && !item.group(2).equals("1");
    }

    /** Whether a line stands as far in as the text of the item above it. */
    private static boolean isOfItemAbove(List<String> lines, int at, Matcher item) {
        int indent = item.group(1).length();
        @Nullable Matcher above = indent == 0 ? null : item(lines.get(at - 1));
        return above != null && indent >= above.end();
    }

    private static @Nullable Matcher item(String line) {
        var item = ITEM.matcher(line);
        return item.find() && !RULE.matcher(BLANKS.matcher(line).replaceAll("")).matches() ? item : null;
    }

    private static boolean isBlank(String line) {
        return BLANKS.matcher(line).replaceAll("").isEmpty();
    }

    private static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        int end = text.offsetByCodePoints(0, most);
        int start = 0;
        var sign = SIGN.matcher(text);
        while (sign.find() && sign.end() <= end) {
            start = sign.end();
        }
        // Some signs are longer than all that there is room for: 400 accents on a letter.
        return text.substring(0, start == 0 ? end : start).stripTrailing() + "…";
    }
}
