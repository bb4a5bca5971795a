package io.webim.groups;

import io.webim.contract.Fields;

/** {@code {conversationId, inviteId}}. */
record RevokeInvite(long conversationId, long inviteId) {
    static RevokeInvite read(Fields fields) {
        return new RevokeInvite(fields.id("conversationId"), fields.id("inviteId"));
    }
}
