package io.webim.chat;

import io.webim.contract.Fields;
import io.webim.contract.NewestFirst;

/** {@code {blocked?, after?, limit?}}: the page after a place. */
record ListContacts(boolean blocked, NewestFirst after, int limit) {
    /** An answer holds about as many. */
    private static final int MOST = 256;

    static ListContacts read(Fields fields) {
        return new ListContacts(
                fields.flag("blocked"),
                NewestFirst.read(fields, "after"),
                fields.has("limit") ? (int) fields.number("limit", 1, MOST) : MOST);
    }
}
