package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.contract.Times;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        JsonObject event;
        do {
            event = nextPresence(bobs);
            assertThat(event.getLong("userId")).isEqualTo(carl.id());
        } while (!event.getBoolean("online"));

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

    @Test
    void whoComesBackIsToldWhoIsThereAndWhoWas() throws Exception {
        befriend(ann, bob);
        befriend(ann, carl);
        var anns = connect(ann);
        var bobs = connect(bob);
        awaitPresence(anns, bob, true);
        var first = sync(anns, new JsonArray(), Instant.EPOCH);
        // Whoever comes with the conversation needs no more.
        assertThat(first.getJsonArray("presence")).isEmpty();
        var known = BusUser.known(first);
        assertThat(presence(sync(anns, known, Instant.EPOCH)))
                .containsOnlyKeys(bob.id())
                .hasEntrySatisfying(
                        bob.id(),
                        there -> assertThat(there.getBoolean("online")).isTrue());

        open.remove(bobs);
        bobs.close();
        awaitPresence(anns, bob, false);
        connect(carl);
        awaitPresence(anns, carl, true);
        var back = presence(sync(anns, known, Instant.parse(first.getString("presenceAt"))));
        assertThat(back).containsOnlyKeys(bob.id(), carl.id());
        assertThat(back.get(carl.id())).isEqualTo(shownOf(carl));
        assertThat(back.get(bob.id())).isEqualTo(shownOf(bob));

        var later = Instant.parse(back.get(bob.id()).getString("lastSeen")).plus(Duration.ofMinutes(2));
        assertThat(presence(sync(anns, known, later))).containsOnlyKeys(carl.id());
        assertThat(sync(anns, known, null).fieldNames()).doesNotContain("presence", "presenceAt");
    }

    @Test
    void whoComesBackIsToldNothingAcrossABlock() throws Exception {
        befriend(ann, bob);
        befriend(ann, carl);
        var anns = connect(ann);
        connect(bob);
        awaitPresence(anns, bob, true);
        connect(carl);
        awaitPresence(anns, carl, true);
        block(bob, ann, true);
        block(ann, carl, true);
        var known = BusUser.known(sync(anns, new JsonArray(), null));
        var atTheBlock = shownOf(bob).getString("lastSeen");

        open.remove(1).close();
        connect(bob);
        var told = presence(sync(anns, known, Instant.EPOCH));
        assertThat(told).containsOnlyKeys(bob.id());
        assertThat(told.get(bob.id()))
                .isEqualTo(new JsonObject()
                        .put("userId", bob.id())
                        .put("online", false)
                        .put("lastSeen", atTheBlock));
    }

    @Test
    void whoComesBackIsToldNothingOfThoseWhoDoNotHaveThem() throws Exception {
        add(ann, bob);
        var anns = connect(ann);
        connect(bob);
        var known = BusUser.known(sync(anns, new JsonArray(), null));

        assertThat(presence(sync(anns, known, Instant.EPOCH))).isEmpty();
    }

    private static JsonObject sync(BusClient socket, JsonArray known, @Nullable Instant presenceSince)
            throws Exception {
        var body = new JsonObject().put("known", known);
        return socket.ask(
                        "chat.sync", presenceSince == null ? body : body.put("presenceSince", Times.iso(presenceSince)))
                .getJsonObject("body");
    }

    private static Map<Long, JsonObject> presence(JsonObject synced) {
        assertThat(synced.getJsonArray("conversations")).isEmpty();
        return synced.getJsonArray("presence").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(one -> one.getLong("userId"), Function.identity()));
    }

    /** As ann's list has it. */
    private JsonObject shownOf(Person other) {
        var entry = entry(ann, other);
        var shown = new JsonObject().put("userId", other.id()).put("online", entry.getBoolean("online"));
        return entry.containsKey("lastSeen") ? shown.put("lastSeen", entry.getString("lastSeen")) : shown;
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

    private static void befriend(Person person, Person other) {
        add(person, other);
        add(other, person);
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
