package io.webim.sdk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that answers one request after the other as a case of {@code peer.json} says, and notes what it did not expect. */
final class ScriptedPeer implements AutoCloseable {
    private static final String CURSOR = "/api/feed/cursor";

    private final ServerSocket server;
    private final List<JsonObject> steps;
    private final boolean acknowledgesAside;
    private final long waitMillis;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private int done;
    private long answeredAt = System.nanoTime();

    ScriptedPeer(JsonObject oneCase, int timeoutSeconds) throws IOException {
        steps = oneCase.getJsonArray("peer").stream()
                .map(JsonObject.class::cast)
                .toList();
        acknowledgesAside = oneCase.containsKey("acknowledged");
        waitMillis = TimeUnit.SECONDS.toMillis(timeoutSeconds) * 2 / 5;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** What was not as the case says; empty where all was. */
    synchronized List<String> faults() {
        var all = new ArrayList<>(faults);
        if (done < steps.size() && !steps.get(done).getBoolean("again", false)) {
            all.add("only " + done + " of " + steps.size() + " requests came");
        }
        return all;
    }

    synchronized List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** The idempotency keys in the order in which they came. */
    synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            var socket = server.accept();
            open.add(socket);
            start(() -> serve(socket));
        }
    }

    /** One request a connection. */
    private void serve(Socket socket) throws IOException {
        var request = Request.read(new BufferedInputStream(socket.getInputStream()));
        if (request == null) {
            socket.close();
            return;
        }
        var answer = take(request);
        if (!answer.getBoolean("silence", false)) {
            write(socket, answer);
        }
    }

    private synchronized JsonObject take(Request request) {
        if (acknowledgesAside && request.path.equals(CURSOR)) {
            acknowledged.add(request.json().getString("after"));
            return new JsonObject().put("status", 200).put("body", request.json());
        }
        if (done >= steps.size()) {
            faults.add("one request too many: " + request);
            return new JsonObject().put("status", 400).put("text", "");
        }
        var step = steps.get(done);
        done += step.getBoolean("again", false) ? 0 : 1;
        keys.add(request.headers.getOrDefault("idempotency-key", ""));
        long waited = System.nanoTime() - answeredAt;
        answeredAt = System.nanoTime();
        request.differences(step.getJsonObject("expect"), waited)
                .forEach(difference -> faults.add(request + ": " + difference));
        return step.getJsonObject("answer");
    }

    private void write(Socket socket, JsonObject answer) throws IOException {
        var out = socket.getOutputStream();
        if (answer.containsKey("stream")) {
            stream(out, answer.getJsonArray("stream"));
            if (answer.getBoolean("stays", false)) {
                return;
            }
        } else if (!answer.getBoolean("cut", false)) {
            var text = answer.containsKey("body")
                    ? answer.getJsonObject("body").encode()
                    : answer.getString("text", answer.getString("cutBody", ""));
            var body = text.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder("HTTP/1.1 " + answer.getInteger("status") + " Said\r\nConnection: close\r\n");
            answer.getJsonObject("headers", new JsonObject())
                    .forEach(header -> head.append(header.getKey() + ": " + header.getValue() + "\r\n"));
            if (answer.getInteger("status") != 204) {
                head.append("Content-Type: application/json\r\nContent-Length: "
                        + (body.length + (answer.containsKey("cutBody") ? 100 : 0)) + "\r\n");
            }
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.write(body);
            out.flush();
        }
        socket.close();
    }

    private void stream(OutputStream out, JsonArray pieces) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        for (var piece : pieces) {
            if (piece.equals("wait")) {
                pause(waitMillis);
                continue;
            }
            var bytes = ((String) piece).getBytes(StandardCharsets.UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            // So that pieces come as such.
            pause(50);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // The client or this case has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        /** Null where the connection was closed before one. */
        static @Nullable Request read(InputStream in) throws IOException {
            var first = line(in);
            if (first.isEmpty()) {
                return null;
            }
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                headers.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip());
            }
            var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            var uri = URI.create(first.split(" ")[1]);
            var query = new HashMap<String, String>();
            if (uri.getRawQuery() != null) {
                for (var pair : uri.getRawQuery().split("&")) {
                    var parts = pair.split("=", 2);
                    query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
            return new Request(
                    first.split(" ")[0], uri.getPath(), query, headers, new String(body, StandardCharsets.UTF_8));
        }

        JsonObject json() {
            return body.isEmpty() ? new JsonObject() : new JsonObject(body);
        }

        List<String> differences(JsonObject expected, long waitedNanos) {
            var differences = new ArrayList<String>();
            compare(differences, "method", expected.getString("method"), method);
            compare(differences, "path", expected.getString("path", path), path);
            expected.getJsonObject("query", new JsonObject())
                    .forEach(one -> compare(differences, one.getKey(), one.getValue(), query.get(one.getKey())));
            expected.getJsonObject("headers", new JsonObject()).forEach(one -> {
                var given = headers.get(one.getKey());
                if (!one.getValue().equals("*") || given == null || given.isEmpty()) {
                    compare(differences, one.getKey(), one.getValue(), given);
                }
            });
            expected.getJsonObject("body", new JsonObject())
                    .forEach(one -> compare(differences, one.getKey(), one.getValue(), json().getValue(one.getKey())));
            // A little less, as timers have their own idea of a second.
            long least = TimeUnit.MILLISECONDS.toNanos(expected.getInteger("afterSeconds", 0) * 950L);
            if (waitedNanos < least) {
                differences.add("came after " + waitedNanos + " ns");
            }
            return differences;
        }

        private static void compare(
                List<String> differences, String what, @Nullable Object expected, @Nullable Object given) {
            if (!Objects.equals(expected, given)) {
                differences.add(what + " is " + given + " and not " + expected);
            }
        }

        private static String line(InputStream in) throws IOException {
            var bytes = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                bytes.write(next);
            }
            return bytes.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
