package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record RegisterUser(String username, String password, String displayName, String remoteAddress) {
    static RegisterUser read(Fields fields) {
        var username = Names.username(fields);
        return new RegisterUser(
                username,
                ChangePassword.newPassword(fields, "password"),
                fields.has("displayName") ? Names.displayName(fields) : username,
                LogIn.remoteAddress(fields));
    }
}
