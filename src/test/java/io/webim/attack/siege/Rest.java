package io.webim.attack.siege;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Whole requests from a network of their own, as the proxy that the server trusts says. */
record Rest(String origin, String network, String token) {
    static final String PASSWORD = "correct horse battery";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger NETWORKS = new AtomicInteger();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    record Answer(int status, JsonObject body) {
        Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException("Not " + wanted + ": " + this);
            }
            return this;
        }
    }

    /** From where nobody else comes from. */
    static Rest fromElsewhere(String origin) {
        return new Rest(origin, "2001:db8:5:" + Integer.toHexString(NETWORKS.incrementAndGet()) + "::1", "");
    }

    /** A new account, logged in. */
    Person somebody() throws IOException, InterruptedException {
        var username = register();
        var session = patiently(() -> logIn(username)).expect(201).body();
        var token = session.getString("accessToken");
        return new Person(
                session.getJsonObject("user").getLong("id"), username, token, new Rest(origin, network, token));
    }

    /** The name of a new account. */
    String register() throws IOException, InterruptedException {
        var username = "siege" + PEOPLE.incrementAndGet();
        var body = new JsonObject().put("username", username).put("password", PASSWORD);
        patiently(() -> post("/api/users", body)).expect(201);
        return username;
    }

    private interface Call {
        Answer make() throws IOException, InterruptedException;
    }

    /** On a slow machine a password may take longer than the server waits for it. */
    private static Answer patiently(Call call) throws IOException, InterruptedException {
        var answer = call.make();
        for (int i = 0; i < 10 && answer.status() == 503; i++) {
            TimeUnit.SECONDS.sleep(2);
            answer = call.make();
        }
        return answer;
    }

    Answer logIn(String username) throws IOException, InterruptedException {
        return post("/api/sessions", new JsonObject().put("username", username).put("password", PASSWORD));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "application/json", new byte[0]);
    }

    Answer post(String path, JsonObject body) throws IOException, InterruptedException {
        return call("POST", path, body);
    }

    Answer call(String method, String path, JsonObject body) throws IOException, InterruptedException {
        return send(method, path, "application/json", body.toBuffer().getBytes());
    }

    Answer send(String method, String path, String type, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", type)
                .header("X-Forwarded-For", network)
                .method(method, BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.body().startsWith("{") ? new JsonObject(answer.body()) : new JsonObject());
    }
}
