package io.webim.auth;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * By what a bot's program shows who it is: {@code webim_}, random signs, and a checksum of them, so that one that was
 * leaked is recognised wherever it stands, and one that was mistyped needs no look into the database.
 */
record BotToken(String text) {
    static final String PREFIX = "webim_";

    private static final String SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** 142 bits. */
    private static final int RANDOM_SIGNS = 24;

    private static final int CHECK_SIGNS = 6;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{28,100}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static BotToken make() {
        var signs = new StringBuilder();
        for (int i = 0; i < RANDOM_SIGNS; i++) {
            signs.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return new BotToken(PREFIX + signs + checksum(signs.toString()));
    }

    /** Whether it is to be taken for one, right or wrong. */
    static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    /** Empty for whatever this server cannot have made. */
    static Optional<BotToken> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECK_SIGNS;
        return checksum(text.substring(PREFIX.length(), end)).equals(text.substring(end))
                ? Optional.of(new BotToken(text))
                : Optional.empty();
    }

    Buffer hash() {
        return Buffer.buffer(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String checksum(String signs) {
        var crc = new CRC32();
        crc.update(signs.getBytes(StandardCharsets.US_ASCII));
        var digits = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECK_SIGNS; i++) {
            digits.append(SIGNS.charAt((int) (rest % SIGNS.length())));
            rest /= SIGNS.length();
        }
        return digits.reverse().toString();
    }

    @Override
    public String toString() {
        return "BotToken[…]";
    }
}
