package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** Raw, or with the frames of SockJS. */
final class WebSocketBusClient extends BusClient {
    private static final int LARGEST = 4 << 20;

    private final boolean framed;
    private final WebSocketClient client;
    private final WebSocket socket;
    private String reason = "";

    WebSocketBusClient(Vertx vertx, int port, boolean framed) throws Exception {
        this(vertx, port, framed, MultiMap.caseInsensitiveMultiMap());
    }

    WebSocketBusClient(Vertx vertx, int port, boolean framed, MultiMap headers) throws Exception {
        this.framed = framed;
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(LARGEST).setMaxMessageSize(LARGEST));
        var target = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(framed ? "/eventbus/000/abcdefgh/websocket" : "/eventbus/websocket")
                .setHeaders(headers);
        // Handlers are set before the socket's first frame can be read.
        this.socket = client.connect(target)
                .map(this::listen)
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private volatile boolean lastWasText;

    private WebSocket listen(WebSocket connected) {
        connected.textMessageHandler(text -> {
            lastWasText = true;
            receiveText(text);
        });
        connected.binaryMessageHandler(bytes -> {
            lastWasText = false;
            received(new JsonObject(bytes));
        });
        connected.closeHandler(closed ->
                ended(!reason.isEmpty() ? reason : connected.closeReason() == null ? "" : connected.closeReason()));
        return connected;
    }

    private void receiveText(String text) {
        if (!framed) {
            received(new JsonObject(text));
        } else if (text.startsWith("a")) {
            new JsonArray(text.substring(1)).forEach(frame -> received(new JsonObject((String) frame)));
        } else if (text.startsWith("c")) {
            reason = new JsonArray(text.substring(1)).getString(1);
        }
    }

    /** Whether what came last was text. */
    boolean lastWasText() {
        return lastWasText;
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public void write(Buffer frame) {
        if (framed) {
            socket.writeTextMessage(new JsonArray().add(frame.toString()).encode());
        } else {
            socket.writeBinaryMessage(frame);
        }
    }

    @Override
    public void pause() {
        socket.pause();
    }

    /** Without a word, like a machine that was switched off. */
    @Override
    public void close() {
        ((WebSocketInternal) socket).channelHandlerContext().close();
        client.close();
    }
}
