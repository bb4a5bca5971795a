package io.webim.auth;

import io.webim.contract.Fields;

/** A code of an authenticator app. */
record EnterCode(String code, String remoteAddress) {
    private static final int MAX_CODE = 100;

    static EnterCode read(Fields fields) {
        return new EnterCode(code(fields), LogIn.remoteAddress(fields));
    }

    /** As typed: what cannot be a code is simply a wrong one. */
    static String code(Fields fields) {
        return fields.text("code", 1, MAX_CODE);
    }
}
