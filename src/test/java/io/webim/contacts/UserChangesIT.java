package io.webim.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UserChangesIT {
    private static final int SECONDS_BETWEEN = 3;

    @SharedServer
    static TestServer server;

    @Test
    void manyChangesOfANameAreToldNowAndThenAndTheLastOneIsTold() throws Exception {
        var ann = BusUser.create(server, "ann");
        var bob = BusUser.create(server, "bob");
        bob.add(ann);
        Queue<JsonObject> told = new ConcurrentLinkedQueue<>();
        new Bus(server.vertx()).listen(Address.CHAT_DELIVER, body -> {
            if (body.getLong("userId") == bob.id
                    && body.getJsonObject("event").getString("type").equals("user.changed")) {
                told.add(body.getJsonObject("event").getJsonObject("user"));
            }
        });

        long begun = System.nanoTime();
        for (int i = 0; i <= 50; i++) {
            ann.call(Address.USERS_UPDATE, new JsonObject().put("displayName", "Ann the " + i + "th"));
        }
        Eventually.holds(() ->
                told.stream().anyMatch(user -> user.getString("displayName").equals("Ann the 50th")));

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat((long) told.size()).isLessThanOrEqualTo(2 + seconds / SECONDS_BETWEEN);
    }
}
