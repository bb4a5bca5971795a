package io.webim.bench;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One socket, raw or framed by SockJS. What comes in is looked through as text, because parsing it would cost more than
 * the server needs to write it. Lives on its own context.
 */
final class Peer {
    private static final String REPLY = "{\"type\":\"rec\",\"address\":\"";
    /** As the web client hears of events. */
    private static final String INBOX = "chat.inbox";

    private static final long CONNECT_MILLIS = 60_000;
    private static final Consumer<String> NOBODY = event -> {};

    private final WebSocket socket;
    private final boolean framed;
    private final Map<String, Handler<String>> waiting = new HashMap<>();
    private Consumer<String> events = NOBODY;
    private Consumer<Throwable> faults = fault -> {};
    private long pingMillis = 25_000;
    private int calls;

    private Peer(WebSocket socket, boolean framed) {
        this.socket = socket;
        this.framed = framed;
    }

    static Future<Peer> connect(WebSocketClient client, URI server, boolean framed) {
        var target = new WebSocketConnectOptions()
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI(
                        framed
                                ? "/eventbus/000/" + Long.toString(System.nanoTime(), 36) + "/websocket"
                                : "/eventbus/websocket")
                .setTimeout(CONNECT_MILLIS);
        // Handlers are set before the socket's first frame can be read.
        return client.connect(target).map(socket -> new Peer(socket, framed).listen());
    }

    /** Events of the own inbox, and all that should not be. */
    Peer on(Consumer<String> events, Consumer<Throwable> faults) {
        this.events = events;
        this.faults = faults;
        return this;
    }

    /** Logs in and registers the inbox: from now on events come. */
    Future<Peer> logIn(Person person) {
        return call(
                        "auth.socket.open",
                        new JsonObject().put("accessToken", person.token()).encode())
                .map(reply -> {
                    pingMillis = number(reply, "\"pingInterval\":");
                    write("{\"type\":\"register\",\"address\":\"" + INBOX + "\"}");
                    return this;
                });
    }

    /** The whole frame of the answer. */
    Future<String> call(String address, String body) {
        var reply = Promise.<String>promise();
        call(address, body, reply::complete);
        return reply.future().timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }

    void call(String address, String body, Handler<String> answer) {
        var replyAddress = Integer.toString(++calls, Character.MAX_RADIX);
        waiting.put(replyAddress, answer);
        write("{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"" + replyAddress + "\",\"body\":"
                + body + "}");
    }

    void ping() {
        write("{\"type\":\"ping\"}");
    }

    long pingMillis() {
        return pingMillis;
    }

    Future<Void> close() {
        faults = expected -> {};
        return socket.close();
    }

    /** The whole number after a key; the first one. */
    static long number(String frame, String key) {
        int at = frame.indexOf(key);
        if (at < 0) {
            throw new VoidRun("no " + key + " in " + frame);
        }
        long number = 0;
        for (int i = at + key.length(); i < frame.length() && Character.isDigit(frame.charAt(i)); i++) {
            number = 10 * number + frame.charAt(i) - '0';
        }
        return number;
    }

    private Peer listen() {
        if (framed) {
            socket.textMessageHandler(guarded(this::receiveFramed));
        } else {
            var receive = guarded(this::receive);
            socket.binaryMessageHandler(bytes -> receive.handle(bytes.toString()));
        }
        socket.closeHandler(closed -> faults.accept(
                new VoidRun("A socket was closed: " + socket.closeStatusCode() + " " + socket.closeReason())));
        socket.exceptionHandler(broken -> faults.accept(new VoidRun("A socket broke", broken)));
        return this;
    }

    private Handler<String> guarded(Handler<String> receive) {
        return frame -> {
            try {
                receive.handle(frame);
            } catch (RuntimeException wrong) {
                faults.accept(wrong);
            }
        };
    }

    private void receiveFramed(String frame) {
        if (frame.startsWith("a")) {
            new JsonArray(frame.substring(1)).forEach(text -> receive((String) text));
        } else if (frame.startsWith("c")) {
            throw new VoidRun("A socket was closed: " + frame);
        }
    }

    private void receive(String frame) {
        if (!frame.startsWith(REPLY)) {
            throw new VoidRun("Refused: " + frame);
        }
        int end = frame.indexOf('"', REPLY.length());
        var address = frame.substring(REPLY.length(), end);
        if (address.equals(INBOX)) {
            events.accept(frame);
            return;
        }
        var answer = waiting.remove(address);
        if (answer == null) {
            throw new VoidRun("Nobody asked for " + frame);
        }
        answer.handle(frame);
    }

    private void write(String frame) {
        if (framed) {
            socket.writeTextMessage("[" + Json.encode(frame) + "]");
        } else {
            socket.writeBinaryMessage(Buffer.buffer(frame));
        }
    }
}
