package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record Refresh(String refreshToken, String remoteAddress) {
    static final int MAX_LENGTH = 16_384;

    static Refresh read(Fields fields) {
        return new Refresh(fields.text("refreshToken", 1, MAX_LENGTH), LogIn.remoteAddress(fields));
    }
}
