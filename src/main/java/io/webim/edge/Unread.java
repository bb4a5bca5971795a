package io.webim.edge;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose other end has much to read. Where all of them together hold too much, the one that holds most gives
 * way, first of the users and networks that do, and not who happens to be written to next. Some are looked at rather than
 * all: the set is in no order that anybody could choose. Safe from any thread.
 */
final class Unread {
    private static final int SAMPLE = 256;
    private static final Comparator<ConnectionGuard> BY_OUTPUT = Comparator.<ConnectionGuard>comparingLong(
                    guard -> guard.holding().outputOfHolder())
            .thenComparingLong(guard -> guard.holding().output());

    private final Set<ConnectionGuard> guards = ConcurrentHashMap.newKeySet();

    void add(ConnectionGuard guard) {
        guards.add(guard);
    }

    void remove(ConnectionGuard guard) {
        guards.remove(guard);
    }

    /**
     * Takes out the one that gives way; null where nobody holds more.
     *
     * @param now what would wait for the one that asks
     */
    @Nullable
    ConnectionGuard takeLarger(Holding asking, long now) {
        @Nullable
        ConnectionGuard largest = guards.stream().limit(SAMPLE).max(BY_OUTPUT).orElse(null);
        return largest != null && isLarger(largest.holding(), asking, now) && guards.remove(largest) ? largest : null;
    }

    private static boolean isLarger(Holding one, Holding asking, long now) {
        int byHolder = Long.compare(one.outputOfHolder(), asking.outputOfHolder());
        return byHolder == 0 ? one.output() > now : byHolder > 0;
    }
}
