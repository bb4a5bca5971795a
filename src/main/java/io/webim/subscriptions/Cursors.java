package io.webim.subscriptions;

/** Places in a feed, as it names them: {@code evt_<account>_<position>}. */
final class Cursors {
    private Cursors() {}

    static String of(long accountId, long position) {
        return "evt_" + accountId + "_" + position;
    }

    static long positionOf(String cursor) {
        return Long.parseLong(cursor.substring(cursor.lastIndexOf('_') + 1));
    }
}
