package io.webim.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Push services that take every push, and answer none, under as many names as there are users of them. */
class SlowServicesIT {
    private static final int HOSTS = 16;
    private static final int SENDERS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger held = new AtomicInteger();
    private final PushServer quick = new PushServer();
    private final List<HttpServer> slow = IntStream.range(0, HOSTS)
            .mapToObj(host -> TestServer.await(vertx.createHttpServer()
                    .requestHandler(request -> held.incrementAndGet())
                    .listen(0, "127.0.0." + (2 + host))))
            .toList();
    private final List<String> origins = IntStream.range(0, HOSTS)
            .mapToObj(host ->
                    "http://127.0.0." + (2 + host) + ":" + slow.get(host).actualPort())
            .toList();
    private final TestServer server = TestServer.start(Map.of(
            "WEBIM_PUSH_ALLOW",
            Stream.concat(origins.stream(), Stream.of(quick.origin())).collect(Collectors.joining(","))));

    @AfterEach
    void stop() {
        server.close();
        quick.close();
        TestServer.await(vertx.close());
    }

    @Test
    void holdUpNobodyElse() throws Exception {
        var senders = people("sender", SENDERS);
        var slowOnes = people("slow", PushPlaces.MOST + 6);
        for (int i = 0; i < slowOnes.size(); i++) {
            var endpoint = origins.get(i % HOSTS) + "/" + i;
            subscribe(slowOnes.get(i), Browser.create().keys(), endpoint);
        }
        for (var sender : senders) {
            for (var receiver : slowOnes) {
                sender.send(sender.conversationWith(receiver), "hello");
            }
        }
        Eventually.holds(() -> held.get() >= PushPlaces.MOST_SLOW);

        var ann = people("ann", 1).get(0);
        var bob = people("bob", 1).get(0);
        var subscription = quick.subscribe("bob");
        subscribe(bob, subscription.getJsonObject("keys"), subscription.getString("endpoint"));
        ann.send(ann.conversationWith(bob), "hello");
        assertThat(quick.read("bob", 1).getString("type")).isEqualTo("message");
    }

    private static void subscribe(Person person, JsonObject keys, String endpoint) {
        person.rest()
                .post(
                        "/api/push/subscriptions",
                        new JsonObject()
                                .put("endpoint", endpoint)
                                .put("keys", keys)
                                .put("password", RestClient.PASSWORD))
                .expect(201);
    }

    private List<Person> people(String stem, int count) {
        var people = new ArrayList<Person>();
        for (int i = 0; i < count; i++) {
            people.add(RestClient.of(server).somebody(stem));
        }
        return people;
    }
}
