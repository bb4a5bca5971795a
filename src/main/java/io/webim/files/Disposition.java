package io.webim.files;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} as RFC 6266 has it, with the name in UTF-8 and, for whoever does not know that, in ASCII. */
final class Disposition {
    private static final String PLAIN = "!#$&+.^_`|~-";

    private Disposition() {}

    static String of(boolean inline, String name) {
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii(name) + "\"; filename*=UTF-8''"
                + encoded(name);
    }

    private static String ascii(String name) {
        var plain = new StringBuilder();
        name.codePoints()
                .forEach(sign -> plain.append(
                        sign >= ' ' && sign < 0x7f && sign != '"' && sign != '\\' && sign != '%' ? (char) sign : '_'));
        return plain.toString();
    }

    private static String encoded(String name) {
        var encoded = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (one & 0xff);
            boolean isPlain = (sign >= 'a' && sign <= 'z')
                    || (sign >= 'A' && sign <= 'Z')
                    || (sign >= '0' && sign <= '9')
                    || PLAIN.indexOf(sign) >= 0;
            encoded.append(isPlain ? String.valueOf(sign) : "%%%02X".formatted((int) sign));
        }
        return encoded.toString();
    }
}
