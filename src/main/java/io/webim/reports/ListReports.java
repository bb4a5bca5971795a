package io.webim.reports;

import io.webim.contract.Fields;

/** {@code {conversationId, after?, limit?}}: the page after a report's id. */
record ListReports(long conversationId, long after, int limit) {
    /** With their texts they fit into one answer. */
    private static final int MOST = 20;

    static ListReports read(Fields fields) {
        return new ListReports(
                fields.id("conversationId"),
                fields.has("after") ? fields.seq("after") : 0,
                Math.min(fields.limit(), MOST));
    }
}
