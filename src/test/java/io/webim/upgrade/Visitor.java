package io.webim.upgrade;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who uses a webim of any version over REST and a WebSocket; blocking. */
final class Visitor implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final String username;
    private final String url;
    private long id;
    private String token = "";
    private WebSocket socket;
    private final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();

    private Visitor(String url, String username) {
        this.url = url;
        this.username = username;
    }

    static Visitor register(String url, String username, String displayName) {
        var visitor = new Visitor(url, username);
        visitor.call(
                "POST",
                "/api/users",
                new JsonObject()
                        .put("username", username)
                        .put("password", PASSWORD)
                        .put("displayName", displayName));
        return visitor.loggedIn();
    }

    static Visitor logIn(String url, String username) {
        return new Visitor(url, username).loggedIn();
    }

    private Visitor loggedIn() {
        var session = call(
                "POST",
                "/api/sessions",
                new JsonObject().put("username", username).put("password", PASSWORD));
        token = session.getString("accessToken");
        id = session.getJsonObject("user").getLong("id");
        return this;
    }

    long id() {
        return id;
    }

    JsonObject get(String path) {
        return call("GET", path, BodyPublishers.noBody(), "application/json");
    }

    JsonObject call(String method, String path) {
        return call(method, path, BodyPublishers.noBody(), "application/json");
    }

    JsonObject call(String method, String path, JsonObject body) {
        return call(method, path, BodyPublishers.ofString(body.encode()), "application/json");
    }

    JsonObject put(String path, String type, byte[] file) {
        return call("PUT", path, BodyPublishers.ofByteArray(file), type);
    }

    byte[] file(String path) {
        return send("GET", path, BodyPublishers.noBody(), "application/json");
    }

    private JsonObject call(String method, String path, HttpRequest.BodyPublisher body, String type) {
        var answer = new String(send(method, path, body, type), StandardCharsets.UTF_8);
        return answer.isEmpty() ? new JsonObject() : new JsonObject(answer);
    }

    private byte[] send(String method, String path, HttpRequest.BodyPublisher body, String type) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .timeout(TIMEOUT)
                .header("Content-Type", type);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(username + ": " + method + " " + path + ": " + answer.statusCode() + " "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Over the socket, which is opened by the first call. */
    JsonObject ask(String address, JsonObject body) {
        if (socket == null) {
            open();
            exchange("auth.socket.open", new JsonObject().put("accessToken", token));
        }
        return exchange(address, body);
    }

    private JsonObject exchange(String address, JsonObject body) {
        var reply = UUID.randomUUID().toString();
        var frame = new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", reply)
                .put("body", body);
        socket.sendText(frame.encode(), true).join();
        for (var answer = next(); ; answer = next()) {
            if (reply.equals(answer.getString("address"))) {
                if (!"rec".equals(answer.getString("type"))) {
                    throw new IllegalStateException(username + ": " + address + ": " + answer.encode());
                }
                return answer.getJsonObject("body");
            }
        }
    }

    private JsonObject next() {
        try {
            var frame = frames.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new IllegalStateException("No answer within " + TIMEOUT);
            }
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void open() {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(url.replace("http://", "ws://") + "/eventbus/websocket"), new Frames())
                .join();
    }

    /** Ends the socket; REST goes on. */
    @Override
    public void close() {
        if (socket != null) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            socket = null;
        }
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private Buffer bytes = Buffer.buffer();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(new JsonObject(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            var read = new byte[part.remaining()];
            part.get(read);
            bytes.appendBytes(read);
            if (last) {
                frames.add(new JsonObject(bytes));
                bytes = Buffer.buffer();
            }
            from.request(1);
            return null;
        }
    }
}
