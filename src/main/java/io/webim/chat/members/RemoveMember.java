package io.webim.chat.members;

import io.webim.contract.Fields;

/**
 * {@code {conversationId, userId, ban?, deleteMessages?}}.
 *
 * @param deleteMessages whether what that one wrote goes too
 */
public record RemoveMember(long conversationId, long userId, boolean ban, boolean deleteMessages) {
    public static RemoveMember read(Fields fields) {
        return new RemoveMember(
                fields.id("conversationId"), fields.id("userId"), fields.flag("ban"), fields.flag("deleteMessages"));
    }
}
