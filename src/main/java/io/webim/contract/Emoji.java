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

    private final int[] signs;
    private int next;

    private Emoji(int[] signs) {
        this.signs = signs;
    }

    public static boolean isOne(String text) {
        if (text.isEmpty() || text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return false;
        }
        var emoji = new Emoji(text.codePoints().toArray());
        return emoji.takesOne() && emoji.isAtEnd();
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
        if (isAtEnd() || !(isPictograph(signs[next]) || isColour(signs[next]))) {
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

    private static boolean isPictograph(int sign) {
        for (int i = 0; i < PICTOGRAPHS.length && PICTOGRAPHS[i] <= sign; i += 2) {
            if (sign <= PICTOGRAPHS[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
