package io.webim.contract;

import io.vertx.core.json.JsonObject;

/** {@code {password?, refreshToken?, remoteAddress}} of a request: what shows that the session's owner asks. */
public final class Proof {
    private static final int MOST_PASSWORD = 128;
    private static final int MOST_TOKEN = 16_384;
    private static final int MOST_ADDRESS = 100;

    private Proof() {}

    /**
     * For auth to judge.
     *
     * @param purpose what is to be made, for the audit log
     */
    public static JsonObject read(Fields fields, String purpose) {
        var proof = new JsonObject()
                .put("purpose", purpose)
                .put("remoteAddress", fields.text("remoteAddress", 1, MOST_ADDRESS));
        if (fields.has("password")) {
            proof.put("password", fields.text("password", 1, MOST_PASSWORD));
        }
        if (fields.has("refreshToken")) {
            proof.put("refreshToken", fields.text("refreshToken", 1, MOST_TOKEN));
        }
        return proof;
    }
}
