package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.chat.bridge.BusClient;
import io.webim.chat.bridge.Transport;
import io.webim.contract.Address;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bob is blocked by Alice and wants to know. What he can see of her is held against what he sees of Carol, who has
 * removed him and is not there: the two must not differ in anything.
 */
class BlockingIT {
    private static TestServer server;
    private static RestClient anyone;
    private static int round;

    private Person bob;
    private Person alice;
    private Person carol;
    private long withAlice;
    private long withCarol;
    private final List<BusClient> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.start();
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void twoFriendsOfBob() {
        round++;
        bob = anyone.person("bob" + round);
        alice = anyone.person("alice" + round);
        carol = anyone.person("carol" + round);
        withAlice = befriend(alice);
        withCarol = befriend(carol);
        for (long conversation : List.of(withAlice, withCarol)) {
            send(bob, conversation, UUID.randomUUID()).expect(201);
        }
    }

    @AfterEach
    void closeSockets() {
        open.forEach(BusClient::close);
    }

    @Test
    void aBlockLooksLikeSomebodyWhoIsAway() throws Exception {
        var socket = connect(bob);
        var alices = connect(alice);
        goAwayInBothWays();
        drain(socket);
        drain(alices);

        var seen = seenOf(socket, withAlice, alice);
        var twin = seenOf(socket, withCarol, carol);

        assertThat(seen).isEqualTo(twin);
        alices.ask("contacts.list", new JsonObject());
        assertThat(eventsOf(alices)).as("what Alice's device was told").isEmpty();
    }

    @Test
    void theMomentOfTheBlockLooksLikeLeaving() throws Exception {
        var socket = connect(bob);
        connect(alice);
        connect(carol);
        awaitOnline(socket, 2);
        drain(socket);

        goAwayInBothWays();

        var events = List.of(nextEvent(socket), nextEvent(socket));
        assertThat(events).allMatch(event -> event.equals(events.get(0)));
        assertThat(events.get(0)).contains("presence.changed", "\"online\":false");
        socket.ask("contacts.list", new JsonObject());
        assertThat(eventsOf(socket)).isEmpty();
    }

    @Test
    void aBlockByAStrangerIsNoEventAtAll() throws Exception {
        var dave = anyone.person("dave" + round);
        var socket = connect(bob);
        connect(dave);
        drain(socket);

        dave.rest().call("PUT", "/api/contacts/" + bob.id() + "/block").expect(204);
        dave.rest().call("DELETE", "/api/contacts/" + bob.id() + "/block").expect(204);

        socket.ask("contacts.list", new JsonObject());
        assertThat(socket.waiting()).isZero();
    }

    @Test
    void comingAndGoingAreNotToldToEitherSide() throws Exception {
        block();
        var bobs = connect(bob);
        var alices = connect(alice);
        drain(bobs);
        drain(alices);

        connect(alice).close();
        alices.close();
        connect(alice);
        bobs.ask("contacts.list", new JsonObject());
        assertThat(bobs.waiting()).isZero();

        var again = connect(alice);
        drain(again);
        bobs.close();
        connect(bob).ask("contacts.list", new JsonObject());
        bob.rest().delete("/api/contacts/" + alice.id()).expect(204);
        bob.rest()
                .post("/api/contacts", new JsonObject().put("username", alice.username()))
                .expect(201);
        again.ask("contacts.list", new JsonObject());
        assertThat(again.waiting()).isZero();
        assertThat(entry(alice, bob).containsKey("online")).isFalse();
        assertThat(entry(bob, alice).containsKey("online")).isFalse();
    }

    @Test
    void sendingTakesAsLong() {
        goAwayInBothWays();
        long toAlice = Long.MAX_VALUE;
        long toCarol = Long.MAX_VALUE;
        for (int i = 0; i < 60; i++) {
            toAlice = Math.min(toAlice, time(withAlice));
            toCarol = Math.min(toCarol, time(withCarol));
        }

        assertThat((double) toAlice / toCarol).isBetween(0.5, 2.0);
    }

    @Test
    void afterTheBlockOnlyWhatComesThenIsShown() throws Exception {
        block();
        send(bob, withAlice, UUID.randomUUID()).expect(201);
        alice.rest().call("DELETE", "/api/contacts/" + bob.id() + "/block").expect(204);
        var alices = connect(alice);
        drain(alices);

        send(bob, withAlice, UUID.randomUUID()).expect(201);

        assertThat(alices.next().getJsonObject("body").getString("type")).isEqualTo("message.sent");
        var seqs =
                alice
                        .rest()
                        .get("/api/conversations/" + withAlice + "/messages")
                        .body()
                        .getJsonArray("messages")
                        .stream()
                        .map(message -> ((JsonObject) message).getLong("seq"));
        assertThat(seqs).containsExactly(1L, 3L);
        assertThat(entry(alice, bob).getLong("unread")).isEqualTo(2);
    }

    /** Alice blocks, Carol removes; both are there no more. */
    private void goAwayInBothWays() {
        block();
        carol.rest().delete("/api/contacts/" + bob.id()).expect(204);
    }

