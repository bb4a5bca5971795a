package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may have a place, and for how long. */
class TransferPlacesTest {
    private static final long SOON = TimeUnit.SECONDS.toNanos(29);
    private static final long LATE = TimeUnit.SECONDS.toNanos(31);

    private final TransferPlaces places = new TransferPlaces(1, 4, 8, true);
    private final List<String> ended = new ArrayList<>();

    @Test
    void aUserANetworkAndAllHaveTheirShares() {
        take("ann", "home", 0);
        assertThat(places.full("ann", "office", 0)).contains("user");
        take("bob", "home", 0);
        take("eve", "home", 0);
        take("joe", "home", 0);
        assertThat(places.full("ida", "home", 0)).contains("network");
        for (var name : List.of("a", "b", "c", "d")) {
            take(name, "office", 0);
        }
        assertThat(places.full("ida", "cafe", SOON)).contains("all");
        assertThat(ended).isEmpty();
    }

    @Test
    void whoHasHadOneForLongGivesItToWhoComes() {
        var first = take("a", "home", 0);
        for (var name : List.of("b", "c", "d")) {
            take(name, "home", SOON);
        }

        assertThat(places.full("ida", "home", LATE)).isEmpty();
        take("ida", "home", LATE);
        assertThat(ended).containsExactly("a");
        places.leave(first);
        assertThat(places.taken()).isEqualTo(4);
        assertThat(places.full("joe", "home", LATE)).contains("network");
    }

    @Test
    void theUsersOwnIsEndedBeforeAnybodyElses() {
        take("ann", "home", 0);
        for (var name : List.of("b", "c", "d")) {
            take(name, "home", 0);
        }

        assertThat(places.full("ann", "home", LATE)).isEmpty();
        assertThat(ended).containsExactly("ann");
    }

    private TransferPlaces.Place take(String user, String network, long now) {
        return places.take(user, network, now, () -> ended.add(user));
    }
}
