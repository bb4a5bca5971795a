package io.webim.subscriptions;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that takes webhooks, and answers as it is told to. */
final class Receiver implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> together = new ConcurrentHashMap<>();
    private final Map<String, List<Runnable>> held = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private final HttpServer http;

    Receiver() {
        http = TestServer.await(
                vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    /** What came, and how it was answered. */
    record Hook(String path, Map<String, String> headers, String body, int status) {
        JsonObject json() {
            return new JsonObject(body);
        }

        String text() {
            return json().getJsonObject("data").getJsonObject("message").getString("text");
        }
    }

    String origin() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    /** At an address nothing is answered before so many have come. */
    void answerTogether(String url, int count) {
        together.put(url, count);
    }

    /** A new address. */
    String url() {
        return origin() + "/hook/" + names.incrementAndGet();
    }

    /** The status for an address, or for a text at any, from now on. */
    void answer(String urlOrText, int status) {
        answers.put(urlOrText, status);
    }

    List<Hook> at(String url) {
        return hooks.stream()
                .filter(hook -> (origin() + hook.path()).equals(url))
                .toList();
    }

    /** Those that came to an address, once there are so many. */
    List<Hook> await(String url, int count) throws Exception {
        Eventually.holds(() -> at(url).size() >= count);
        return at(url);
    }

    @Override
    public void close() {
        TestServer.await(vertx.close());
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
            int status = answers.entrySet().stream()
                    .filter(answer -> body.toString().contains("\"" + answer.getKey() + "\"")
                            || (origin() + request.path()).equals(answer.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(204);
            hooks.add(new Hook(request.path(), headers, body.toString(), status));
            if (status == 503) {
                request.response().putHeader("Retry-After", "3600");
            }
            if (status == 302) {
                request.response().putHeader("Location", origin() + "/elsewhere");
            }
            request.response().setStatusCode(status);
            answer(origin() + request.path(), () -> request.response().end());
        });
    }

    private void answer(String url, Runnable answer) {
        var waiting = held.computeIfAbsent(url, one -> new CopyOnWriteArrayList<>());
        waiting.add(answer);
        if (waiting.size() >= together.getOrDefault(url, 1)) {
            held.remove(url);
            waiting.forEach(Runnable::run);
        }
    }
}
