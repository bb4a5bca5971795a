package io.webim.groups;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: the page above a user's id. */
record ListRequests(long conversationId, long after, int limit) {
    static ListRequests read(Fields fields) {
        return new ListRequests(
                fields.id("conversationId"), fields.has("after") ? fields.seq("after") : 0, fields.limit());
    }
}
