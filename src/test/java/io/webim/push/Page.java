package io.webim.push;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An open page: a socket that has logged in and registered its inbox. */
final class Page implements AutoCloseable, WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private Page(TestServer server) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/eventbus/websocket"), this)
                .join();
    }

    static Page open(TestServer server, long userId, String accessToken) throws InterruptedException {
        var page = new Page(server);
        page.ask("auth.socket.open", new JsonObject().put("accessToken", accessToken));
        page.send(new JsonObject().put("type", "register").put("address", "chat.inbox." + userId));
        page.ask("contacts.list", new JsonObject());
        return page;
    }

    /** The answer; whatever comes before it is dropped. */
    JsonObject ask(String address, JsonObject body) throws InterruptedException {
        var reply = UUID.randomUUID().toString();
        send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", reply)
                .put("body", body));
        return next(frame -> reply.equals(frame.getString("address")));
    }

    /** The next event of this type; whatever comes before it is dropped. */
    JsonObject event(String type) throws InterruptedException {
        return next(frame -> frame.getJsonObject("body") != null
                        && type.equals(frame.getJsonObject("body").getString("type")))
                .getJsonObject("body");
    }

    /** Without a word. */
    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void send(JsonObject frame) {
        socket.sendText(frame.encode(), true).join();
    }

    private JsonObject next(java.util.function.Predicate<JsonObject> wanted) throws InterruptedException {
        var seen = new ArrayList<JsonObject>();
        for (; ; ) {
            var frame = frames.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("the server said only " + seen);
            }
            if (wanted.test(frame)) {
                return frame;
            }
            seen.add(frame);
        }
    }
}
