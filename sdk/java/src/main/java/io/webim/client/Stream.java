package io.webim.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer that stays open. */
final class Stream implements Flow.Subscriber<String> {
    private static final String DATA = "data:";
    private static final int MOST_LINES = 256;

    /** A line, or why there are no more. */
    private record Line(String text, WebimException end) {}

    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final Duration timeout;
    private final StringBuilder data = new StringBuilder();
    private CompletableFuture<HttpResponse<String>> answer;
    private volatile Flow.Subscription subscription;

    private Stream(Duration timeout) {
        this.timeout = timeout;
    }

    static Stream open(HttpClient http, HttpRequest request, Duration timeout) {
        var stream = new Stream(timeout);
        BodyHandler<String> body = head -> head.statusCode() == 200
                ? BodySubscribers.fromLineSubscriber(stream, whole -> "", StandardCharsets.UTF_8, null)
                : BodySubscribers.ofString(StandardCharsets.UTF_8);
        stream.answer = http.sendAsync(request, body);
        stream.answer.whenComplete((ended, error) -> stream.lines.add(new Line(null, end(ended, error))));
        return stream;
    }

    /** The next events; what has come at once at once. */
    List<Event> read() {
        var events = new ArrayList<Event>();
        while (events.isEmpty() || !lines.isEmpty()) {
            var line = take();
            if (line.end() != null) {
                if (events.isEmpty()) {
                    throw line.end();
                }
                lines.add(line);
                return events;
            }
            if (line.text().startsWith(DATA)) {
                data.append(line.text().substring(DATA.length()).strip()).append('\n');
            } else if (line.text().isEmpty() && data.length() > 0) {
                var told = Json.parse(data.toString());
                data.setLength(0);
                events.add(Event.of(told.path("id").asText(), told));
            }
        }
        return events;
    }

    void close() {
        answer.cancel(true);
    }

    private Line take() {
        try {
            var line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw WebimException.unreachable(new IOException("nothing came any more"));
            }
            if (line.end() == null) {
                subscription.request(1);
            }
            return line;
        } catch (InterruptedException e) {
            throw Backoff.interrupted();
        }
    }

    private static WebimException end(HttpResponse<String> ended, Throwable error) {
        if (error != null) {
            return WebimException.unreachable(error instanceof CompletionException ? error.getCause() : error);
        }
        return ended.statusCode() == 200
                ? WebimException.unreachable(new EOFException("the stream has ended"))
                : Client.refusal(ended, ended.body());
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(MOST_LINES);
    }

    @Override
    public void onNext(String line) {
        lines.add(new Line(line, null));
    }

    @Override
    public void onError(Throwable error) {
        // The answer ends with it.
    }

    @Override
    public void onComplete() {
        // So does the answer.
    }
}