    private void block() {
        alice.rest().call("PUT", "/api/contacts/" + bob.id() + "/block").expect(204);
    }

    /** All that Bob can do with somebody, and what comes back. */
    private List<String> seenOf(BusClient socket, long conversation, Person person) throws Exception {
        var seen = new ArrayList<String>();
        Function<RestClient.Answer, String> shown = answer -> answer.status() + " " + answer.header("content-type")
                + " " + (answer.text().isEmpty() ? "" : comparable(answer.body()));
        var in = new JsonObject().put("conversationId", conversation);
        var id = UUID.randomUUID();
        seen.add(comparable(entry(bob, person)));
        seen.add(shown.apply(send(bob, conversation, id)));
        seen.add(shown.apply(send(bob, conversation, id)));
        seen.add(shown.apply(bob.rest().get("/api/conversations/" + conversation + "/messages")));
        seen.add(comparable(socket.ask("chat.typing", in)));
        seen.add(comparable(socket.ask("chat.message.details", in.copy().put("seq", 2))));
        seen.add(comparable(socket.ask("chat.message.received", in.copy().put("seq", 2))));
        seen.add(comparable(socket.ask("chat.conversation.read", in.copy().put("seq", 2))));
        seen.add(comparable(socket.ask(
                "chat.message.send",
                new JsonObject()
                        .put("toUserId", person.id())
                        .put("clientId", UUID.randomUUID().toString())
                        .put("text", "are you there?"))));
        seen.add(comparable(socket.ask("chat.message.delete", deletion(conversation, 2, "everyone"))));
        seen.add(comparable(socket.ask("chat.message.delete", deletion(conversation, 3, "me"))));
        seen.add(shown.apply(bob.rest().get("/api/users?q=" + person.username())));
        seen.add(shown.apply(bob.rest().delete("/api/contacts/" + person.id())));
        seen.add(shown.apply(bob.rest().post("/api/contacts", new JsonObject().put("username", person.username()))));
        seen.add(shown.apply(bob.rest().call("PUT", "/api/contacts/" + person.id() + "/block")));
        seen.add(shown.apply(send(bob, conversation, UUID.randomUUID())));
        seen.add(shown.apply(bob.rest().call("DELETE", "/api/contacts/" + person.id() + "/block")));
        var synced = socket.ask(
                "chat.sync", new JsonObject().put("after", conversation - 1).put("known", new JsonArray()));
        seen.add(comparable(
                synced.getJsonObject("body").getJsonArray("conversations").getJsonObject(0)));
        seen.add(comparable(entry(bob, person)));
        seen.addAll(eventsOf(socket));
        return seen;
    }

    private List<String> eventsOf(BusClient socket) throws Exception {
        var events = new ArrayList<String>();
        while (socket.waiting() > 0) {
            events.add(nextEvent(socket));
        }
        return events;
    }

    private String nextEvent(BusClient socket) throws Exception {
        return "event " + comparable(socket.next().getJsonObject("body"));
    }

    /** That somebody came is told a little after their log-in. */
    private static void awaitOnline(BusClient socket, int people) throws Exception {
        for (int come = 0; come < people; ) {
            var event = socket.next().getJsonObject("body");
            if ("presence.changed".equals(event.getString("type")) && event.getBoolean("online")) {
                come++;
            }
        }
    }

    private static JsonObject deletion(long conversation, long seq, String scope) {
        return new JsonObject()
                .put("conversationId", conversation)
                .put("seqs", new JsonArray().add(new JsonArray().add(seq).add(seq)))
                .put("scope", scope);
    }

    /** Without what differs between any two conversations. */
    private String comparable(JsonObject json) {
        return json.encode()
                .replaceAll("\"(address|clientId|sentAt|lastSeen|createdAt)\":\"[^\"]*\"", "\"$1\":…")
                .replaceAll("\"conversationId\":(" + withAlice + "|" + withCarol + ")\\b", "\"conversationId\":…")
                .replaceAll("\"(id|userId)\":(" + alice.id() + "|" + carol.id() + ")\\b", "\"$1\":…")
                .replaceAll("(alice|carol)" + round, "somebody");
    }

    private long befriend(Person other) {
        other.rest()
                .post("/api/contacts", new JsonObject().put("username", bob.username()))
                .expect(201);
        return bob.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .expect(201)
                .body()
                .getLong("conversationId");
    }

    private static RestClient.Answer send(Person sender, long conversation, UUID clientId) {
        return sender.rest()
                .post(
                        "/api/conversations/" + conversation + "/messages",
                        new JsonObject().put("clientId", clientId.toString()).put("text", "hello"));
    }

    private long time(long conversation) {
        long begun = System.nanoTime();
        send(bob, conversation, UUID.randomUUID()).expect(201);
        return System.nanoTime() - begun;
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

    /** What was under way has arrived, and is thrown away. */
    private static void drain(BusClient socket) throws Exception {
        socket.ask("contacts.list", new JsonObject());
        socket.took("");
    }
}
