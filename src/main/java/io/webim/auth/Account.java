package io.webim.auth;

import io.webim.contract.User;

/** A row of {@code account} that is not deleted. */
record Account(long id, String username, String displayName, String passwordHash) {
    User user() {
        return new User(id, username, displayName);
    }
}
