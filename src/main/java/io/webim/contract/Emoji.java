package io.webim.contract;

import java.nio.charset.StandardCharsets;

/**
 * What is one emoji: a pictograph, perhaps with a colour of skin or joined with others, a flag, or a key. The ranges stand
 * here, since Java 17 does not know them; they are those that Unicode keeps for pictographs, of today and to come.
 */
public final class Emoji {
    /** In UTF-8; the longest that there is takes 35. */
    public static final int MOST_BYTES = 64;

    private static final int KEYCAP = 0x20E3;
    private static final int AS_PICTURE = 0xFE0F;
    private static final int JOINER = 0x200D;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int FIRST_TAG = 0xE0020;
    private static final int LAST_TAG = 0xE007E;
    private static final int END_OF_TAGS = 0xE007F;

    /** Pairs of first and last, ascending: Extended_Pictographic. */
    private static final int[] PICTOGRAPHS = {
        0x00A9, 0x00A9, 0x00AE, 0x00AE, 0x203C, 0x203C, 0x2049, 0x2049, 0x2122, 0x2122, 0x2139, 0x2139, 0x2194, 0x2199,
        0x21A9, 0x21AA, 0x231A, 0x231B, 0x2328, 0x2328, 0x2388, 0x2388, 0x23CF, 0x23CF, 0x23E9, 0x23F3, 0x23F8, 0x23FA,
        0x24C2, 0x24C2, 0x25AA, 0x25AB, 0x25B6, 0x25B6, 0x25C0, 0x25C0, 0x25FB, 0x25FE, 0x2600, 0x2605, 0x2607, 0x2612,
        0x2614, 0x2685, 0x2690, 0x2705, 0x2708, 0x2712, 0x2714, 0x2714, 0x2716, 0x2716, 0x271D, 0x271D, 0x2721, 0x2721,
        0x2728, 0x2728, 0x2733, 0x2734, 0x2744, 0x2744, 0x2747, 0x2747, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2763, 0x2767, 0x2795, 0x2797, 0x27A1, 0x27A1, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2934, 0x2935,
        0x2B05, 0x2B07, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x3030, 0x3030, 0x303D, 0x303D, 0x3297, 0x3297,
        0x3299, 0x3299, 0x1F000, 0x1F0FF, 0x1F10D, 0x1F10F, 0x1F12F, 0x1F12F, 0x1F16C, 0x1F171, 0x1F17E, 0x1F17F,
        0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F1AD, 0x1F1E5, 0x1F201, 0x1F20F, 0x1F21A, 0x1F21A, 0x1F22F, 0x1F22F,
        0x1F232, 0x1F23A, 0x1F23C, 0x1F23F, 0x1F249, 0x1F3FA, 0x1F400, 0x1F53D, 0x1F546, 0x1F64F, 0x1F680, 0x1F6FF,
        0x1F774, 0x1F77F, 0x1F7D5, 0x1F7FF, 0x1F80C, 0x1F80F, 0x1F848, 0x1F84F, 0x1F85A, 0x1F85F, 0x1F888, 0x1F88F,
        0x1F8AE, 0x1F8FF, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1FAFF, 0x1FC00, 0x1FFFD
    };
    /** The same, of those that are shown as text where nothing says otherwise. */
    private static final int[] TEXT_BY_DEFAULT = {
        0x00A9, 0x00A9, 0x00AE, 0x00AE, 0x203C, 0x203C, 0x2049, 0x2049, 0x2122, 0x2122, 0x2139, 0x2139, 0x2194, 0x2199,
        0x21A9, 0x21AA, 0x2328, 0x2328, 0x23CF, 0x23CF, 0x23ED, 0x23EF, 0x23F1, 0x23F2, 0x23F8, 0x23FA, 0x24C2, 0x24C2,
        0x25AA, 0x25AB, 0x25B6, 0x25B6, 0x25C0, 0x25C0, 0x25FB, 0x25FC, 0x2600, 0x2604, 0x260E, 0x260E, 0x2611, 0x2611,
        0x2618, 0x2618, 0x261D, 0x261D, 0x2620, 0x2620, 0x2622, 0x2623, 0x2626, 0x2626, 0x262A, 0x262A, 0x262E, 0x262F,
        0x2638, 0x263A, 0x2640, 0x2640, 0x2642, 0x2642, 0x265F, 0x2660, 0x2663, 0x2663, 0x2665, 0x2666, 0x2668, 0x2668,
        0x267B, 0x267B, 0x267E, 0x267E, 0x2692, 0x2692, 0x2694, 0x2697, 0x2699, 0x2699, 0x269B, 0x269C, 0x26A0, 0x26A0,
        0x26A7, 0x26A7, 0x26B0, 0x26B1, 0x26C8, 0x26C8, 0x26CF, 0x26CF, 0x26D1, 0x26D1, 0x26D3, 0x26D3, 0x26E9, 0x26E9,
        0x26F0, 0x26F1, 0x26F4, 0x26F4, 0x26F7, 0x26F9, 0x2702, 0x2702, 0x2708, 0x2709, 0x270C, 0x270D, 0x270F, 0x270F,
        0x2712, 0x2712, 0x2714, 0x2714, 0x2716, 0x2716, 0x271D, 0x271D, 0x2721, 0x2721, 0x2733, 0x2734, 0x2744, 0x2744,
        0x2747, 0x2747, 0x2763, 0x2764, 0x27A1, 0x27A1, 0x2934, 0x2935, 0x2B05, 0x2B07, 0x3030, 0x3030, 0x303D, 0x303D,
        0x3297, 0x3297, 0x3299, 0x3299, 0x1F170, 0x1F171, 0x1F17E, 0x1F17F, 0x1F202, 0x1F202, 0x1F237, 0x1F237, 0x1F321,
        0x1F321, 0x1F324, 0x1F32C, 0x1F336, 0x1F336, 0x1F37D, 0x1F37D, 0x1F396, 0x1F397, 0x1F399, 0x1F39B, 0x1F39E,
        0x1F39F, 0x1F3CB, 0x1F3CE, 0x1F3D4, 0x1F3DF, 0x1F3F3, 0x1F3F3, 0x1F3F5, 0x1F3F5, 0x1F3F7, 0x1F3F7, 0x1F43F,
        0x1F43F, 0x1F441, 0x1F441, 0x1F4FD, 0x1F4FD, 0x1F549, 0x1F54A, 0x1F56F, 0x1F570, 0x1F573, 0x1F579, 0x1F587,
        0x1F587, 0x1F58A, 0x1F58D, 0x1F590, 0x1F590, 0x1F5A5, 0x1F5A5, 0x1F5A8, 0x1F5A8, 0x1F5B1, 0x1F5B2, 0x1F5BC,
        0x1F5BC, 0x1F5C2, 0x1F5C4, 0x1F5D1, 0x1F5D3, 0x1F5DC, 0x1F5DE, 0x1F5E1, 0x1F5E1, 0x1F5E3, 0x1F5E3, 0x1F5E8,
        0x1F5E8, 0x1F5EF, 0x1F5EF, 0x1F5F3, 0x1F5F3, 0x1F5FA, 0x1F5FA, 0x1F6CB, 0x1F6CB, 0x1F6CD, 0x1F6CF, 0x1F6E0,
        0x1F6E5, 0x1F6E9, 0x1F6E9, 0x1F6F0, 0x1F6F0, 0x1F6F3, 0x1F6F3
    };

