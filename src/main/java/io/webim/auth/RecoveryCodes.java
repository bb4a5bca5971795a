package io.webim.auth;

import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Ten codes of 80 bits for the day on which the phone is lost, each good for one log-in. */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int BYTES = 10;

    private final SecureRandom random = new SecureRandom();

    /** As people see them: {@code abcd-efgh-ijkl-mnop}. */
    List<String> make() {
        return Stream.generate(this::one).limit(COUNT).toList();
    }

    /** Equal for a code with and without its dashes, in any case. */
    static byte[] hash(String typed) {
        return Sha256.of(plain(typed).getBytes(StandardCharsets.UTF_8));
    }

    private String one() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base32.encode(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?!$)", "$1-");
    }

    static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
