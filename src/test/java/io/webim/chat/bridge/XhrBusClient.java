package io.webim.chat.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SockJS by long polling, where no WebSocket gets through. */
final class XhrBusClient extends BusClient {
    private final String base;
    private volatile boolean paused;
    private volatile @Nullable HttpURLConnection poll;

    XhrBusClient(int port) throws IOException {
        this.base = "http://127.0.0.1:" + port + "/eventbus/000/" + UUID.randomUUID();
        poll();
        var poller = new Thread(this::keepPolling, "xhr-bus-client");
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

    private HttpURLConnection post(String path, String contentType, String body) throws IOException {
        var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", contentType);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return connection;
    }

    @Override
    public void write(Buffer frame) {
        writeText("text/plain", new JsonArray().add(frame.toString()).encode());
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

    @Override
    public void close() {
        paused = true;
        var last = poll;
        if (last != null) {
            last.disconnect();
        }
    }
}
