package io.webim.push;

import io.webim.contract.Signs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A line or more without the signs of emphasis and code, as the client's {@code markdown-inline.js} reads them. */
final class PlainInline {
    private static final Set<String> KINDS = Set.of("**", "~~", "*", "_", "***");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final Pattern SIGNS = Pattern.compile("\\*+|_+|~+");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n[^\\S\\n]*\\n\\s*");
    private static final Pattern BLANK = Pattern.compile("[\\t-\\r\\p{Z}]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]");
    private static final Pattern UNSPACED = Pattern.compile(
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]");
    private static final Pattern SAID = Pattern.compile("[\\p{L}\\p{N}\\u2607-\\u27bf\\x{1f000}-\\x{1faff}]");
    private static final Pattern NO_START =
            Pattern.compile("[.,;:!?)\\]}>/\\\\|=\\p{Pe}\\p{Sk}]|[\\p{Po}&&[^\\x00-\\x7f¿¡…§¶]]");
    private static final Pattern NO_SIDE = Pattern.compile("[\\\\/^<>|=]");
    /** Stands for a part that is no text. */
    private static final String PART = "\ufffc";

    private final List<Frame> stack = new ArrayList<>(List.of(new Frame("")));

    private PlainInline() {}

    static String of(String text) {
        var inline = new PlainInline();
        int rest = 0;
        var between = PARAGRAPHS.matcher(text);
        while (between.find()) {
            inline.paragraph(text.substring(rest, between.start()));
            inline.top().text(between.group());
            rest = between.end();
        }
        inline.paragraph(text.substring(rest));
        return inline.top().text.toString();
    }

    /** A part of a line: text, in which signs count, or code or a link, in which they do not. */
    record Part(String text, boolean isText) {}

    private void paragraph(String text) {
        var parts = withLinks(withCode(text));
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).isText()) {
                signs(parts.get(i).text(), i > 0, i < parts.size() - 1);
            } else {
                top().part(parts.get(i).text());
            }
        }
        while (stack.size() > 1) {
            giveUp();
        }
    }

    /** As many backticks end code as began it, in the same line. */
    private static List<Part> withCode(String text) {
        var runs = BACKTICKS.matcher(text).results().toList();
        var nextAlike = nextOfLength(runs);
        var parts = new ArrayList<Part>();
        int rest = 0;
        for (int i = 0; i < runs.size(); i++) {
            int last = nextAlike[i];
            var code = last < 0
                    ? ""
                    : text.substring(runs.get(i).end(), runs.get(last).start());
            if (Signs.hasVisible(code) && code.indexOf('\n') < 0) {
                add(parts, text.substring(rest, runs.get(i).start()));
                parts.add(new Part(unpadded(code), false));
                rest = runs.get(last).end();
                i = last;
            }
        }
        add(parts, text.substring(rest));
        return parts;
    }

    private static int[] nextOfLength(List<MatchResult> runs) {
        int[] next = new int[runs.size()];
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            int length = runs.get(i).end() - runs.get(i).start();
            next[i] = seen.getOrDefault(length, -1);
            seen.put(length, i);
        }
        return next;
    }

    private static String unpadded(String code) {
        return code.startsWith(" ") && code.endsWith(" ") ? code.substring(1, code.length() - 1) : code;
    }

    private static List<Part> withLinks(List<Part> parts) {
        var split = new ArrayList<Part>();
        for (var part : parts) {
            if (part.isText()) {
                int rest = 0;
                for (var link : TextLinks.in(part.text())) {
                    add(split, part.text().substring(rest, link.start()));
                    split.add(new Part(part.text().substring(link.start(), link.end()), false));
                    rest = link.end();
                }
                add(split, part.text().substring(rest));
            } else {
                split.add(part);
            }
        }
        return split;
    }

    private static void add(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, true));
        }
    }

    private void signs(String text, boolean follows, boolean precedes) {
        int rest = 0;
        var signs = SIGNS.matcher(text);
        while (signs.find()) {
            var before = signs.start() > 0 ? TextLinks.signBefore(text, signs.start()) : follows ? PART : " ";
            var after = signs.end() < text.length() ? TextLinks.signAt(text, signs.end()) : precedes ? PART : " ";
            top().text(text.substring(rest, signs.start()));
            sign(signs.group(), before, after);
            rest = signs.end();
        }
        top().text(text.substring(rest));
    }

    private void sign(String sign, String before, String after) {
        int open = stack.size() - 1;
        while (open > 0 && !stack.get(open).sign.equals(sign)) {
            open--;
        }
        if (open > 0 && closes(sign, before, after)) {
            while (stack.size() - 1 > open) {
                giveUp();
            }
            close(sign);
        } else if (KINDS.contains(sign) && open == 0 && opens(sign, before, after)) {
            stack.add(new Frame(sign));
        } else {
            top().text(sign);
        }
    }

    private void close(String sign) {
        if (top().saysSomething()) {
            var inside = stack.remove(stack.size() - 1);
            top().part(inside.text.toString());
        } else {
            giveUp();
            top().text(sign);
        }
    }

    private static boolean opens(String sign, String before, String after) {
        return !is(BLANK, after) && !is(NO_START, after) && !isWord(sign, before) && !is(NO_SIDE, before);
    }

    private static boolean closes(String sign, String before, String after) {
        return !is(BLANK, before) && !before.equals("\\") && !isWord(sign, after) && !is(NO_SIDE, after);
    }

    private static boolean isWord(String sign, String beside) {
        return is(WORD, beside) && !(sign.startsWith("**") && is(UNSPACED, beside));
    }

    private static boolean is(Pattern pattern, String sign) {
        return pattern.matcher(sign).find();
    }

    /** What was opened last was never closed: the sign is just a sign. */
    private void giveUp() {
        var last = stack.remove(stack.size() - 1);
        top().text(last.sign);
        top().text.append(last.text);
        top().hasPart |= last.hasPart;
    }

    private Frame top() {
        return stack.get(stack.size() - 1);
    }

    /** What stands behind a sign that may turn out to have opened something. */
    private static final class Frame {
        private final String sign;
        private final StringBuilder text = new StringBuilder();
        private boolean hasPart;

        private Frame(String sign) {
            this.sign = sign;
        }

        void text(String more) {
            text.append(more);
        }

        void part(String more) {
            text.append(more);
            hasPart = true;
        }

        boolean saysSomething() {
            return hasPart || SAID.matcher(text).find();
        }
    }
}
