package io.webim.hooks;

import io.vertx.core.buffer.Buffer;
import io.webim.contract.Fields;
import io.webim.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** What stands in the address of a webhook: 26 signs, as elsewhere, of 134 random bits; a hash alone is kept. */
record Key(String text) {
    private static final String SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 26;
    private static final int LONGEST = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Key make() {
        var text = new StringBuilder();
        RANDOM.ints(LENGTH, 0, SIGNS.length()).mapToObj(SIGNS::charAt).forEach(text::append);
        return new Key(text.toString());
    }

    static Key read(Fields fields) {
        return new Key(fields.text("key", 1, LONGEST));
    }

    Buffer hash() {
        return Buffer.buffer(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "Key[…]";
    }
}
