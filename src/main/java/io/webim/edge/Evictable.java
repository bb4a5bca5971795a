package io.webim.edge;

import io.webim.limits.NetworkAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The connections that give way when there is no room for another: all on which nobody is signed in. It is the idlest of
 * the network that holds most of them, first of the wide ones, which many addresses of one attacker share. A sample is
 * looked at rather than all: who holds most is in it, and the cost of one connection more does not grow with what is held.
 * Safe from any thread.
 */
final class Evictable {
    private static final int SAMPLE = 64;

    private final List<ConnectionGuard> guards = new ArrayList<>();
    private final Map<ConnectionGuard, Place> places = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    /** Where a connection stands in the list, and whom it counts for. */
    private static final class Place {
        final String wide;
        final String network;
        int index;

        Place(String address, int index) {
            this.wide = "wide " + NetworkAddress.wide(address);
            this.network = NetworkAddress.of(address);
            this.index = index;
        }
    }

    synchronized void add(ConnectionGuard guard, String address) {
        if (!places.containsKey(guard)) {
            var place = new Place(address, guards.size());
            guards.add(guard);
            places.put(guard, place);
            sizes.merge(place.wide, 1, Integer::sum);
            sizes.merge(place.network, 1, Integer::sum);
        }
    }

    synchronized void remove(ConnectionGuard guard) {
        var place = places.remove(guard);
        if (place == null) {
            return;
        }
        var last = guards.remove(guards.size() - 1);
        if (last != guard) {
            guards.set(place.index, last);
            place(last).index = place.index;
        }
        leave(place.wide);
        leave(place.network);
    }

    /** Takes out the one that gives way; null where nobody does. */
    synchronized @Nullable ConnectionGuard take() {
        @Nullable
        ConnectionGuard victim = sample().mapToObj(guards::get)
                .max(Comparator.<ConnectionGuard>comparingInt(guard -> size(place(guard).wide))
                        .thenComparingInt(guard -> size(place(guard).network))
                        .thenComparingLong(ConnectionGuard::idleNanos))
                .orElse(null);
        if (victim != null) {
            remove(victim);
        }
        return victim;
    }

    private IntStream sample() {
        int all = guards.size();
        return all <= SAMPLE
                ? IntStream.range(0, all)
                : ThreadLocalRandom.current().ints(SAMPLE, 0, all);
    }

    private Place place(ConnectionGuard guard) {
        return Objects.requireNonNull(places.get(guard));
    }

    private int size(String name) {
        return Objects.requireNonNull(sizes.get(name));
    }

    @SuppressWarnings("NullAway") // computeIfPresent() takes null for "remove"; the checker reads it as a value.
    private void leave(String name) {
        sizes.computeIfPresent(name, (same, size) -> size == 1 ? null : size - 1);
    }
}
