package io.webim.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.LogWatch;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class FeedIT {
    @SharedServer
    private static TestServer server;

    private RestClient anyone;
    private Person ann;
    private Person bob;
    private long conversation;

    @BeforeEach
    void people() {
        anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
        conversation = ann.conversationWith(bob);
        bob.add(ann).expect(201);
    }

    @Test
    void beginsWithTheFirstRequestAndThenHasEachMessageOnceInOrder() {
        ann.send(conversation, "before");
        var feed = FeedReader.of(bob.rest());
        var sent = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            sent.add(ann.send(conversation, "text " + i).getString("clientId"));
        }

        var events = feed.next(120);

        assertThat(events).extracting(event -> event.getString("type")).containsOnly("message.sent");
        assertThat(events)
                .extracting(event -> message(event).getString("clientId"))
                .containsExactlyElementsOf(sent);
        assertThat(events)
                .extracting(event -> event.getString("id"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 120)
                        .mapToObj(position -> Cursor.of(bob.id(), position))
                        .toList());
        assertThat(data(events.get(0)).getJsonObject("sender").getString("username"))
                .isEqualTo(ann.username());
        assertThat(feed.rest(0)).isEmpty();
    }

    @Test
    void whoeverHasSentSomethingFindsItInTheNextAnswer() {
        var feed = FeedReader.of(ann.rest());

        for (int i = 0; i < 5; i++) {
            ann.send(conversation, "own " + i);
            assertThat(feed.rest(0)).hasSize(1);
        }
    }

    @Test
    void tellsWhatIsChangedAndDeletedAndWhichConversationsComeAndGo() {
        var feed = FeedReader.of(bob.rest());
        long seq = ann.send(conversation, "first").getLong("seq");
        ann.rest()
                .patch(messages(conversation) + "/" + seq, new JsonObject().put("text", "second"))
                .expect(200);
        assertThat(types(feed.next(2))).containsExactly("message.sent", "message.changed");

        ann.rest()
                .delete(messages(conversation) + "/" + seq + "?scope=everyone")
                .expect(204);
        var deleted = feed.next(1).get(0);
        assertThat(deleted.getString("type")).isEqualTo("message.deleted");
        assertThat(data(deleted)).isEqualTo(deletion(conversation, seq, "everyone"));

        long own = bob.send(conversation, "mine").getLong("seq");
        bob.rest().delete(messages(conversation) + "/" + own + "?scope=me").expect(204);
        assertThat(data(feed.next(2).get(1))).isEqualTo(deletion(conversation, own, "me"));

        long group = group(ann, bob);
        var added = feed.next(1).get(0);
        assertThat(added.getString("type")).isEqualTo("conversation.added");
        assertThat(data(added).getJsonObject("conversation").getLong("conversationId"))
                .isEqualTo(group);
        ann.rest().delete("/api/groups/" + group + "/members/" + bob.id()).expect(204);
        var removed = feed.next(1).get(0);
        assertThat(removed.getString("type")).isEqualTo("conversation.removed");
        assertThat(data(removed)).isEqualTo(new JsonObject().put("conversationId", group));
    }

    @Test
    void newConversationsAreTold() {
        var feed = FeedReader.of(bob.rest());
        var stranger = anyone.somebody("stranger");

        long other = stranger.conversationWith(bob);
        stranger.send(other, "do you know me?");

        var events = feed.next(2);
        assertThat(types(events)).containsExactly("conversation.added", "message.sent");
        assertThat(data(events.get(0)).getJsonObject("conversation").getString("kind"))
                .isEqualTo("direct");
    }

    @Test
    void aTextThatIsDeletedForEveryoneIsNotShownAnyMore() {
        var feed = FeedReader.of(bob.rest());
        long seq = ann.send(conversation, "a secret").getLong("seq");
        ann.rest()
                .delete(messages(conversation) + "/" + seq + "?scope=everyone")
                .expect(204);

        var events = feed.next(2);

        assertThat(events.toString()).doesNotContain("a secret");
        assertThat(message(events.get(0)).getBoolean("deleted")).isTrue();
    }

    @Test
    void whoWasRemovedReadsNothingOfTheGroupAnyMore() {
        long group = group(ann, bob);
        var feed = FeedReader.of(bob.rest());
        ann.send(group, "for members");
        ann.rest().delete("/api/groups/" + group + "/members/" + bob.id()).expect(204);
        ann.send(group, "for those who stayed");

        var events = feed.next(2);

        assertThat(types(events)).containsExactly("message.sent", "conversation.removed");
        assertThat(data(events.get(0)).fieldNames()).containsExactlyInAnyOrder("conversationId", "seq");
        assertThat(feed.rest(0)).isEmpty();
    }

    @Test
    void whatABlockedPersonWritesIsNeverTold() {
        var feed = FeedReader.of(bob.rest());
        bob.block(ann);
        for (int i = 0; i < 3; i++) {
            ann.send(conversation, "hidden " + i);
            assertThat(feed.rest(0)).isEmpty();
        }
        bob.unblock(ann);
        ann.send(conversation, "shown");

        assertThat(feed.next(1))
                .extracting(event -> message(event).getString("text"))
                .containsExactly("shown");
    }

    @Test
    void whoWaitsIsAnsweredAsSoonAsThereIsSomething() {
        var feed = FeedReader.of(bob.rest());
        var waiting = CompletableFuture.supplyAsync(() -> feed.page("&wait=25&after=" + feed.cursor()));
        ann.send(conversation, "awake");

        var page = waiting.join().expect(200).body();
        assertThat(page.getJsonArray("events")).hasSize(1);
        assertThat(page.getBoolean("more")).isFalse();
    }

    @Test
    void fourOfOneUserWaitAtOnceAndTheFifthIsRefused() {
        var feed = FeedReader.of(bob.rest());
        var waiting = IntStream.range(0, 5)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> feed.page("&wait=25&after=" + feed.cursor())))
                .toList();
        var refused = CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new));

        ((RestClient.Answer) refused.join()).expectProblem(429, "too_many_waiting");
        ann.send(conversation, "awake");
        assertThat(waiting).extracting(one -> one.join().status()).containsExactlyInAnyOrder(200, 200, 200, 200, 429);
    }

    @Test
    void aSessionThatEndsWaitsNoMore() {
        var feed = FeedReader.of(bob.rest());
        var waiting = CompletableFuture.supplyAsync(() -> feed.page("&wait=25&after=" + feed.cursor()));

        bob.rest().delete("/api/sessions/current").expect(204);

        waiting.join().expectProblem(401, "invalid_token");
    }

    @Test
    void goesOnFromWhatWasAcknowledgedAndEachConsumerFromItsOwn() {
        var feed = FeedReader.of(bob.rest());
        FeedReader.of(bob.rest(), "billing");
        ann.send(conversation, "one");
        ann.send(conversation, "two");
        var first = feed.next(2).get(0).getString("id");

        feed.acknowledge(first, new JsonObject()).expect(200);

        assertThat(texts(feed.page(""))).containsExactly("two");
        assertThat(texts(FeedReader.of(bob.rest(), "billing").page(""))).containsExactly("one", "two");
    }

    @Test
    void anAcknowledgementGoesBackOnlyWhereItIsSaidSo() {
        var feed = FeedReader.of(bob.rest());
        var begin = feed.cursor();
        ann.send(conversation, "one");
        feed.next(1);
        feed.acknowledge().expect(200);

        var kept = feed.acknowledge(begin, new JsonObject()).expect(200).body();
        assertThat(kept.getString("after")).isEqualTo(feed.cursor());
        var back = feed.acknowledge(begin, new JsonObject().put("rewind", true)).expect(200);

        assertThat(back.body().getString("after")).isEqualTo(begin);
        assertThat(texts(feed.page(""))).containsExactly("one");
    }

    @Test
    void aForgottenConsumerBeginsAnew() {
        var feed = FeedReader.of(bob.rest(), "old");
        ann.send(conversation, "one");
        feed.next(1);

        bob.rest().delete("/api/feed/cursor?consumer=old").expect(204);

        assertThat(texts(feed.page(""))).isEmpty();
    }

    @Test
    void aCursorOfSomebodyElseOrOfNobodyIsRefused() {
        var feed = FeedReader.of(bob.rest());
        var foreign = FeedReader.of(ann.rest());
        for (var wrong :
                List.of(foreign.cursor(), Cursor.of(bob.id(), 1), "evt_" + bob.id() + "_-1", "1", "evt__0", "x")) {
            feed.page("&after=" + wrong).expectProblem(422, "invalid");
            feed.acknowledge(wrong, new JsonObject()).expectProblem(422, "invalid");
        }
    }

    @Test
    void aFeedHasSoManyConsumersAndNoMore() {
        var feed = FeedReader.of(bob.rest());
        for (int i = 1; i < Consumers.MOST; i++) {
            feed.page("&consumer=c" + i).expect(200);
        }

        feed.page("&consumer=more").expectProblem(409, "too_many_consumers");
        feed.page("&consumer=c1").expect(200);
    }

    @Test
    void whatIsNotKeptAnyMoreIsSaidAndFromWhereItGoesOn() {
        var feed = FeedReader.of(bob.rest());
        for (int i = 0; i < 3; i++) {
            ann.send(conversation, "text " + i);
        }
        feed.next(3);
        server.query("DELETE FROM feed_event WHERE account_id = ? AND position <= 2", bob.id());

        var expired = feed.page("").expectProblem(410, "cursor_expired").body();

        assertThat(expired.getString("oldest")).isEqualTo(Cursor.of(bob.id(), 2));
        assertThat(texts(feed.page("&after=" + expired.getString("oldest")))).containsExactly("text 2");
        feed.acknowledge(Cursor.of(bob.id(), 0), new JsonObject().put("rewind", true))
                .expectProblem(410, "cursor_expired");
    }

    @Test
    void aLongPageIsCutAndGoesOn() {
        var feed = FeedReader.of(bob.rest());
        for (int i = 0; i < 30; i++) {
            ann.send(conversation, "x".repeat(9_990) + i);
        }

        var page = feed.page("").expect(200);

        assertThat(page.text()).hasSizeLessThan(300 * 1024);
        assertThat(page.body().getBoolean("more")).isTrue();
        assertThat(feed.next(30)).hasSize(30);
    }

    @Test
    void isReadAsAStreamThatGoesOnWhereItBrokeOff() throws Exception {
        var feed = FeedReader.of(bob.rest());
        ann.send(conversation, "one");
        try (var stream = EventStream.open(server, bob, feed.cursor())) {
            var one = stream.next();
            assertThat(message(one).getString("text")).isEqualTo("one");
            ann.send(conversation, "two");
            assertThat(message(stream.next()).getString("text")).isEqualTo("two");
        }
        ann.send(conversation, "three");
        try (var again = EventStream.open(server, bob, Cursor.of(bob.id(), 2))) {
            assertThat(message(again.next()).getString("text")).isEqualTo("three");
        }
    }

    @Test
    void whoHasGoneWaitsNoMore() throws Exception {
        var feed = FeedReader.of(bob.rest());
        for (int i = 0; i < 4; i++) {
            try (var stream = EventStream.open(server, bob, feed.cursor())) {
                feed.page("").expect(200);
            }
        }

        Eventually.that(() -> feed.page("&wait=1").expect(200));
    }

    @Test
    void whoHasNoFeedPaysNothing() {
        ann.send(conversation, "no feed");

        assertThat(rows("feed", ann) + rows("feed_place", ann) + rows("feed_event", ann))
                .isZero();
    }

    @Test
    void anAccountThatIsDeletedLeavesNoFeed() {
        FeedReader.of(bob.rest());
        ann.send(conversation, "one");

        bob.deleteAccount();

        for (var table : List.of("feed", "feed_place", "feed_event", "feed_consumer")) {
            Eventually.that(() -> assertThat(rows(table, bob)).as(table).isZero());
        }
    }

    @Test
    void ofManyWhoWriteAtOnceEachMessageComesOnceAndInTheOrderOfItsConversation() {
        var feed = FeedReader.of(bob.rest());
        var friends =
                IntStream.range(0, 6).mapToObj(i -> anyone.somebody("friend")).toList();
        var conversations =
                friends.stream().map(friend -> friend.conversationWith(bob)).toList();
        var writing = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 20; n++) {
                        friends.get(i).send(conversations.get(i), "text " + n);
                    }
                }))
                .toList();

        var sent = new ArrayList<JsonObject>();
        while (sent.size() < 120) {
            feed.next(1).stream()
                    .filter(event -> event.getString("type").equals("message.sent"))
                    .map(FeedIT::message)
                    .forEach(sent::add);
        }

        CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new)).join();
        for (long id : conversations) {
            assertThat(sent.stream().filter(message -> message.getLong("conversationId") == id))
                    .extracting(message -> message.getLong("seq"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 20).boxed().toList());
        }
        assertThat(feed.rest(0)).isEmpty();
    }

    /** Retries of a sender make no second event. */
    @Test
    void aRetryIsNoNews() {
        var feed = FeedReader.of(bob.rest());
        var clientId = UUID.randomUUID();
        ann.send(conversation, clientId, "once").expect(201);
        ann.send(conversation, clientId, "once").expect(200);

        assertThat(feed.next(1)).hasSize(1);
        assertThat(feed.rest(0)).isEmpty();
    }

    private static long rows(String table, Person person) {
        return server.query("SELECT COUNT(*) AS rows_of FROM " + table + " WHERE account_id = ?", person.id())
                .get(0)
                .getLong("rows_of");
    }

    private long group(Person owner, Person other) {
        return owner.rest()
                .post(
                        "/api/groups",
                        new JsonObject().put("title", "A group").put("userIds", new JsonArray().add(other.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
    }

    private static JsonObject deletion(long conversationId, long seq, String scope) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("ranges", new JsonArray().add(new JsonArray().add(seq).add(seq)))
                .put("scope", scope);
    }

    private static String messages(long conversationId) {
        return "/api/conversations/" + conversationId + "/messages";
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.getString("type")).toList();
    }

    private static List<String> texts(RestClient.Answer page) {
        return page.expect(200).body().getJsonArray("events").stream()
                .map(event -> message((JsonObject) event).getString("text"))
                .toList();
    }

    private static JsonObject data(JsonObject event) {
        return event.getJsonObject("data");
    }

    private static JsonObject message(JsonObject event) {
        return data(event).getJsonObject("message");
    }
}
