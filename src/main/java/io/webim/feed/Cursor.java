package io.webim.feed;

import io.webim.contract.Failure;
import java.util.regex.Pattern;

/**
 * A place in the feed of an account: the id of the event that stands there, {@code evt_<account>_<position>}; 0 is before
 * the first. An id has no dot, which the signatures of webhooks need.
 */
final class Cursor {
    private static final Pattern TEXT = Pattern.compile("evt_([1-9][0-9]{0,15})_(0|[1-9][0-9]{0,15})");

    private static final String AFTER = "after";

    private Cursor() {}

    static String of(long accountId, long position) {
        return "evt_" + accountId + "_" + position;
    }

    /** Fails with 422 where it is none of this account's feed. */
    static long positionOf(long accountId, String text) {
        return positionOf(accountId, text, AFTER);
    }

    /** @param field in which it stands */
    static long positionOf(long accountId, String text, String field) {
        var parts = TEXT.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) != accountId) {
            throw unknown(field);
        }
        return Long.parseLong(parts.group(2));
    }

    static Failure unknown() {
        return unknown(AFTER);
    }

    static Failure unknown(String field) {
        return Failure.invalid(field, "is no cursor of this feed");
    }
}
