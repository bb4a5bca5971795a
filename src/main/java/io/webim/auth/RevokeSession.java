package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record RevokeSession(long sessionId, String remoteAddress) {
    static RevokeSession read(Fields fields) {
        return new RevokeSession(fields.id("sessionId"), LogIn.remoteAddress(fields));
    }
}
