package io.webim.http;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The places of those who send a file at this moment: one a user, a few a network, a few in all. Whoever has had one for
 * long gives it to who comes, so that nobody keeps others out by sending slowly.
 */
final class UploadPlaces {
    private static final int MOST = 8;
    private static final int MOST_OF_NETWORK = 4;
    private static final long SAFE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The oldest first. */
    private final Set<Place> taken = new LinkedHashSet<>();

    private final boolean shared;

    /** @param shared whether no user and no network may take all the places */
    UploadPlaces(boolean shared) {
        this.shared = shared;
    }

    static final class Place {
        private final Object user;
        private final Object network;
        private final long since;
        private final Runnable end;

        private Place(Object user, Object network, long since, Runnable end) {
            this.user = user;
            this.network = network;
            this.since = since;
            this.end = end;
        }
    }

    /** Whose share is full; empty where there is room, which may have been made by ending somebody. */
    Optional<String> full(Object user, Object network, long now) {
        if (shared && !hasRoom(place -> place.user.equals(user), 1, now)) {
            return Optional.of("user");
        }
        if (shared && !hasRoom(place -> place.network.equals(network), MOST_OF_NETWORK, now)) {
            return Optional.of("network");
        }
        return hasRoom(place -> true, MOST, now) ? Optional.empty() : Optional.of("all");
    }

    /** @param end takes the place from whoever has it */
    Place take(Object user, Object network, long now, Runnable end) {
        var place = new Place(user, network, now, end);
        taken.add(place);
        return place;
    }

    /** May be called for one that was ended. */
    void leave(Place place) {
        taken.remove(place);
    }

    int taken() {
        return taken.size();
    }

    private boolean hasRoom(Predicate<Place> share, int most, long now) {
        var sharing = taken.stream().filter(share).toList();
        if (sharing.size() < most) {
            return true;
        }
        var oldest = sharing.get(0);
        if (now - oldest.since < SAFE_NANOS) {
            return false;
        }
        taken.remove(oldest);
        oldest.end.run();
        return true;
    }
}
