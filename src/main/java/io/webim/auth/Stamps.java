package io.webim.auth;

import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** By which something is known again, and not found. */
final class Stamps {
    private Stamps() {}

    static String of(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
