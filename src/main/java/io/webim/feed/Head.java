package io.webim.feed;

import org.jspecify.annotations.Nullable;

/**
 * A conversation as it stands for an account, and how far the account's feed has come in it.
 *
 * @param seenAbove up to here the account sees nothing
 * @param enteredSeq the last message as the account came, or came back
 * @param blockedFrom of one whom the account blocks: what comes above it is never shown; null of others
 */
record Head(
        long conversationId,
        long lastSeq,
        long version,
        long ownVersion,
        boolean listed,
        long seenAbove,
        long enteredSeq,
        @Nullable Long blockedFrom,
        Place told) {
    /** Whether anything may have to be told; at the worst there is nothing. */
    boolean isAhead() {
        return !told.equals(new Place(lastSeq, version, ownVersion, listed));
    }

    /** Up to here the feed has told of messages that the account was shown. */
    long shownTo() {
        return blockedFrom == null ? told.seq() : Math.min(told.seq(), blockedFrom);
    }
}
