package io.webim.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What feeds are after the server has stopped, or broken off, and after weeks. */
class FeedRestartIT {
    @SharedServer(name = "feed")
    private static TestServer server;

    private Person ann;
    private Person bob;
    private long conversation;

    @BeforeEach
    void people() {
        var anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
        conversation = ann.conversationWith(bob);
        bob.add(ann).expect(201);
    }

    @Test
    void whatWasCommittedAndNotNumberedBeforeACrashComesAfterIt() {
        var feed = FeedReader.of(bob.rest());
        for (int i = 0; i < 5; i++) {
            ann.send(conversation, "text " + i);
        }
        assertThat(texts(feed.next(5))).hasSize(5);
        ann.send(conversation, "lost?");
        feed.next(1);
        long seq = ann.rest()
                .patch("/api/conversations/" + conversation + "/messages/2", new JsonObject().put("text", "edited"))
                .expect(200)
                .body()
                .getJsonObject("message")
                .getLong("seq");
        feed.next(1);
        // As if all since the fifth message had never been numbered.
        server.query("DELETE FROM feed_event WHERE account_id = ? AND position > 5", bob.id());
        server.query("UPDATE feed SET last_position = 5 WHERE account_id = ?", bob.id());
        server.query(
                "UPDATE feed_place SET seq = 5, version = version - 2 WHERE account_id = ? AND conversation_id = ?",
                bob.id(),
                conversation);

        server.restart();

        var again = feed.from(Cursor.of(bob.id(), 5)).next(2);
        assertThat(texts(again)).containsExactly("lost?", "edited");
        assertThat(again.get(1).getJsonObject("data").getJsonObject("message").getLong("seq"))
                .isEqualTo(seq);
    }

    @Test
    void acknowledgementsAndNumbersOutliveTheServer() {
        var feed = FeedReader.of(bob.rest());
        ann.send(conversation, "one");
        ann.send(conversation, "two");
        var events = feed.next(2);
        feed.acknowledge(events.get(0).getString("id"), new JsonObject()).expect(200);

        server.restart();

        assertThat(events(feed.page("").expect(200).body()))
                .extracting(event -> event.getString("id"))
                .containsExactly(events.get(1).getString("id"));
        ann.send(conversation, "three");
        assertThat(texts(feed.next(1))).containsExactly("three");
    }

    @Test
    void aMonthIsKeptAndWhatIsOlderIsSwept() {
        var feed = FeedReader.of(bob.rest());
        for (int i = 0; i < 4; i++) {
            ann.send(conversation, "text " + i);
        }
        feed.next(4);
        age(29, 3);
        age(31, 2);

        server.restart();

        Eventually.that(() -> assertThat(positions(bob)).containsExactly(3L, 4L));
        var expired = feed.page("").expectProblem(410, "cursor_expired").body();
        assertThat(texts(events(feed.page("&after=" + expired.getString("oldest"))
                        .expect(200)
                        .body())))
                .containsExactly("text 2", "text 3");
    }

    @Test
    void aFeedThatNobodyReadsSleepsAndTheNextRequestWakesIt() {
        var feed = FeedReader.of(bob.rest());
        ann.send(conversation, "one");
        feed.next(1);
        feed.acknowledge().expect(200);
        server.query("UPDATE feed SET read_at = NOW() - INTERVAL 32 DAY WHERE account_id = ?", bob.id());

        server.restart();
        Eventually.that(() -> assertThat(places(bob)).isZero());
        ann.send(conversation, "while it sleeps");
        var expired = feed.page("").expectProblem(410, "cursor_expired").body();
        ann.send(conversation, "awake");

        assertThat(texts(feed.from(expired.getString("oldest")).next(1))).containsExactly("awake");
    }

    private void age(int days, long upTo) {
        server.query(
                "UPDATE feed_event SET at = UTC_TIMESTAMP(3) - INTERVAL " + days
                        + " DAY WHERE account_id = ? AND position <= ?",
                bob.id(),
                upTo);
    }

    private static List<Long> positions(Person person) {
        return server
                .query("SELECT position FROM feed_event WHERE account_id = ? ORDER BY position", person.id())
                .stream()
                .map(row -> row.getLong("position"))
                .toList();
    }

    private static long places(Person person) {
        return server.query("SELECT COUNT(*) AS places FROM feed_place WHERE account_id = ?", person.id())
                .get(0)
                .getLong("places");
    }

    private static List<JsonObject> events(JsonObject page) {
        return page.getJsonArray("events").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> texts(List<JsonObject> events) {
        return events.stream()
                .map(event ->
                        event.getJsonObject("data").getJsonObject("message").getString("text"))
                .toList();
    }
}
