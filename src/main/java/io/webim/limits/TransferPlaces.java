package io.webim.limits;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The places of those who send or get a file at this moment: a few a user, a network, and in all. Whoever has had one for
 * long gives it to who comes, so that nobody keeps others out by being slow. Used by one thread.
 */
public final class TransferPlaces {
    private static final long SAFE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The oldest first. */
    private final Set<Place> taken = new LinkedHashSet<>();

    private final int mostOfUser;
    private final int mostOfNetwork;
    private final int most;
    private final boolean shared;

    /** @param shared whether no user and no network may take all the places */
    public TransferPlaces(int mostOfUser, int mostOfNetwork, int most, boolean shared) {
        this.mostOfUser = mostOfUser;
        this.mostOfNetwork = mostOfNetwork;
        this.most = most;
        this.shared = shared;
    }

    /** One of them; to be left once. */
    public static final class Place {
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
    public Optional<String> full(Object user, Object network, long now) {
        if (shared && !hasRoom(place -> place.user.equals(user), mostOfUser, now)) {
            return Optional.of("user");
        }
        if (shared && !hasRoom(place -> place.network.equals(network), mostOfNetwork, now)) {
            return Optional.of("network");
        }
        return hasRoom(place -> true, most, now) ? Optional.empty() : Optional.of("all");
    }

    /** @param end takes the place from whoever has it */
    public Place take(Object user, Object network, long now, Runnable end) {
        var place = new Place(user, network, now, end);
        taken.add(place);
        return place;
    }

    /** May be called for one that was ended. */
    public void leave(Place place) {
        taken.remove(place);
    }

    public int taken() {
        return taken.size();
    }

    private boolean hasRoom(Predicate<Place> share, int shareOf, long now) {
        var sharing = taken.stream().filter(share).toList();
        if (sharing.size() < shareOf) {
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
