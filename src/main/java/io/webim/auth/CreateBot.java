package io.webim.auth;

import io.webim.contract.Fields;

/** {@code {username, displayName?, …}}, and what shows that its owner asks. */
record CreateBot(String username, String displayName, ConfirmOwner owner) {
    static CreateBot read(Fields fields) {
        var username = UserNames.newUsername(fields);
        return new CreateBot(
                username,
                fields.has("displayName") ? UserNames.displayName(fields) : username,
                ConfirmOwner.read(fields, "bot"));
    }
}
