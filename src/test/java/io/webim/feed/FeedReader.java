package io.webim.feed;

import io.vertx.core.json.JsonObject;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.testrun.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads somebody's feed over REST, as a program does that keeps its cursor. */
final class FeedReader {
    private final RestClient rest;
    private final String more;
    private String cursor;

    private FeedReader(RestClient rest, String more) {
        this.rest = rest;
        this.more = more;
        this.cursor = page("").expect(200).body().getString("next");
    }

    /** Begins where the feed ends now. */
    static FeedReader of(RestClient rest) {
        return new FeedReader(rest, "");
    }

    static FeedReader of(RestClient rest, String consumer) {
        return new FeedReader(rest, "&consumer=" + consumer);
    }

    String cursor() {
        return cursor;
    }

    /** Goes on behind this event. */
    FeedReader from(String after) {
        cursor = after;
        return this;
    }

    Answer page(String query) {
        return rest.get("/api/feed?limit=100" + more + query);
    }

    /** The next events, {@code count} of them at least, however they come; each is taken once. */
    List<JsonObject> next(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Timeout.TIMEOUT.toSeconds());
        var events = new ArrayList<JsonObject>();
        while (events.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("of " + count + " events came " + events);
            }
            events.addAll(rest(3));
        }
        return events;
    }

    /** What there is, waited for some seconds. */
    List<JsonObject> rest(int seconds) {
        var page = page("&after=" + cursor + "&wait=" + seconds).expect(200).body();
        cursor = page.getString("next");
        return page.getJsonArray("events").stream().map(JsonObject.class::cast).toList();
    }

    Answer acknowledge() {
        return acknowledge(cursor, new JsonObject());
    }

    Answer acknowledge(String after, JsonObject request) {
        return rest.put("/api/feed/cursor", request.put("after", after));
    }
}
