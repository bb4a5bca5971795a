package io.webim.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bench.Pair.Talk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Registers users over REST, as anybody would, and logs them in. */
final class People {
    private static final int AT_ONCE = 4;
    private static final int STATUS_OK = 200;
    private static final int STATUS_CREATED = 201;
    private static final int STATUS_NOTHING = 204;
    /** To a group at once. */
    private static final int MOST_ADDED = 100;

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

    /** A group of these, made and filled as a page does it; gives its conversation. */
    Talk group(Person owner, List<Person> others) {
        var made = post("/api/groups", new JsonObject().put("title", "Everybody"), owner.token());
        long id = made.getJsonObject("conversation").getLong("conversationId");
        for (int from = 0; from < others.size(); from += MOST_ADDED) {
            var some = others.subList(from, Math.min(others.size(), from + MOST_ADDED));
            var userIds = new JsonArray(some.stream().map(Person::id).toList());
            var members = new JsonObject().put("userIds", userIds);
            post("/api/groups/" + id + "/members", members, owner.token(), STATUS_OK);
        }
        var list = send(request("/api/conversations?limit=1", owner.token()).GET(), STATUS_OK);
        long lastSeq = list.getJsonArray("conversations").getJsonObject(0).getLong("lastSeq");
        return new Talk(id, lastSeq, others.size() + 1);
    }

    /** To oneself. */
    void sendFile(Person sender, String fileId) {
        var message = new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("toUserId", sender.id())
                .put("text", "")
                .put("fileIds", new JsonArray().add(fileId));
        post("/api/messages", message, sender.token());
    }

    /** The session of the token is over. */
    void logOut(Person person) {
        send(request("/api/sessions", person.token()).DELETE(), STATUS_NOTHING);
    }

    private Person register(String name) {
        var credentials = new JsonObject().put("username", name).put("password", "correct horse battery");
        post("/api/users", credentials, null);
        return logIn(name);
    }

    /** Once more, to a session of its own. */
    Person logIn(String name) {
        var credentials = new JsonObject().put("username", name).put("password", "correct horse battery");
        var session = post("/api/sessions", credentials, null);
        return new Person(session.getJsonObject("user").getLong("id"), name, session.getString("accessToken"));
    }

    private JsonObject post(String path, JsonObject body, String token) {
        return post(path, body, token, STATUS_CREATED);
    }

    private JsonObject post(String path, JsonObject body, String token, int status) {
        return send(request(path, token).POST(BodyPublishers.ofString(body.encode())), status);
    }

    private HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonObject send(HttpRequest.Builder request, int status) {
        var asked = request.build();
        try {
            var answer = http.send(asked, BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new VoidRun(asked.uri() + " gave " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new VoidRun(asked.uri() + " gave nothing", e);
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
