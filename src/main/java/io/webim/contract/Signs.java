package io.webim.contract;

import java.text.Normalizer;

/**
 * Which signs can be seen. Those that cannot are blanks, controls and what Unicode calls default-ignorable, and the few
 * letters and symbols whose picture is empty. The ranges stand here, since Java does not know that property; they do not
 * depend on the version of Unicode that Java has, so that browsers find the same.
 */
public final class Signs {
    /** Pairs of first and last, ascending. */
    private static final int[] UNSEEN = {
        0x00AD, 0x00AD,
        0x034F, 0x034F,
        0x061C, 0x061C,
        0x115F, 0x1160,
        0x17B4, 0x17B5,
        0x180B, 0x180F,
        0x200B, 0x200F,
        0x202A, 0x202E,
        0x2060, 0x206F,
        0x2800, 0x2800, // the braille pattern without dots
        0x3164, 0x3164,
        0xFE00, 0xFE0F,
        0xFEFF, 0xFEFF,
        0xFFA0, 0xFFA0,
        0xFFF0, 0xFFFB,
        0x13430, 0x1343F, // how hieroglyphs are arranged
        0x16FE4, 0x16FE4, // the filler of the Khitan script
        0x1BCA0, 0x1BCA3,
        0x1D159, 0x1D159, // the note without a head
        0x1D173, 0x1D17A,
        0xE0000, 0xE0FFF
    };

    private Signs() {}

    /** Whether there is something to see in a text. */
    public static boolean hasVisible(String text) {
        return text.codePoints().anyMatch(Signs::isVisible);
    }

    /** As names are kept and looked for: composed (NFC), and without what cannot be seen at the ends. */
    public static String normal(String name) {
        var composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        int start = 0;
        int end = composed.length();
        while (start < end && isBlank(composed.codePointAt(start))) {
            start += Character.charCount(composed.codePointAt(start));
        }
        while (start < end && isLoose(composed.codePointBefore(end))) {
            end -= Character.charCount(composed.codePointBefore(end));
        }
        return composed.substring(start, end);
    }

    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isIn(UNSEEN, codePoint);
        };
    }

    /** Unseen, but no control character that has no business in a name, for which it is refused. */
    private static boolean isBlank(int codePoint) {
        return !isVisible(codePoint)
                && (Character.getType(codePoint) != Character.CONTROL || Character.isWhitespace(codePoint));
    }

    /** Blank, and no part of the sign before it, as selectors of a variant, joiners and the tags of a flag are. */
    private static boolean isLoose(int codePoint) {
        return isBlank(codePoint)
                && !(codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                && !(codePoint >= 0x180B && codePoint <= 0x180F)
                && !(codePoint >= 0x200C && codePoint <= 0x200D)
                && !(codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
    }

    private static boolean isIn(int[] ranges, int codePoint) {
        for (int i = 0; i < ranges.length && ranges[i] <= codePoint; i += 2) {
            if (codePoint <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
