package io.webim.groups;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Fields;
import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What stands in the link of an invite: 128 random bits, of which only a hash is kept. */
record Token(String text) {
    private static final int BYTES = 16;
    private static final int LONGEST = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Token make() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Token read(Fields fields) {
        return new Token(fields.text("token", 1, LONGEST));
    }

    Buffer hash() {
        return Buffer.buffer(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "Token[…]";
    }
}
