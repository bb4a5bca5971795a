package io.webim.torture;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One raw WebSocket: frames in the order in which they came, read by one thread. */
final class Line {
    private static final JsonObject END = new JsonObject();
    private static final int CONNECT_SECONDS = 5;

    private final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private volatile WebSocket socket;
    private long heardAt = System.nanoTime();

    static Line open(WebSocketClient client, int port) throws Broken {
        var line = new Line();
        var target = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/eventbus/websocket")
                .setTimeout(CONNECT_SECONDS * 1_000L);
        try {
            // Handlers are set before the socket's first frame can be read.
            client.connect(target)
                    .map(line::listen)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CONNECT_SECONDS + 1, TimeUnit.SECONDS);
            return line;
        } catch (ExecutionException | TimeoutException e) {
            throw new Broken("no connection: " + e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Line listen(WebSocket connected) {
        socket = connected;
        connected.textMessageHandler(text -> frames.add(new JsonObject(text)));
        connected.binaryMessageHandler(bytes -> frames.add(new JsonObject(bytes)));
        connected.exceptionHandler(error -> frames.add(END));
        connected.closeHandler(closed -> frames.add(END));
        return this;
    }

    void write(JsonObject frame) {
        // A failure shows as the end of the line.
        socket.writeBinaryMessage(frame.toBuffer());
    }

    /** @return null when nothing came in time */
    JsonObject next(long millis) throws Broken {
        try {
            var frame = frames.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
            if (frame == END) {
                throw new Broken("closed: " + socket.closeReason());
            }
            if (frame != null) {
                heardAt = System.nanoTime();
            }
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardAt);
    }

    void close() {
        socket.close();
    }
}
