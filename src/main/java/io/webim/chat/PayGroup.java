package io.webim.chat;

import io.webim.contract.Fields;

/**
 * {@code {conversationId, bytes}}: what is to be told to all members of a group.
 *
 * @param bytes how much of it one copy is
 */
record PayGroup(long conversationId, int bytes) {
    static PayGroup read(Fields fields) {
        return new PayGroup(fields.id("conversationId"), (int) fields.number("bytes", 0, Integer.MAX_VALUE));
    }
}
