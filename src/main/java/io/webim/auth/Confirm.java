package io.webim.auth;

import io.webim.contract.Fields;

/** The owner of a session says the password once more. */
record Confirm(String password, String remoteAddress) {
    static Confirm read(Fields fields) {
        return new Confirm(ChangePassword.anyPassword(fields, "password"), LogIn.remoteAddress(fields));
    }
}
