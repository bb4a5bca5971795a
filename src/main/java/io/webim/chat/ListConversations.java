package io.webim.chat;

import io.webim.chat.messages.NewestFirst;
import io.webim.contract.Fields;

/** {@code {after?, limit?}}: the page after a place. */
record ListConversations(NewestFirst after, int limit) {
    /** An answer holds about as many. */
    static final int MOST = 256;

    static ListConversations read(Fields fields) {
        return new ListConversations(NewestFirst.read(fields, "after"), fields.limit(MOST));
    }
}
