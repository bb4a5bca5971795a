package io.webim.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Stands before a server and answers with other versions of one file of the web client, as after an upgrade. Sockets do
 * not go through it.
 */
final class Versions implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "host", "origin", "upgrade", "http2-settings", "accept-encoding");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String target;
    private final HttpServer front;
    private volatile String changed = "";
    private volatile String from = "";
    private volatile String to = "";
    private volatile boolean half;

    Versions(String target) {
        this.target = target;
        // Without it each answer takes 40 ms longer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        front.setExecutor(Executors.newCachedThreadPool());
        front.createContext("/", this::answer);
        front.start();
    }

    String url() {
        return "http://127.0.0.1:" + front.getAddress().getPort();
    }

    /** From now on the client says something else. */
    void release(String before, String after) {
        half = false;
        changed = fileWith(before);
        from = before;
        to = after;
    }

    /** As {@link #release}, but the file itself is still the old one: the upgrade is not through yet. */
    void releaseHalf(String before, String after) {
        release(before, after);
        half = true;
    }

    @Override
    public void close() {
        front.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (path.startsWith("/eventbus")) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            var answer = ask(exchange);
            var body = changed(path, answer.body());
            answer.headers().map().forEach((name, values) -> {
                if (!name.equals("content-length") && !name.equals("etag") && !name.equals("transfer-encoding")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT)) && !name.startsWith("If-")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private byte[] changed(String path, byte[] body) throws IOException {
        if (from.isEmpty()) {
            return body;
        }
        if (path.equals(changed) && !half) {
            return replaced(body);
        }
        return path.equals("/files.js") ? listed(body) : body;
    }

    private byte[] listed(byte[] body) throws IOException {
        var list = listIn(body);
        list.put("version", to);
        list.getJsonObject("files").put(changed, "sha256-" + sha256(replaced(fetch(changed))));
        return ("self.webim = " + list.encode() + ";").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject listIn(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return new JsonObject(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
    }

    /** The one script of the client that says this. */
    private String fileWith(String text) {
        try {
            for (var path : listIn(fetch("/files.js")).getJsonObject("files").fieldNames()) {
                if (path.endsWith(".js") && new String(fetch(path), StandardCharsets.UTF_8).contains(text)) {
                    return path;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("No script says " + text);
    }

    private byte[] fetch(String path) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create(target + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private byte[] replaced(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
