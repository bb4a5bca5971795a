package io.webim.chat;

import io.webim.chat.messages.NewestFirst;
import io.webim.contract.Fields;

/** {@code {blocked?, after?, limit?}}: the page after a place. */
record ListContacts(boolean blocked, NewestFirst after, int limit) {
    static ListContacts read(Fields fields) {
        return new ListContacts(
                fields.flag("blocked"), NewestFirst.read(fields, "after"), fields.limit(ListConversations.MOST));
    }
}
