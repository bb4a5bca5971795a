package io.webim.chat.members;

import io.webim.contract.Fields;
import io.webim.contract.Role;

/** {@code {conversationId, userId, role}}. */
public record ChangeRole(long conversationId, long userId, Role role) {
    public static ChangeRole read(Fields fields) {
        return new ChangeRole(fields.id("conversationId"), fields.id("userId"), Role.read(fields, "role"));
    }
}
