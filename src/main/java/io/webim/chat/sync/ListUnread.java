package io.webim.chat.sync;

import io.webim.chat.messages.NewestFirst;
import io.webim.contract.Fields;

/** {@code {limit?, after?}}: the page after a place, the newest conversation first. */
public record ListUnread(int limit, NewestFirst after) {
    public static ListUnread read(Fields fields) {
        return new ListUnread(fields.limit(), NewestFirst.read(fields, "after"));
    }
}
