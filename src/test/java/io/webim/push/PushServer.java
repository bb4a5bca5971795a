package io.webim.push;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A push service on this machine: takes what is pushed, and answers as it is told to. */
public final class PushServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, Browser> browsers = new ConcurrentHashMap<>();
    private final HttpServer http;

    public PushServer() {
        http = TestServer.await(
                vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    /** What one browser was sent. */
    record Push(String path, Map<String, String> headers, Buffer body) {
        JsonObject read(Browser browser) throws GeneralSecurityException {
            return new JsonObject(browser.decrypt(body.getBytes()));
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    String endpoint(String name) {
        return origin() + "/push/" + name + "?a=b";
    }

    /** A new browser's {@code PushSubscription.toJSON()}; {@link #read} reads what is sent to it. */
    public JsonObject subscribe(String name) throws GeneralSecurityException {
        var browser = Browser.create();
        browsers.put(name, browser);
        return new JsonObject().put("endpoint", endpoint(name)).put("keys", browser.keys());
    }

    /** What the newest push to a subscribed browser says, once there are so many. */
    public JsonObject read(String name, int count) throws GeneralSecurityException {
        return await(name, count).read(browsers.get(name));
    }

    /** The status that this endpoint answers with from now on. */
    void answer(String name, int status) {
        answers.put("/push/" + name, status);
    }

    List<Push> to(String name) {
        return pushes.stream()
                .filter(push -> push.path().equals("/push/" + name))
                .toList();
    }

    /** How many an endpoint was sent. */
    public int count(String name) {
        return to(name).size();
    }

    /** The newest push to an endpoint, once there are so many. */
    Push await(String name, int count) {
        eventually(name + " gets " + count + " pushes", () -> to(name).size() >= count);
        return to(name).get(to(name).size() - 1);
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come true");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        TestServer.await(vertx.close());
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new ConcurrentHashMap<String, String>();
            request.headers()
                    .forEach(header ->
                            headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            pushes.add(new Push(request.path(), headers, body));
            int status = answers.getOrDefault(request.path(), 201);
            if (status == 503) {
                request.response().putHeader("Retry-After", "1");
            }
            request.response().setStatusCode(status).end("a word from the service");
        });
    }
}
