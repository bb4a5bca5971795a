package io.webim.e2e;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** Somebody without a browser: does over REST what a test needs many of. */
final class Api {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestServer server;
    private final String token;

    private Api(TestServer server, String token) {
        this.server = server;
        this.token = token;
    }

    static void register(TestServer server, String username, String displayName) {
        var user = new JsonObject()
                .put("username", username)
                .put("displayName", displayName)
                .put("password", Person.PASSWORD);
        send(server, "POST", "/api/users", user, "");
    }

    static Api logIn(TestServer server, String username) {
        var credentials = new JsonObject().put("username", username).put("password", Person.PASSWORD);
        return new Api(
                server, send(server, "POST", "/api/sessions", credentials, "").getString("accessToken"));
    }

    /** The id of the conversation with the new contact. */
    long add(String username) {
        return send(server, "POST", "/api/contacts", new JsonObject().put("username", username), token)
                .getLong("conversationId");
    }

    void write(long conversationId, String text) {
        var message =
                new JsonObject().put("clientId", UUID.randomUUID().toString()).put("text", text);
        send(server, "POST", "/api/conversations/" + conversationId + "/messages", message, token);
    }

    void write(long conversationId, String text, int from, int to) {
        for (int i = from; i <= to; i++) {
            write(conversationId, text + String.format("%03d", i));
        }
    }

    void block(String username) {
        send(server, "PUT", "/api/contacts/" + idOf(username) + "/block", new JsonObject(), token);
    }

    private long idOf(String username) {
        return send(server, "GET", "/api/users?q=" + username, new JsonObject(), token)
                .getJsonArray("users")
                .getJsonObject(0)
                .getLong("id");
    }

    void read(long conversationId, long seq) {
        send(server, "PUT", "/api/conversations/" + conversationId + "/read", new JsonObject().put("seq", seq), token);
    }

    private static JsonObject send(TestServer server, String method, String path, JsonObject body, String token) {
        var request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
