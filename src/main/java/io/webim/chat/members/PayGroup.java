package io.webim.chat.members;

import io.webim.contract.Fields;

/**
 * {@code {conversationId, bytes}}: what is to be told to all members of a group.
 *
 * @param bytes how much of it one copy is
 */
public record PayGroup(long conversationId, int bytes) {
    public static PayGroup read(Fields fields) {
        return new PayGroup(fields.id("conversationId"), (int) fields.number("bytes", 0, Integer.MAX_VALUE));
    }
}
