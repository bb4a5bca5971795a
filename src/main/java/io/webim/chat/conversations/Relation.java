package io.webim.chat.conversations;

import org.jspecify.annotations.Nullable;

/**
 * How a member of a direct conversation has the other.
 *
 * @param version grows with each change
 * @param added whether the other is a contact
 * @param blockedFrom set while the member blocks the other
 */
record Relation(long version, boolean added, @Nullable Long blockedFrom) {
    static final Relation NONE = new Relation(0, false, null);
}
