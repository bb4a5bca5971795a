package io.webim.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.cluster.Nodes;
import io.webim.http.RestClient;
import io.webim.subscriptions.Receiver.Hook;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One node brings what is subscribed to, whichever it is written at, and another once that one has ended. */
class SubscriptionsOverNodesIT {
    @Test
    void whatIsWrittenWhileEitherNodeIsAwayIsBroughtOnceAndInOrder() throws Exception {
        try (var receiver = new Receiver();
                var nodes = Nodes.start(2, Map.of("WEBIM_WEBHOOK_ALLOW", receiver.origin()))) {
            var one = nodes.node(0);
            var other = nodes.node(1);
            var ann = RestClient.of(one).somebody("ann");
            var bob = RestClient.of(other).somebody("bob");
            long conversation = ann.conversationWith(bob);
            bob.add(ann).expect(201);
            var url = receiver.url();
            bob.rest()
                    .post(
                            "/api/subscriptions",
                            new JsonObject()
                                    .put("url", url)
                                    .put("password", RestClient.PASSWORD)
                                    .put("events", new JsonArray().add("message.sent")))
                    .expect(201);
            ann.send(conversation, "first");
            ann.at(other).send(conversation, "second");
            receiver.await(url, 2);

            one.restartAfter(() -> {
                ann.at(other).send(conversation, "third");
                await(receiver, url, 3);
            });
            other.restartAfter(() -> {
                ann.send(conversation, "fourth");
                await(receiver, url, 4);
            });

            assertThat(receiver.at(url)).extracting(Hook::text).containsExactly("first", "second", "third", "fourth");
        }
    }

    private static void await(Receiver receiver, String url, int count) {
        try {
            receiver.await(url, count);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