    private final int[] signs;
    private int next;

    private Emoji(int[] signs) {
        this.signs = signs;
    }

    public static boolean isOne(String text) {
        if (text.isEmpty() || text.length() > MOST_BYTES) {
            return false;
        }
        var emoji = new Emoji(text.codePoints().toArray());
        return emoji.takesOne() && emoji.isAtEnd() && bytes(canonical(text)) <= MOST_BYTES;
    }

    /** The one form of what looks the same: each sign that could be text says that it is a picture, and no other does. */
    public static String canonical(String emoji) {
        var signs = emoji.codePoints().filter(sign -> sign != AS_PICTURE).toArray();
        var canonical = new StringBuilder();
        for (int i = 0; i < signs.length; i++) {
            canonical.appendCodePoint(signs[i]);
            int after = i + 1 < signs.length ? signs[i + 1] : 0;
            if (after == KEYCAP || (isIn(TEXT_BY_DEFAULT, signs[i]) && !isColour(after))) {
                canonical.appendCodePoint(AS_PICTURE);
            }
        }
        return canonical.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean takesOne() {
        return takesKey() || takesFlag() || takesJoined();
    }

    private boolean takesKey() {
        int first = signs[0];
        if (first != '#' && first != '*' && (first < '0' || first > '9')) {
            return false;
        }
        next = 1;
        take(AS_PICTURE);
        return take(KEYCAP);
    }

    private boolean takesFlag() {
        if (signs.length != 2 || !isLetterOfFlag(signs[0]) || !isLetterOfFlag(signs[1])) {
            return false;
        }
        next = 2;
        return true;
    }

    private boolean takesJoined() {
        next = 0;
        if (!takesPictograph()) {
            return false;
        }
        while (take(JOINER)) {
            if (!takesPictograph()) {
                return false;
            }
        }
        return true;
    }

    private boolean takesPictograph() {
        if (isAtEnd() || !(isIn(PICTOGRAPHS, signs[next]) || isColour(signs[next]))) {
            return false;
        }
        int first = signs[next++];
        if (!isAtEnd() && isColour(signs[next])) {
            next++;
        } else {
            take(AS_PICTURE);
        }
        return first != BLACK_FLAG || takesTags();
    }

    /** Of a flag of a part of a country; none is one too. */
    private boolean takesTags() {
        int start = next;
        while (!isAtEnd() && signs[next] >= FIRST_TAG && signs[next] <= LAST_TAG) {
            next++;
        }
        return next == start || take(END_OF_TAGS);
    }

    private boolean take(int sign) {
        boolean isThere = !isAtEnd() && signs[next] == sign;
        next += isThere ? 1 : 0;
        return isThere;
    }

    private boolean isAtEnd() {
        return next >= signs.length;
    }

    private static boolean isLetterOfFlag(int sign) {
        return sign >= 0x1F1E6 && sign <= 0x1F1FF;
    }

    private static boolean isColour(int sign) {
        return sign >= 0x1F3FB && sign <= 0x1F3FF;
    }

    private static boolean isIn(int[] ranges, int sign) {
        for (int i = 0; i < ranges.length && ranges[i] <= sign; i += 2) {
            if (sign <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
