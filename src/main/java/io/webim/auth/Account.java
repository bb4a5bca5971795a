package io.webim.auth;

import io.webim.contract.User;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code account} that is not deleted.
 *
 * @param addedByAll whether anybody may add the user to a group, else contacts alone
 * @param readReceipts whether others are told what the user has read, and the user what others have
 */
record Account(
        long id,
        String username,
        String displayName,
        @Nullable String picture,
        boolean bot,
        String passwordHash,
        boolean addedByAll,
        boolean readReceipts) {
    User user() {
        return new User(id, username, displayName, picture, bot);
    }
}
