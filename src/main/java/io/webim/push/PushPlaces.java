package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.push.NoticeQueue.Notice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whose pushes are on their way: one notice a user, so many in all. Anybody may name services that answer late or never,
 * under as many names as they like, so it is the user who is known to be slow, whatever the service is called: slow ones
 * have half of the places, come after all others, and give theirs to who comes. No I/O; the clock is the caller's, in
 * milliseconds.
 */
final class PushPlaces {
    static final int MOST = 64;
    static final int MOST_SLOW = 32;
    /** After that a place is given to whoever waits for one, and its user is slow. */
    static final long PATIENCE_MILLIS = 2_000;
    /** For each push that was sent, until the user's next: what many devices want is not free. */
    static final long REST_MILLIS = 50;

    private static final int MOST_REMEMBERED = 10_000;

    /** By user, whoever has had one for longest first. */
    private final Map<Long, Place> places = new LinkedHashMap<>();

    private final List<Place> given = new ArrayList<>();
    private final Map<Long, Long> resting = new HashMap<>();
    /** Those whose last one took long. */
    private final Map<Long, Boolean> slow = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Place(Notice notice, long since, Promise<Void> cut) {
        private boolean isLong(long now) {
            return now - since >= PATIENCE_MILLIS;
        }
    }

    boolean isSlow(long userId) {
        return slow.containsKey(userId);
    }

    /** Whether the user may have a place now, if there is one. */
    boolean mayEnter(long userId, long now) {
        if (resting.getOrDefault(userId, now) <= now) {
            resting.remove(userId);
            return !places.containsKey(userId);
        }
        return false;
    }

    /** Whether there is a place, be it that of somebody who has had it for long. */
    boolean makeRoom(boolean forSlow, long now) {
        if (places.size() < MOST && (!forSlow || slowOnes() < MOST_SLOW)) {
            return true;
        }
        var longest = places.values().stream()
                .filter(place ->
                        place.isLong(now) && (!forSlow || isSlow(place.notice().userId())))
                .findFirst();
        longest.ifPresent(this::give);
        return longest.isPresent();
    }

    /** Ends those whose places were given to others; they may come again at once. */
    void cutThose() {
        var cut = List.copyOf(given);
        given.clear();
        cut.forEach(place -> place.cut().complete());
    }

    void enter(Notice notice, long now) {
        places.put(notice.userId(), new Place(notice, now, Promise.promise()));
    }

    /** Completes when its place is given to somebody else; to be asked for while it has one. */
    Future<Void> cut(Notice notice) {
        return Objects.requireNonNull(places.get(notice.userId())).cut().future();
    }

    /** @param pushes that were sent for it */
    void leave(Notice notice, int pushes, long now) {
        long userId = notice.userId();
        resting.put(userId, now + pushes * REST_MILLIS);
        var place = places.get(userId);
        if (place != null && place.notice().equals(notice)) {
            places.remove(userId);
            note(userId, place.isLong(now));
        }
    }

    private void give(Place place) {
        places.remove(place.notice().userId());
        note(place.notice().userId(), true);
        given.add(place);
    }

    private void note(long userId, boolean isSlow) {
        if (isSlow) {
            slow.put(userId, true);
        } else {
            slow.remove(userId);
        }
    }

    private long slowOnes() {
        return places.keySet().stream().filter(this::isSlow).count();
    }
}
