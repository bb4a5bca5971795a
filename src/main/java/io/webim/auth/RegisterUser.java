package io.webim.auth;

import io.webim.contract.Fields;

/** @param remoteAddress where the request came from */
record RegisterUser(String username, String password, String displayName, String remoteAddress) {
    static RegisterUser read(Fields fields, PasswordRules rules) {
        var username = UserNames.newUsername(fields);
        var password = ChangePassword.newPassword(fields, "password");
        rules.check(fields, "password", password, username);
        return new RegisterUser(
                username,
                password,
                fields.has("displayName") ? UserNames.displayName(fields) : username,
                LogIn.remoteAddress(fields));
    }
}
