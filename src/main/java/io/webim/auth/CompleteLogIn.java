package io.webim.auth;

import io.webim.contract.Fields;

/** @param challenge what the log-in answered that needs a second factor */
record CompleteLogIn(String challenge, String code, String remoteAddress) {
    private static final int MAX_CHALLENGE = 100;

    static CompleteLogIn read(Fields fields) {
        return new CompleteLogIn(
                fields.text("challenge", 1, MAX_CHALLENGE), EnterCode.code(fields), LogIn.remoteAddress(fields));
    }
}
