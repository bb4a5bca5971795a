package io.webim.torture;

import io.vertx.core.http.WebSocketClient;
import java.util.List;
import java.util.Random;

/** What all devices of a run have in common. */
record World(List<User> people, List<Group> groups, Tally tally, WebSocketClient client, List<Place> places) {
    Place any(Random random) {
        return places.get(random.nextInt(places.size()));
    }
}
