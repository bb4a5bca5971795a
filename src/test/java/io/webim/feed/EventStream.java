package io.webim.feed;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A feed as {@code text/event-stream}, as a program reads it that remembers the last id. */
final class EventStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    private EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    static EventStream open(TestServer server, Person person, String lastId) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url("/api/feed")))
                .header("Authorization", "Bearer " + person.accessToken())
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .header("Last-Event-ID", lastId)
                .timeout(TIMEOUT)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200
                || !answer.headers().firstValue("content-type").orElse("").equals("text/event-stream")) {
            throw new AssertionError(
                    "no stream: " + answer.statusCode() + " " + answer.headers().map());
        }
        return new EventStream(answer.body());
    }

    /** The next event, whose id is that of the frame. */
    JsonObject next() throws IOException {
        String id = "";
        while (true) {
            var line = lines.readLine();
            if (line == null) {
                throw new AssertionError("the stream has ended");
            }
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                var event = new JsonObject(line.substring(6));
                if (!event.getString("id").equals(id)) {
                    throw new AssertionError(id + " is not the id of " + event);
                }
                return event;
            }
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
