package io.webim.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same feed as over REST, told to a socket as it comes. */
class SocketFeedIT {
    @SharedServer
    private static TestServer server;

    private final List<BusClient> open = new ArrayList<>();
    private Person ann;
    private Person bob;
    private long conversation;

    @BeforeEach
    void people() {
        var anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
        conversation = bob.conversationWith(ann);
        bob.send(conversation, "before");
    }

    @AfterEach
    void close() {
        open.forEach(BusClient::close);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatHappensIsToldAsItComesAndIsWhatRestTells(Transport transport) throws Exception {
        var feed = FeedReader.of(ann.rest());
        var socket = socket(transport, ann);
        open(socket, Map.of("window", 10));

        bob.send(conversation, "one");
        bob.send(conversation, "two");

        var events = List.of(next(socket), next(socket));
        assertThat(events).isEqualTo(feed.next(2));
        assertThat(events)
                .extracting(event ->
                        event.getJsonObject("data").getJsonObject("message").getString("text"))
                .containsExactly("one", "two");
    }

    @Test
    void noMoreIsToldThanTheWindowAllowsUntilItIsAcknowledged() throws Exception {
        var socket = socket(Transport.RAW, ann);
        open(socket, Map.of("window", 2));
        for (int i = 1; i <= 5; i++) {
            bob.send(conversation, "" + i);
        }
        var first = next(socket);
        var second = next(socket);
        // What came is there by now, and nothing more is told.
        FeedReader.of(ann.rest(), "other");
        socket.ask("contacts.list", new JsonObject());
        assertThat(socket.waiting()).isZero();

        acknowledge(socket, first);
        assertThat(text(next(socket))).isEqualTo("3");
        socket.ask("contacts.list", new JsonObject());
        assertThat(socket.waiting()).isZero();
        // Again, or what came before, makes no room.
        acknowledge(socket, first);
        socket.ask("contacts.list", new JsonObject());
        assertThat(socket.waiting()).isZero();
        acknowledge(socket, second);
        assertThat(text(next(socket))).isEqualTo("4");
    }

    @Test
    void whoeverComesBackGoesOnFromWhatWasAcknowledged() throws Exception {
        var socket = socket(Transport.TCP, ann);
        open(socket, Map.of("consumer", "billing"));
        for (int i = 1; i <= 3; i++) {
            bob.send(conversation, "" + i);
        }
        acknowledge(socket, next(socket));
        assertThat(text(next(socket))).isEqualTo("2");
        socket.close();
        bob.send(conversation, "4");

        var again = socket(Transport.RAW, ann);
        open(again, Map.of("consumer", "billing"));
        for (int i = 2; i <= 4; i++) {
            assertThat(text(next(again))).isEqualTo("" + i);
        }
        // A place of its own: over REST too.
        var page = ann.rest().get("/api/feed?consumer=billing").expect(200).body();
        assertThat(text(page.getJsonArray("events").getJsonObject(0))).isEqualTo("2");
    }

    @Test
    void aLongAbsenceIsMadeUpForPageByPage() throws Exception {
        var feed = FeedReader.of(ann.rest());
        for (int i = 1; i <= 230; i++) {
            bob.send(conversation, "" + i);
        }
        var socket = socket(Transport.RAW, ann);
        open(socket, Map.of("after", feed.cursor(), "window", 1_000));

        for (int i = 1; i <= 230; i++) {
            assertThat(text(next(socket))).isEqualTo("" + i);
        }
    }

    @Test
    void openingItAnewEndsWhatWasOpen() throws Exception {
        var feed = FeedReader.of(ann.rest());
        var socket = socket(Transport.RAW, ann);
        open(socket, Map.of("window", 1));
        bob.send(conversation, "one");
        bob.send(conversation, "two");
        assertThat(text(next(socket))).isEqualTo("one");

        open(socket, Map.of("after", feed.cursor()));

        assertThat(text(next(socket))).isEqualTo("one");
        assertThat(text(next(socket))).isEqualTo("two");
        socket.ask("contacts.list", new JsonObject());
        assertThat(socket.waiting()).isZero();
    }

    @Test
    void aBotReadsItWithTheScopeAloneAndWithoutTheInbox() throws Exception {
        var bot = ann.bot("reader", "feed:read");
        long direct = ann.conversationWith(bot);
        var socket = socket(Transport.RAW, bot);
        open(socket, Map.of());
        ann.send(direct, "hello, bot");

        var added = next(socket);
        assertThat(added.getString("type")).isEqualTo("conversation.added");
        acknowledge(socket, added);
        assertThat(text(next(socket))).isEqualTo("hello, bot");

        var writer = socket(Transport.RAW, ann.bot("writer", "messages:write", "messages:read"));
        assertThat(writer.ask("feed.open", new JsonObject()).getString("message"))
                .contains("scope_missing");
    }

    @Test
    void whatIsNoCursorIsRefusedAndWithoutAFeedNothingIsAcknowledged() throws Exception {
        FeedReader.of(ann.rest());
        var socket = socket(Transport.RAW, ann);
        var cursor = new JsonObject().put("cursor", Cursor.of(ann.id(), 0));
        assertThat(refusal(socket.ask("feed.ack", cursor))).isEqualTo("feed_not_open");
        for (var bad : List.of(
                new JsonObject().put("after", Cursor.of(bob.id(), 0)),
                new JsonObject().put("after", Cursor.of(ann.id(), 99)),
                new JsonObject().put("window", 0),
                new JsonObject().put("window", 1_001),
                new JsonObject().put("consumer", "no/name"))) {
            assertThat(refusal(socket.ask("feed.open", bad))).as(bad.encode()).isEqualTo("invalid");
        }
        open(socket, Map.of());
        var ahead = socket.ask("feed.ack", new JsonObject().put("cursor", Cursor.of(ann.id(), 99)));
        assertThat(ahead.getString("message")).contains("\"cursor\"");
        assertThat(socket.ask("feed.ack", cursor).getJsonObject("body").getString("after"))
                .isEqualTo(Cursor.of(ann.id(), 0));
    }

    @Test
    void whatIsNotKeptAnyMoreIsSaid() throws Exception {
        var feed = FeedReader.of(ann.rest());
        bob.send(conversation, "old");
        bob.send(conversation, "new");
        feed.next(2);
        server.query("DELETE FROM feed_event WHERE account_id = ? AND position = 1", ann.id());

        var socket = socket(Transport.RAW, ann);
        var refused = socket.ask("feed.open", new JsonObject().put("after", Cursor.of(ann.id(), 0)));

        assertThat(refused.getInteger("failureCode")).isEqualTo(410);
        var problem = new JsonObject(refused.getString("message"));
        assertThat(problem.getString("code")).isEqualTo("cursor_expired");
        open(socket, Map.of("after", problem.getString("oldest")));
        assertThat(text(next(socket))).isEqualTo("new");
    }

    @Test
    void aTokenThatIsRevokedIsToldNoMore() throws Exception {
        var bot = ann.bot("reader", "feed:read");
        var socket = socket(Transport.RAW, bot);
        open(socket, Map.of());

        ann.revokeTokenOf(bot);

        assertThat(socket.awaitClosed()).isEqualTo("session_revoked");
    }

    private BusClient socket(Transport transport, Person person) throws Exception {
        var socket = transport.connect(server).ofWholeServer();
        open.add(socket);
        socket.logIn(person.accessToken());
        return socket;
    }

    private static void open(BusClient socket, Map<String, Object> request) throws Exception {
        var opened = socket.ask("feed.open", new JsonObject(request));
        assertThat(opened.getString("type")).as(opened.encode()).isNotEqualTo("err");
    }

    private static void acknowledge(BusClient socket, JsonObject event) throws Exception {
        var cursor = event.getString("id");
        var answer = socket.ask("feed.ack", new JsonObject().put("cursor", cursor));
        assertThat(answer.getString("type")).as(answer.encode()).isNotEqualTo("err");
    }

    /** The event that is told next, under the cursor that it has. */
    private static JsonObject next(BusClient socket) throws Exception {
        var told = socket.event("feed.event");
        assertThat(told.getString("cursor"))
                .isEqualTo(told.getJsonObject("event").getString("id"));
        return told.getJsonObject("event");
    }

    private static String text(JsonObject event) {
        return event.getJsonObject("data").getJsonObject("message").getString("text");
    }

    private static String refusal(JsonObject answer) {
        return new JsonObject(answer.getString("message")).getString("code");
    }
}
