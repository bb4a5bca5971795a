package io.webim.http;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.TestServer;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * REST calls as a program makes them: no cookie jar and no redirects; every header is the test's own. Each answer is held
 * against {@code openapi.json}.
 */
public final class RestClient {
    public static final String PASSWORD = "correct horse battery";

    private static final String HOST = "127.0.0.1";
    private static final String OLD_COOKIE = "webim_refresh";
    private static final Map<TestServer, String> COOKIE_NAMES = new ConcurrentHashMap<>();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final TestServer server;
    private final String host;
    private final Map<String, String> headers;

    private RestClient(TestServer server, String host, Map<String, String> headers) {
        this.server = server;
        this.host = host;
        this.headers = headers;
    }

    public static RestClient of(TestServer server) {
        return new RestClient(server, HOST, Map.of());
    }

    public RestClient with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new RestClient(server, host, more);
    }

    /** The same server under another name. */
    public RestClient at(String otherHost) {
        return new RestClient(server, otherHost, headers);
    }

    /** From a network that nobody else comes from, as a proxy that is believed says. */
    public RestClient fromElsewhere() {
        return with("X-Forwarded-For", "2001:db8:f:" + Integer.toHexString(NETWORKS.incrementAndGet()) + "::1");
    }

    public RestClient token(String accessToken) {
        return with("Authorization", "Bearer " + accessToken);
    }

    public RestClient cookie(String refreshToken) {
        return with("Cookie", cookieName() + "=" + refreshToken);
    }

    /** What the server calls its cookie; over http where it has not set one yet. */
    public String cookieName() {
        @Nullable String known = COOKIE_NAMES.get(server);
        return known == null
                ? OLD_COOKIE + "_"
                        + server.query("SELECT id FROM instance").get(0).getString(0)
                : known;
    }

    /** A new account under a fresh name, logged in. */
    public Person somebody(String stem) {
        return person(FreshName.of(stem));
    }

    /** A new account under just this name, logged in. */
    public Person person(String username) {
        post("/api/users", new JsonObject().put("username", username).put("password", PASSWORD))
                .expect(201);
        return logIn(username);
    }

    public Person logIn(String username) {
        var answer = tryLogIn(username, PASSWORD).expect(201);
        var user = answer.body().getJsonObject("user");
        return new Person(
                token(answer.body().getString("accessToken")),
                user.getLong("id"),
                username,
                answer.body().getLong("sessionId"),
                answer.body().getString("accessToken"),
                answer.refreshToken().orElseThrow());
    }

    public Answer tryLogIn(String username, String password) {
        return post(
                "/api/sessions",
                new JsonObject()
                        .put("username", username)
                        .put("password", password)
                        .put("device", "test"));
    }

    public Answer refresh(String refreshToken) {
        return cookie(refreshToken).call("POST", "/api/sessions/refresh");
    }

    public Answer get(String path) {
        return call("GET", path);
    }

    public Answer delete(String path) {
        return call("DELETE", path);
    }

    public Answer post(String path, JsonObject body) {
        return call("POST", path, body.encode());
    }

    public Answer put(String path, JsonObject body) {
        return call("PUT", path, body.encode());
    }

    public Answer patch(String path, JsonObject body) {
        return call("PATCH", path, body.encode());
    }

    public Answer call(String method, String path) {
        return send(HttpRequest.newBuilder().method(method, BodyPublishers.noBody()), path);
    }

    /** With a body that says it is JSON, unless another Content-Type was set. */
    public Answer call(String method, String path, String body) {
        var request = HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body));
        if (!headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return send(request, path);
    }

    /** With a file as the body. */
    public Answer put(String path, String type, byte[] file) {
        return with("Content-Type", type)
                .send(HttpRequest.newBuilder().method("PUT", BodyPublishers.ofByteArray(file)), path);
    }

    /** With bytes as the body. */
    public Answer call(String method, String path, byte[] body) {
        return send(HttpRequest.newBuilder().method(method, BodyPublishers.ofByteArray(body)), path);
    }

    private Answer send(HttpRequest.Builder request, String path) {
        headers.forEach(request::header);
        request.uri(URI.create(server.url(path).replace(HOST, host))).timeout(TIMEOUT);
        try {
            var answer = new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
            answer.cookie().ifPresent(cookie -> COOKIE_NAMES.put(server, cookie.getName()));
            OpenApi.DOCUMENT.check(answer.response().request().method(), path, answer);
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Somebody logged in. */
    public record Person(
            RestClient rest, long id, String username, long sessionId, String accessToken, String refreshToken) {
        public Answer add(Person other) {
            return rest.post("/api/contacts", new JsonObject().put("username", other.username));
        }

        /** Adds the other as a contact and gives the conversation's id. */
        public long conversationWith(Person other) {
            return add(other).expect(201).body().getLong("conversationId");
        }

        public Answer send(long conversationId, UUID clientId, String text) {
            return rest.post(
                    "/api/conversations/" + conversationId + "/messages",
                    new JsonObject().put("clientId", clientId.toString()).put("text", text));
        }

        /** A new bot of this person's, with a token for these scopes; for all without any. */
        public Person bot(String stem, String... scopes) {
            var username = FreshName.of(stem);
            var bot = rest.post(
                            "/api/bots",
                            new JsonObject().put("username", username).put("password", PASSWORD))
                    .expect(201)
                    .body()
                    .getJsonObject("bot");
            long botId = bot.getLong("id");
            var token = token(botId, scopes).getString("token");
            return new Person(rest.token(token), botId, username, 0, token, "");
        }

        /** The same session at another node. */
        public Person at(TestServer node) {
            return new Person(
                    RestClient.of(node).token(accessToken), id, username, sessionId, accessToken, refreshToken);
        }

        /** Takes its first token from a bot of this person's. */
        public void revokeTokenOf(Person bot) {
            var tokens = "/api/bots/" + bot.id + "/tokens";
            long tokenId = rest.get(tokens)
                    .expect(200)
                    .body()
                    .getJsonArray("tokens")
                    .getJsonObject(0)
                    .getLong("tokenId");
            rest.delete(tokens + "/" + tokenId).expect(204);
        }

        /** {@code {token, tokenId}} for a bot of this person's. */
        public JsonObject token(long botId, String... scopes) {
            var request = new JsonObject().put("name", "test").put("password", PASSWORD);
            if (scopes.length > 0) {
                request.put("scopes", new JsonArray(List.of(scopes)));
            }
            return rest.post("/api/bots/" + botId + "/tokens", request)
                    .expect(201)
                    .body();
        }

        /** Sends and gives the committed message. */
        public JsonObject send(long conversationId, String text) {
            return send(conversationId, UUID.randomUUID(), text).expect(201).body();
        }

        /** A page of the history. */
        public JsonObject history(long conversationId) {
            return rest.get("/api/conversations/" + conversationId + "/messages")
                    .expect(200)
                    .body();
        }

        public Answer read(long conversationId, long seq) {
            return rest.put("/api/conversations/" + conversationId + "/read", new JsonObject().put("seq", seq));
        }

        public List<JsonObject> contacts() {
            return rest.get("/api/contacts").expect(200).body().getJsonArray("contacts").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        /** The entry of somebody who is on the list. */
        public JsonObject contact(Person other) {
            return contacts().stream()
                    .filter(contact -> contact.getJsonObject("user").getLong("id") == other.id)
                    .findFirst()
                    .orElseThrow();
        }

        public void block(Person other) {
            rest.call("PUT", "/api/contacts/" + other.id + "/block").expect(204);
        }

        public void unblock(Person other) {
            rest.delete("/api/contacts/" + other.id + "/block").expect(204);
        }

        public void remove(Person other) {
            rest.delete("/api/contacts/" + other.id).expect(204);
        }

        public Answer changePassword(String before, String after) {
            return rest.put(
                    "/api/users/me/password",
                    new JsonObject().put("oldPassword", before).put("newPassword", after));
        }

        public Answer deleteAccount() {
            return rest.call(
                            "DELETE",
                            "/api/users/me",
                            new JsonObject().put("password", PASSWORD).encode())
                    .expect(200);
        }
    }

    /** What the server said. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public Answer expect(int status) {
            if (status() != status) {
                throw new AssertionError("%s %s: expected %d, got %d %s"
                        .formatted(response.request().method(), response.uri(), status, status(), text()));
            }
            return this;
        }

        /** A refusal with this status and code, in the form of all refusals. */
        public Answer expectProblem(int status, String code) {
            expect(status);
            if (!header("content-type").equals(Optional.of("application/problem+json"))
                    || body().getInteger("status") != status
                    || !code.equals(body().getString("code"))) {
                throw new AssertionError("expected the problem " + code + ", got " + text());
            }
            return this;
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonObject body() {
            return new JsonObject(text());
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** The value of the cookie that the server sets. */
        public Optional<String> refreshToken() {
            return cookie().map(HttpCookie::getValue);
        }

        /** The cookie that the server sets; one of old it only takes away. */
        Optional<HttpCookie> cookie() {
            return response.headers().allValues("set-cookie").stream()
                    .map(header -> HttpCookie.parse(header).get(0))
                    .filter(cookie -> !cookie.getName().equals(OLD_COOKIE))
                    .findFirst();
        }
    }
}
