package io.webim.reports;

import io.webim.contract.Fields;

/** {@code {conversationId, reportId}}. */
record HandleReport(long conversationId, long reportId) {
    static HandleReport read(Fields fields) {
        return new HandleReport(fields.id("conversationId"), fields.id("reportId"));
    }
}
