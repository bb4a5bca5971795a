package io.webim.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Registers users over REST, as anybody would, and logs them in. */
final class People {
    private static final int AT_ONCE = 4;
    private static final int STATUS_CREATED = 201;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI server;
    /** A server elsewhere may have the names of an earlier run. */
    private final String run = Long.toString(System.currentTimeMillis(), 36);

    private int made;

    People(URI server) {
        this.server = server;
    }

    /** New users, logged in. */
    List<Person> make(int count) {
        int first = made;
        made += count;
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var people = IntStream.range(first, first + count)
                    .mapToObj(number -> threads.submit(() -> register("b" + run + number)))
                    .toList();
            return people.stream().map(People::result).toList();
        } finally {
            threads.shutdown();
        }
    }

    /** The contact's conversation. */
    long connect(Person one, Person other) {
        var reply = post("/api/contacts", new JsonObject().put("username", other.name()), one.token());
        return reply.getJsonObject("contact", reply).getLong("conversationId");
    }

    private Person register(String name) {
        var credentials = new JsonObject().put("username", name).put("password", "correct horse battery");
        post("/api/users", credentials, null);
        return logIn(name);
    }

    private Person logIn(String name) {
        var credentials = new JsonObject().put("username", name).put("password", "correct horse battery");
        var session = post("/api/sessions", credentials, null);
        return new Person(session.getJsonObject("user").getLong("id"), name, session.getString("accessToken"));
    }

    private JsonObject post(String path, JsonObject body, String token) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != STATUS_CREATED) {
                throw new VoidRun(path + " gave " + answer.statusCode() + " " + answer.body());
            }
            return new JsonObject(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new VoidRun(path + " gave nothing", e);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new VoidRun("A user could not be made", e);
        }
    }
}
