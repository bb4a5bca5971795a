package io.webim.auth;

import io.webim.contract.Fields;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * {@code {after?}}: a page of the list of devices, and where it begins.
 *
 * @param usedBefore when the last one of the page before was last used
 * @param idBefore of those that were used at that moment
 */
record ListSessions(Instant usedBefore, long idBefore) {
    static final int PAGE = 100;

    static final ListSessions FIRST = new ListSessions(Instant.parse("9998-12-31T23:59:59Z"), Long.MAX_VALUE);
    private static final Pattern AFTER = Pattern.compile("([0-9]{1,14})-([0-9]{1,16})");
    private static final int MAX_LENGTH = 40;

    static ListSessions read(Fields fields) {
        if (!fields.has("after")) {
            return FIRST;
        }
        var after = AFTER.matcher(fields.text("after", 1, MAX_LENGTH));
        if (!after.matches()) {
            fields.refuse("after", "must be the next of the page before");
            return FIRST;
        }
        return new ListSessions(Instant.ofEpochMilli(Long.parseLong(after.group(1))), Long.parseLong(after.group(2)));
    }

    /** For the page behind this device. */
    static String next(Device last) {
        return last.lastUsedAt().toEpochMilli() + "-" + last.sessionId();
    }
}
