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
import java.util.concurrent.TimeUnit;

/** A session of one user over REST: logged in when first needed, refreshed in time, logged in again when refused. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long REFRESH_MILLIS = TimeUnit.MINUTES.toMillis(8);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String origin;
    private final User user;
    private String token;
    private String cookie;
    private long since;

    Rest(int port, User user) {
        this.origin = "http://127.0.0.1:" + port + "/api";
        this.user = user;
    }

    /** An access token that is good for a while. */
    String token() throws Broken {
        if (token == null || age() > REFRESH_MILLIS) {
            renew();
        }
        return token;
    }

    boolean isOld() {
        return token == null || age() > REFRESH_MILLIS;
    }

    /** It was refused. */
    void forget() {
        token = null;
        cookie = null;
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
        var answer = sendAs("PUT", path, body);
        if (answer.statusCode() != 204) {
            throw new Broken("REST PUT " + path + " gave " + answer.statusCode() + " " + answer.body());
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
        var answer = send(request("/sessions/refresh").header("Cookie", cookie).POST(BodyPublishers.noBody()));
        if (answer.statusCode() == 401) {
            forget();
            throw new Broken("the session is over");
        }
        take(answer, 200);
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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path))
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
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Broken("REST: " + e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
