package io.webim.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A session of one user over REST: logged in when first needed, refreshed in time, logged in again when refused. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(3);
    private static final long REFRESH_MILLIS = TimeUnit.MINUTES.toMillis(8);
    /** Longer than anything hangs: whoever refreshes has heard of every attempt before. */
    private static final long REFRESH_AT_NODES_MILLIS = TimeUnit.SECONDS.toMillis(20);
    /** Within which a lost answer can be asked for again. */
    private static final long GRACE_MILLIS = TimeUnit.SECONDS.toMillis(9);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final List<Place> places;
    private final User user;
    private final Tally tally;
    private String token;
    private String cookie;
    private long since;
    private long refreshing;

    Rest(int port, User user) {
        this(List.of(new Place(port, null, () -> 0)), user, new Tally());
    }

    /** @param places of which each request goes to any */
    Rest(List<Place> places, User user, Tally tally) {
        this.places = places;
        this.user = user;
        this.tally = tally;
    }

    /** An access token that is good for a while. */
    String token() throws Broken {
        if (isOld()) {
            renew();
        }
        return token;
    }

    boolean isOld() {
        return token == null || age() > (places.size() == 1 ? REFRESH_MILLIS : REFRESH_AT_NODES_MILLIS);
    }

    /** It was refused. */
    void forget() {
        token = null;
        cookie = null;
        refreshing = 0;
    }

    JsonObject get(String path) throws Broken {
        return body(
                send(request(path).header("Authorization", "Bearer " + token()).GET()), 200);
    }

    JsonObject post(String path, JsonObject body) throws Broken {
        var answer = send(request(path)
                .header("Authorization", "Bearer " + token())
                .POST(BodyPublishers.ofString(body.encode())));
        return body(answer, answer.statusCode() == 200 ? 200 : 201);
    }

    JsonObject patch(String path, JsonObject body) throws Broken {
        return body(sendAs("PATCH", path, body), 200);
    }

    /** A PUT that answers with what is there then. */
    JsonObject set(String path, JsonObject body) throws Broken {
        return body(sendAs("PUT", path, body), 200);
    }

    void put(String path, JsonObject body) throws Broken {
        expectNothing(sendAs("PUT", path, body));
    }

    void delete(String path) throws Broken {
        expectNothing(
                send(request(path).header("Authorization", "Bearer " + token()).DELETE()));
    }

    private void expectNothing(HttpResponse<String> answer) throws Broken {
        if (answer.statusCode() == 401) {
            forget();
        }
        if (answer.statusCode() != 204) {
            throw new Broken("REST " + answer.uri().getPath() + " gave " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> sendAs(String method, String path, JsonObject body) throws Broken {
        return send(request(path)
                .header("Authorization", "Bearer " + token())
                .method(method, BodyPublishers.ofString(body.encode())));
    }

    void register() throws Broken {
        var answer = send(
                request("/users").POST(BodyPublishers.ofString(credentials().encode())));
        user.id = body(answer, 201).getLong("id");
    }

    private void renew() throws Broken {
        if (cookie == null) {
            take(
                    send(request("/sessions")
                            .POST(BodyPublishers.ofString(credentials().encode()))),
                    201);
            return;
        }
        refreshing = refreshing == 0 ? System.nanoTime() : refreshing;
        var twin = places.size() == 1 ? null : HTTP.sendAsync(refresh(), BodyHandlers.discarding());
        try {
            refreshed(send(refresh()));
        } finally {
            awaitTwin(twin);
        }
    }

    private HttpRequest refresh() {
        return request("/sessions/refresh")
                .timeout(REFRESH_PATIENCE)
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody())
                .build();
    }

    private void refreshed(HttpResponse<String> answer) throws Broken {
        if (answer.statusCode() == 401) {
            boolean inTime = System.nanoTime() - refreshing < TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
            if (inTime && places.size() > 1) {
                tally.fault(user.name + " has lost a session to a refresh at two nodes");
            }
            forget();
            throw new Broken("the session is over");
        }
        take(answer, 200);
        refreshing = 0;
        tally.count("refreshes");
    }

    /** Two tabs refresh at once, each at a node of its own. */
    private static void awaitTwin(CompletableFuture<?> twin) {
        if (twin != null) {
            twin.handle((answer, error) -> error).join();
        }
    }

    private void take(HttpResponse<String> answer, int status) throws Broken {
        token = body(answer, status).getString("accessToken");
        since = System.nanoTime();
        answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
    }

    private long age() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    private JsonObject credentials() {
        return new JsonObject().put("username", user.name).put("password", "correct horse battery");
    }

    private int port() {
        return places.get(ThreadLocalRandom.current().nextInt(places.size())).port();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api" + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
    }

    private static JsonObject body(HttpResponse<String> answer, int status) throws Broken {
        if (answer.statusCode() != status) {
            throw new Broken("REST " + answer.uri().getPath() + " gave " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Broken {
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Broken {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Broken("REST: " + e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
