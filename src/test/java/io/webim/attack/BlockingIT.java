package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bob is blocked by Alice and wants to know. What he can see of her is held against what he sees of Carol, who has
 * left: the two must not differ in anything.
 */
class BlockingIT {
    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);
    private final Person bob = anyone.somebody("bob");
    private final Person alice = anyone.somebody("alice");
    private final Person carol = anyone.somebody("carol");
    private final List<BusClient> open = new ArrayList<>();
    private BusClient bobs;
    private long withAlice;
    private long withCarol;

    /** Who has added Bob shows him a little later whether they are there: until then nothing is to be seen of a block. */
    @BeforeEach
    void bobIsThereAndWritesToBoth() throws Exception {
        bobs = connect(bob);
        withAlice = befriend(alice);
        withCarol = befriend(carol);
        bob.send(withAlice, "hello");
        bob.send(withCarol, "hello");
        var shown = new HashSet<Long>();
        while (shown.size() < 2) {
            shown.add(bobs.event("presence.changed").getLong("userId"));
        }
    }

    @AfterEach
    void closeSockets() {
        open.forEach(BusClient::close);
    }

    @Test
    void aBlockLooksLikeSomebodyWhoIsAway() throws Exception {
        var alices = connect(alice);
        goAwayInBothWays();
        drain(bobs);
        drain(alices);

        var seen = seenOf(withAlice, alice);
        var twin = seenOf(withCarol, carol);

        assertThat(seen).isEqualTo(twin);
        alices.ask("contacts.list", new JsonObject());
        assertThat(eventsOf(alices))
                .as("what Alice's device was told")
                .containsExactly(
                        "event {\"type\":\"message.deleted\",\"conversationId\":…,\"ranges\":[[1,1]],\"scope\":\"me\"}");
    }

    /** What Bob's bots say to Alice, who blocks him, is taken and never shown; one that she has added herself she goes on hearing. */
    @Test
    void theBotsOfWhoeverIsBlockedAreBlockedToo() throws Exception {
        var bot = bob.bot("herald");
        var friend = bob.bot("friend");
        alice.conversationWith(friend);
        long group = new GroupClient(anyone).of(carol, alice, bob);
        new GroupClient(anyone).add(carol, group, bot).expect(200);
        alice.rest().call("PUT", "/api/contacts/" + bob.id() + "/block").expect(204);
        var alices = connect(alice);
        drain(alices);

        long direct = bot.conversationWith(alice);
        bot.send(direct, "let me tell you");
        bot.send(group, "@" + alice.username() + " look");
        long known = friend.conversationWith(alice);
        friend.send(known, "it is me");

        assertThat(bot.history(direct).getJsonArray("messages")).hasSize(1);
        assertThat(alice.rest().get("/api/conversations").body().getJsonArray("conversations").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getLong("conversationId")))
                .contains(known, group)
                .doesNotContain(direct);
        assertThat(mentions(alice, group)).isZero();
        assertThat(mentions(carol, group)).isZero();
        bot.send(group, "@" + carol.username() + " look");
        assertThat(mentions(carol, group)).isEqualTo(1);
        new GroupClient(anyone).add(carol, group, friend).expect(200);
        friend.send(group, "@" + alice.username() + " it is me");
        assertThat(mentions(alice, group)).isEqualTo(1);
        alices.ask("contacts.list", new JsonObject());
        assertThat(eventsOf(alices)).noneMatch(event -> event.contains("let me tell you"));

        alice.rest().call("DELETE", "/api/contacts/" + bob.id() + "/block").expect(204);
        bot.send(direct, "now");
        assertThat(alice.history(direct).getJsonArray("messages").stream()
                        .map(JsonObject.class::cast)
                        .map(message -> message.getString("text")))
                .containsExactly("now");
    }

    private static int mentions(Person person, long group) {
        return person.rest().get("/api/conversations").body().getJsonArray("conversations").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getLong("conversationId") == group)
                .mapToInt(one -> one.getInteger("mentions"))
                .sum();
    }

    @Test
    void theMomentOfTheBlockLooksLikeLeaving() throws Exception {
        connect(alice);

        var events = goAwayInBothWays();

        assertThat(comparable(events.get(0))).isEqualTo(comparable(events.get(1)));
        assertThat(events.get(0).getBoolean("online")).isFalse();
        for (var event : events) {
            var person = event.getLong("userId") == alice.id() ? alice : carol;
            var left = event.getString("lastSeen");
            assertThat(bob.contact(person).getString("lastSeen")).isEqualTo(left);
            assertThat(synced(person).getString("lastSeen")).isEqualTo(left);
        }
        bobs.ask("contacts.list", new JsonObject());
        assertThat(eventsOf(bobs)).isEmpty();
    }

    @Test
    void whatIsSeenAfterTheBlockStaysAsItWasThen() throws Exception {
        var alices = connect(alice);
        goAwayInBothWays();
        var seen = List.of(bob.contact(alice).encode(), synced(alice).encode());

        alices.close();
        connect(alice).close();
        connect(carol);
        awaitOnline(1);

        assertThat(List.of(bob.contact(alice).encode(), synced(alice).encode())).isEqualTo(seen);
        assertThat(seen.get(0)).contains("\"online\":false", "lastSeen");
    }

    @Test
    void readingOnAfterTheBlockIsNotToldAndNotUnreadAgain() throws Exception {
        var alices = connect(alice);
        awaitOnline(1);
        drain(bobs);
        block();
        assertThat(nextEvent(bobs)).contains("presence.changed", "\"online\":false");
        var before = List.of(bob.contact(alice).encode(), synced(alice).encode(), bob.history(withAlice));
        var mark = new JsonObject().put("conversationId", withAlice).put("seq", 1);

        alices.ask("chat.message.received", mark);
        var read = alices.ask("chat.conversation.read", mark);

        assertThat(read.getJsonObject("body").getLong("unread")).isZero();
        assertThat(List.of(bob.contact(alice).encode(), synced(alice).encode(), bob.history(withAlice)))
                .isEqualTo(before);
        assertThat(eventsOf(bobs)).isEmpty();
        alice.unblock(bob);
        assertThat(nextEvent(bobs)).contains("presence.changed", "\"online\":true");
        assertThat(alice.contact(bob).getLong("unread")).isZero();
        assertThat(bob.contact(alice).getLong("peerReadSeq")).isZero();
        alices.ask("chat.conversation.read", mark);
        assertThat(nextEvent(bobs)).contains("message.state", "\"readSeq\":1");
    }

    @Test
    void nameAndPictureOfTheBlockedOneStayAsTheyWere() throws Exception {
        var alices = connect(alice);
        block();
        drain(alices);
        var before = alice.contact(bob).getJsonObject("user");
        drain(bobs);

        bob.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "You cannot block me"))
                .expect(200);

        assertThat(bobs.next().getJsonObject("body").getString("type")).isEqualTo("user.changed");
        alices.ask("contacts.list", new JsonObject());
        assertThat(alices.waiting()).isZero();
        assertThat(alice.contact(bob).getJsonObject("user")).isEqualTo(before);
        var blocked = alice.rest().get("/api/contacts?blocked=true").body().getJsonArray("contacts");
        assertThat(blocked.getJsonObject(0).getJsonObject("user")).isEqualTo(before);

        alice.unblock(bob);
        assertThat(alice.contact(bob).getJsonObject("user").getString("displayName"))
                .isEqualTo("You cannot block me");
    }

    @Test
    void inAGroupTheyStayAsTheyWereEverywhere() throws Exception {
        var dave = anyone.somebody("dave");
        var groups = new GroupClient(anyone);
        long group = groups.of(bob, alice, dave);
        bob.send(group, "before");
        alice.block(bob);
        bob.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "You cannot block me"))
                .expect(200);

        var inMessages = alice.history(group).getJsonArray("users").stream()
                .map(JsonObject.class::cast)
                .filter(user -> user.getLong("id") == bob.id())
                .toList();
        assertThat(inMessages).hasSize(1);
        assertThat(inMessages.get(0).getString("displayName")).isNotEqualTo("You cannot block me");
        assertThat(members(alice, group)).contains(inMessages.get(0));
        assertThat(members(dave, group))
                .anyMatch(user -> user.getString("displayName").equals("You cannot block me"));
    }

    private static List<JsonObject> members(Person person, long group) {
        return person
                .rest()
                .get("/api/groups/" + group + "/members")
                .expect(200)
                .body()
                .getJsonArray("members")
                .stream()
                .map(member -> ((JsonObject) member).getJsonObject("user"))
                .toList();
    }

    @Test
    void aBlockByAStrangerIsNoEventAtAll() throws Exception {
        var dave = anyone.somebody("dave");
        connect(dave);
        drain(bobs);

        dave.block(bob);
        dave.unblock(bob);

        bobs.ask("contacts.list", new JsonObject());
        assertThat(bobs.waiting()).isZero();
    }

    @Test
    void comingAndGoingAreNotToldToEitherSide() throws Exception {
        block();
        var alices = connect(alice);
        drain(bobs);
        drain(alices);

        connect(alice).close();
        alices.close();
        connect(alice);
        connect(carol);
        // What is told of Carol shows that all before has been told.
        assertThat(nextEvent(bobs)).contains("presence.changed", "\"online\":true", "\"userId\":…");
        assertThat(bobs.waiting()).isZero();

        var again = connect(alice);
        drain(again);
        bobs.close();
        connect(bob).ask("contacts.list", new JsonObject());
        bob.remove(alice);
        bob.add(alice).expect(201);
        again.ask("contacts.list", new JsonObject());
        assertThat(again.waiting()).isZero();
        assertThat(alice.contact(bob).containsKey("online")).isFalse();
        assertThat(bob.contact(alice).getBoolean("online")).isFalse();
    }

    /** What the database is asked for until the answer; whatever else it does only adds to some of the rounds. */
    @Test
    void sendingCostsAsMuch() {
        block();
        var toAlice = Cost.MOST;
        var toCarol = Cost.MOST;
        for (int round = 0; round < 8 || (round < 60 && !toAlice.isLike(toCarol)); round++) {
            toAlice = toAlice.orLess(costOfSending(withAlice));
            toCarol = toCarol.orLess(costOfSending(withCarol));
        }

        assertThat(toAlice.isLike(toCarol)).as("%s, %s", toAlice, toCarol).isTrue();
    }

    @Test
    void afterTheBlockOnlyWhatComesThenIsShown() throws Exception {
        block();
        send(withAlice, UUID.randomUUID()).expect(201);
        alice.unblock(bob);
        var alices = connect(alice);
        drain(alices);

        send(withAlice, UUID.randomUUID()).expect(201);

        // That Bob is there may be told late.
        assertThat(alices.event("message.sent").getJsonObject("message").getLong("seq"))
                .isEqualTo(3);
        var seqs = alice.history(withAlice).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"));
        assertThat(seqs).containsExactly(1L, 3L);
        assertThat(alice.contact(bob).getLong("unread")).isEqualTo(2);
    }

    /** Of three that he has written the second was for nobody: the marks pass over it, and nothing says that it came. */
    @Test
    void whatIsWrittenToWhoBlocksIsNeverSaidToHaveCome() throws Exception {
        block();
        bob.send(withAlice, "to nobody");
        alice.unblock(bob);
        bob.send(withAlice, "are you back?");
        var alices = connect(alice);
        drain(bobs);

        var mark = new JsonObject().put("conversationId", withAlice).put("seq", 3);
        alices.ask("chat.message.received", mark);
        assertThat(bobs.event("message.state").getJsonArray("withheld")).isEqualTo(ranges(2, 2));
        alices.ask("chat.conversation.read", mark);

        assertThat(bob.contact(alice).getLong("peerReadSeq")).isEqualTo(3);
        assertThat(bob.contact(alice).getJsonArray("peerWithheld")).isEqualTo(ranges(2, 2));
        assertThat(statesOf(withAlice)).containsExactly("msg_read", "msg_cache", "msg_read");
        assertThat(detailsOf(2).fieldNames()).containsExactly("sentAt");
        assertThat(detailsOf(3).fieldNames()).contains("deliveredAt", "readAt");
        assertThat(
                        server
                                .query(
                                        "SELECT state FROM message_state WHERE conversation_id = ? ORDER BY seq",
                                        withAlice)
                                .stream()
                                .map(row -> row.getString(0)))
                .containsExactly("msg_read", "msg_cache", "msg_read");
    }

    /** She had not received it, and what he made of it was hidden from her. */
    @Test
    void whatHasNotComeAndIsEditedDuringTheBlockNeverComes() throws Exception {
        bob.send(withAlice, "one more");
        block();
        bobs.ask(
                "chat.message.edit",
                new JsonObject().put("conversationId", withAlice).put("seq", 2).put("text", "not that"));
        alice.unblock(bob);
        bob.send(withAlice, "are you back?");

        alice.read(withAlice, 3).expect(200);

        assertThat(statesOf(withAlice)).containsExactly("msg_read", "msg_cache", "msg_read");
        assertThat(bob.contact(alice).getJsonArray("peerWithheld")).isEqualTo(ranges(2, 2));
    }

    @Test
    void norDoesWhatTheBotsOfWhoeverIsBlockedHaveWritten() {
        var bot = bob.bot("crier");
        alice.block(bob);
        long direct = bot.conversationWith(alice);
        bot.send(direct, "hear me");
        alice.unblock(bob);
        bot.send(direct, "now");

        alice.read(direct, 2).expect(200);

        assertThat(states(bot, direct)).containsExactly("msg_cache", "msg_read");
    }

    private static JsonArray ranges(long from, long to) {
        return new JsonArray().add(new JsonArray().add(from).add(to));
    }

    private JsonObject detailsOf(long seq) throws Exception {
        return bobs.ask(
                        "chat.message.details",
                        new JsonObject().put("conversationId", withAlice).put("seq", seq))
                .getJsonObject("body");
    }

    private List<String> statesOf(long conversation) {
        return states(bob, conversation);
    }

    private static List<String> states(Person person, long conversation) {
        return person.history(conversation).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("state"))
                .toList();
    }

    /** Alice, who is there already, blocks; Carol comes and leaves. What Bob is told of both. */
    private List<JsonObject> goAwayInBothWays() throws Exception {
        var carols = connect(carol);
        awaitOnline(2);
        drain(bobs);
        block();
        carols.close();
        return List.of(bobs.next().getJsonObject("body"), bobs.next().getJsonObject("body"));
    }

    private JsonObject synced(Person person) throws Exception {
        long conversation = person == alice ? withAlice : withCarol;
        var synced = bobs.ask(
                "chat.sync", new JsonObject().put("after", conversation - 1).put("known", new JsonArray()));
        return synced.getJsonObject("body")
                .getJsonArray("conversations")
                .getJsonObject(0)
                .getJsonObject("contact");
    }

    private void block() {
        alice.block(bob);
    }

    /** All that Bob can do with somebody, and what comes back. */
    private List<String> seenOf(long conversation, Person person) throws Exception {
        var seen = new ArrayList<String>();
        Function<RestClient.Answer, String> shown = answer -> answer.status() + " " + answer.header("content-type")
                + " " + (answer.text().isEmpty() ? "" : comparable(answer.body()));
        var in = new JsonObject().put("conversationId", conversation);
        var id = UUID.randomUUID();
        seen.add(comparable(bob.contact(person)));
        seen.add(shown.apply(send(conversation, id)));
        seen.add(shown.apply(send(conversation, id)));
        seen.add(shown.apply(bob.rest().get("/api/conversations/" + conversation + "/messages")));
        seen.add(
                comparable(bobs.ask("chat.message.edit", in.copy().put("seq", 1).put("text", "hello again"))));
        for (var on : List.of(true, false, true)) {
            seen.add(comparable(bobs.ask(
                    "chat.message.react",
                    in.copy().put("seq", 2).put("emoji", "\uD83D\uDC4D").put("on", on))));
        }
        for (var on : List.of(true, false, true)) {
            for (int seq = 1; seq <= 2; seq++) {
                seen.add(comparable(
                        bobs.ask("chat.message.pin", in.copy().put("seq", seq).put("on", on))));
            }
        }
        seen.add(comparable(bobs.ask("chat.message.pins", in)));
        seen.add(comparable(bobs.ask("chat.message.reactions", in.copy().put("seq", 2))));
        seen.add(comparable(bobs.ask("chat.typing", in)));
        seen.add(comparable(bobs.ask("chat.message.details", in.copy().put("seq", 2))));
        seen.add(comparable(bobs.ask("chat.message.received", in.copy().put("seq", 2))));
        seen.add(comparable(bobs.ask("chat.conversation.read", in.copy().put("seq", 2))));
        seen.add(comparable(bobs.ask(
                "chat.message.send",
                new JsonObject()
                        .put("toUserId", person.id())
                        .put("clientId", UUID.randomUUID().toString())
                        .put("text", "are you there?"))));
        seen.add(comparable(bobs.ask("chat.message.delete", deletion(conversation, 2, "everyone"))));
        seen.add(comparable(bobs.ask("chat.message.delete", deletion(conversation, 3, "me"))));
        seen.add(shown.apply(bob.rest().get("/api/users?q=" + person.username())));
        seen.add(shown.apply(bob.rest().delete("/api/contacts/" + person.id())));
        seen.add(shown.apply(bob.add(person)));
        seen.add(shown.apply(bob.rest().call("PUT", "/api/contacts/" + person.id() + "/block")));
        seen.add(shown.apply(send(conversation, UUID.randomUUID())));
        seen.add(shown.apply(bob.rest().call("DELETE", "/api/contacts/" + person.id() + "/block")));
        var synced = bobs.ask(
                "chat.sync", new JsonObject().put("after", conversation - 1).put("known", new JsonArray()));
        seen.add(comparable(
                synced.getJsonObject("body").getJsonArray("conversations").getJsonObject(0)));
        seen.add(comparable(bob.contact(person)));
        seen.addAll(eventsOf(bobs));
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
    private void awaitOnline(int people) throws Exception {
        for (int come = 0; come < people; ) {
            var event = bobs.next().getJsonObject("body");
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

    /** Without what differs between any two conversations; that versions grow is known and left open. */
    private String comparable(JsonObject json) {
        return json.encode()
                .replaceAll("\"(address|clientId|sentAt|editedAt|lastSeen|createdAt)\":\"[^\"]*\"", "\"$1\":…")
                .replaceAll("\"version\":[0-9]+", "\"version\":…")
                .replaceAll("\"conversationId\":(" + withAlice + "|" + withCarol + ")\\b", "\"conversationId\":…")
                .replaceAll("\"(id|userId)\":(" + alice.id() + "|" + carol.id() + ")\\b", "\"$1\":…")
                .replaceAll(alice.username() + "|" + carol.username(), "somebody");
    }

    private long befriend(Person other) {
        long conversation = bob.conversationWith(other);
        other.add(bob).expect(201);
        return conversation;
    }

    private record Cost(long commits, long statements) {
        static final Cost MOST = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);

        static Cost soFar() {
            return new Cost(counted("Com_commit"), counted("Questions"));
        }

        private static long counted(String name) {
            var row = server.query("SHOW GLOBAL STATUS LIKE '" + name + "'").get(0);
            return Long.parseLong(row.getString(1));
        }

        Cost since(Cost before) {
            return new Cost(commits - before.commits, statements - before.statements);
        }

        Cost orLess(Cost other) {
            return new Cost(Math.min(commits, other.commits), Math.min(statements, other.statements));
        }

        /** Commits are what takes time; the statements of one transaction are sent together. */
        boolean isLike(Cost other) {
            return commits == other.commits && statements <= 2 * other.statements && other.statements <= 2 * statements;
        }
    }

    private Cost costOfSending(long conversation) {
        var before = Cost.soFar();
        bob.send(conversation, "hello");
        return Cost.soFar().since(before);
    }

    private RestClient.Answer send(long conversation, UUID clientId) {
        return bob.send(conversation, clientId, "hello");
    }

    private BusClient connect(Person person) throws Exception {
        var socket = Transport.RAW.open(server, person);
        open.add(socket);
        return socket;
    }

    /** What was under way has arrived, and is thrown away. */
    private static void drain(BusClient socket) throws Exception {
        socket.ask("contacts.list", new JsonObject());
        socket.took("");
    }
}
