package io.webim.contract;

import io.vertx.core.json.JsonObject;

/** What a request has that shows that the owner of the session asks, for {@link Address#AUTH_SESSION_CONFIRM} to judge. */
public final class OwnerProof {
    private static final int MOST_PASSWORD = 128;
    private static final int MOST_TOKEN = 16_384;
    private static final int MOST_ADDRESS = 100;

    private OwnerProof() {}

    /** @param purpose what is to be made, for the audit log */
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
