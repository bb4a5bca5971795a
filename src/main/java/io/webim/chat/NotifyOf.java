package io.webim.chat;

import io.webim.chat.conversations.Notify;
import io.webim.contract.Fields;

/** {@code {conversationId, level}}. */
record NotifyOf(long conversationId, Notify level) {
    static NotifyOf read(Fields fields) {
        return new NotifyOf(fields.id("conversationId"), Notify.read(fields));
    }
}
