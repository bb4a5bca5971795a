package io.webim.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bot's feed is a feed like any other, for tokens that are for it. */
class BotFeedIT {
    @SharedServer
    private static TestServer server;

    private Person owner;

    @BeforeEach
    void people() {
        owner = RestClient.of(server).somebody("owner");
    }

    @Test
    void aTokenForTheFeedReadsIt() throws Exception {
        var bot = owner.bot("reader", "feed:read");
        var feed = FeedReader.of(bot.rest());
        long conversation = owner.conversationWith(bot);

        owner.send(conversation, "hello, bot");

        var events = feed.next(2);
        assertThat(events)
                .extracting(event -> event.getString("type"))
                .containsExactly("conversation.added", "message.sent");
        assertThat(events.get(1).getJsonObject("data").getJsonObject("message").getString("text"))
                .isEqualTo("hello, bot");
        feed.acknowledge().expect(200);
    }

    @Test
    void anotherTokenDoesNot() throws Exception {
        var bot = owner.bot("writer", "messages:write", "messages:read");

        bot.rest().get("/api/feed").expectProblem(403, "scope_missing");
        bot.rest()
                .put("/api/feed/cursor", new JsonObject().put("after", Cursor.of(bot.id(), 0)))
                .expectProblem(403, "scope_missing");
        bot.rest().get("/api/subscriptions").expectProblem(403, "not_for_bots");
    }

    @Test
    void aTokenThatIsRevokedWaitsNoMore() throws Exception {
        var bot = owner.bot("revoked", "feed:read");
        var feed = FeedReader.of(bot.rest());
        var waiting = CompletableFuture.supplyAsync(() -> feed.page("&wait=25&after=" + feed.cursor()));

        owner.revokeTokenOf(bot);

        waiting.join().expectProblem(401, "invalid_token");
    }
}
