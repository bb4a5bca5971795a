package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.chat.bridge.BusClient;
import io.webim.chat.bridge.Transport;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told that somebody has come or gone, and how often. */
class PresenceIT {
    @SharedServer
    static TestServer server;

    private final List<BusClient> open = new ArrayList<>();
    private Person ann;
    private Person bob;
    /** Bob and Carl list each other: what is told of Carl shows that all before has been told. */
    private Person carl;

    @BeforeEach
    void people() {
        ann = person("ann");
        bob = person("bob");
        carl = person("carl");
        add(bob, carl);
        add(carl, bob);
    }

    @AfterEach
    void closeSockets() {
        open.forEach(BusClient::close);
    }

    @Test
    void whoComesAndGoesWithoutEndIsToldOnceASecondAtMost() throws Exception {
        add(ann, bob);
        add(bob, ann);
        var watching = connect(bob);
        var restless = connect(ann);
        awaitPresence(watching, ann, true);

        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            restless.send(registration("unregister"));
            restless.send(registration("register"));
        }
        restless.send(registration("unregister"));
        restless.ask("contacts.list", new JsonObject());
        int told = awaitPresence(watching, ann, false);
        connect(carl);
        told += awaitPresence(watching, carl, true);

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;
        assertThat((long) told).isLessThanOrEqualTo(seconds + 1);
    }

    @Test
    void whoIsAddedHearsNothingBeforeTheyAddToo() throws Exception {
        var bobs = connect(bob);
        var anns = connect(ann);
        add(ann, bob);
        block(ann, bob, true);
        block(ann, bob, false);
        anns.close();
        connect(ann);
        connect(carl);
        assertThat(awaitPresence(bobs, carl, true)).isEqualTo(1);

        add(bob, ann);
        assertThat(entry(bob, ann).getBoolean("online")).isTrue();
        open.remove(2).close();
        awaitPresence(bobs, ann, false);
    }

    @Test
    void whoIsWrittenToHearsOfTheWriter() throws Exception {
        var bobs = connect(bob);
        long conversation = add(ann, bob);
        ann.rest()
                .post(
                        "/api/conversations/" + conversation + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", "hello"))
                .expect(201);
        assertThat(entry(bob, ann).getBoolean("online")).isFalse();

        connect(ann);
        awaitPresence(bobs, ann, true);
    }

    /** The list goes on with the events: it says what has been told, not what is to be told within the second. */
    @Test
    void whoLeavesWithinTheSecondIsOnlineForNobodyWhoLoadsTheListInBetween() throws Exception {
        add(ann, bob);
        add(bob, ann);
        add(carl, ann);
        add(ann, carl);
        var anns = connect(ann);
        connect(bob);
        boolean online = entry(ann, bob).getBoolean("online");
        open.remove(1).close();
        connect(carl);

        for (JsonObject event = nextPresence(anns); event.getLong("userId") != carl.id(); event = nextPresence(anns)) {
            if (event.getLong("userId") == bob.id()) {
                online = event.getBoolean("online");
            }
        }
        assertThat(online).isFalse();
    }

    @Test
    void leavingIsToldWithTheTimeThatTheListShows() throws Exception {
        add(ann, bob);
        add(bob, ann);
        var bobs = connect(bob);
        var anns = connect(ann);
        awaitPresence(bobs, ann, true);
        anns.close();

        JsonObject event;
        do {
            event = nextPresence(bobs);
        } while (event.getLong("userId") != ann.id());

        assertThat(event.getString("lastSeen")).isEqualTo(entry(bob, ann).getString("lastSeen"));
    }

    private JsonObject registration(String type) {
        return new JsonObject().put("type", type).put("address", Address.inbox(ann.id()));
    }

    /** How many events of presence came before this one, and with it. */
    private static int awaitPresence(BusClient socket, Person person, boolean online) throws Exception {
        for (int events = 1; ; ) {
            var body = nextPresence(socket);
            if (body.getLong("userId") == person.id() && body.getBoolean("online") == online) {
                return events;
            }
            events++;
        }
    }

    private static JsonObject nextPresence(BusClient socket) throws Exception {
        JsonObject event;
        do {
            event = socket.next().getJsonObject("body", new JsonObject());
        } while (!"presence.changed".equals(event.getString("type")));
        return event;
    }

    private Person person(String name) {
        return RestClient.of(server).person(name + UUID.randomUUID().toString().substring(0, 8));
    }

    private static long add(Person person, Person other) {
        return person.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .body()
                .getLong("conversationId");
    }

    private static void block(Person person, Person other, boolean blocks) {
        person.rest()
                .call(blocks ? "PUT" : "DELETE", "/api/contacts/" + other.id() + "/block")
                .expect(204);
    }

    private static JsonObject entry(Person owner, Person other) {
        return owner.rest().get("/api/contacts").body().getJsonArray("contacts").stream()
                .map(contact -> (JsonObject) contact)
                .filter(contact -> contact.getJsonObject("user").getLong("id") == other.id())
                .findFirst()
                .orElseThrow();
    }

    private BusClient connect(Person person) throws Exception {
        var socket = Transport.RAW.connect(server);
        open.add(socket);
        socket.logIn(person.accessToken());
        socket.register(Address.inbox(person.id()));
        socket.ask("contacts.list", new JsonObject());
        return socket;
    }
}
