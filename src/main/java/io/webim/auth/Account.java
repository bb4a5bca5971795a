package io.webim.auth;

import io.webim.contract.User;
import org.jspecify.annotations.Nullable;

/** A row of {@code account} that is not deleted. */
record Account(
        long id,
        String username,
        String displayName,
        @Nullable String picture,
        String passwordHash) {
    User user() {
        return new User(id, username, displayName, picture);
    }
}
