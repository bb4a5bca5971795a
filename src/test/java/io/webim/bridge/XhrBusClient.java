package io.webim.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SockJS by long polling, where no WebSocket gets through. */
final class XhrBusClient extends BusClient {
    private final String base;
    private final Thread poller = new Thread(this::keepPolling, "xhr-bus-client");
    private volatile boolean paused;
    private volatile @Nullable HttpURLConnection poll;

    XhrBusClient(int port) throws IOException {
        this.base = "http://127.0.0.1:" + port + "/eventbus/000/" + UUID.randomUUID();
        poll();
        poller.setDaemon(true);
        poller.start();
    }

    private void keepPolling() {
        try {
            while (!paused && !isClosed()) {
                poll();
            }
        } catch (IOException | RuntimeException gone) {
            // Also what the JDK throws when a connection is torn down under it.
            ended("");
        }
    }

    private void poll() throws IOException {
        var connection = post("/xhr", "text/plain", "");
        poll = connection;
        if (connection.getResponseCode() != 200) {
            ended("");
            return;
        }
        for (var line : new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("a")) {
                new JsonArray(line.substring(1)).forEach(frame -> received(new JsonObject((String) frame)));
            } else if (line.startsWith("c")) {
                ended("");
            }
        }
    }

    /** On a connection of its own and with its length said first: else the JDK sends it again when it is cut off. */
    private HttpURLConnection post(String path, String contentType, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes.length);
        connection.setRequestProperty("Content-Type", contentType);
        connection.setRequestProperty("Connection", "close");
        connection.getOutputStream().write(bytes);
        return connection;
    }

    @Override
    public void write(Buffer frame) {
        writeText("text/plain", new JsonArray().add(frame.toString()).encode());
    }

    /** In one body, as SockJS's own client sends what has gathered. */
    @Override
    public void sendAll(List<JsonObject> all) {
        var array = new JsonArray();
        all.forEach(frame -> array.add(frame.encode()));
        writeText("text/plain", array.encode());
    }

    /** A body as it stands. */
    int writeText(String contentType, String body) {
        try {
            return post("/xhr_send", contentType, body).getResponseCode();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    /** Until the poller has ended: it may have begun another poll just now, which would keep the session for long. */
    @Override
    public void close() {
        paused = true;
        try {
            for (int i = 0; i < 500 && poller.isAlive(); i++) {
                var last = poll;
                if (last != null) {
                    last.disconnect();
                }
                poller.join(20);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
