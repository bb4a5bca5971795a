package io.webim.chat.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** SockJS by long polling, where no WebSocket gets through. */
final class XhrBusClient extends BusClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private volatile boolean paused;

    XhrBusClient(int port) throws Exception {
        this.base = "http://127.0.0.1:" + port + "/eventbus/000/" + UUID.randomUUID();
        take(post("/xhr", ""));
        var poller = new Thread(this::poll, "xhr-bus-client");
        poller.setDaemon(true);
        poller.start();
    }

    private void poll() {
        try {
            while (!paused && !isClosed()) {
                take(post("/xhr", ""));
            }
        } catch (IOException gone) {
            ended("");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException closed) {
            // The server closes connections after a poll; one that is used at that moment is tried again, as browsers
            // do.
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private void take(HttpResponse<String> response) {
        for (var line : response.body().split("\n")) {
            if (line.startsWith("a")) {
                new JsonArray(line.substring(1)).forEach(frame -> received(new JsonObject((String) frame)));
            } else if (line.startsWith("c") || response.statusCode() == 404) {
                ended("");
            }
        }
    }

    @Override
    void write(Buffer frame) {
        try {
            post("/xhr_send", new JsonArray().add(frame.toString()).encode());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void pause() {
        paused = true;
    }

    @Override
    public void close() {
        paused = true;
    }
}
