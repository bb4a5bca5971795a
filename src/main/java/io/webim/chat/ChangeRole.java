package io.webim.chat;

import io.webim.contract.Fields;
import io.webim.contract.Role;

/** {@code {conversationId, userId, role}}. */
record ChangeRole(long conversationId, long userId, Role role) {
    static ChangeRole read(Fields fields) {
        return new ChangeRole(fields.id("conversationId"), fields.id("userId"), Role.read(fields, "role"));
    }
}
