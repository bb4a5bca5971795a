package io.webim.auth;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/** @param network that it came from; empty of this machine's own services */
record VerifyToken(String text, String network) {
    private static final int MOST_NETWORK = 100;

    static VerifyToken read(Fields fields) {
        @Nullable String network = fields.optionalText("network", 0, MOST_NETWORK);
        return new VerifyToken(Tokens.read(fields), network == null ? "" : network);
    }
}
