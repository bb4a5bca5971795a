package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.limits.Admission;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A page of a feed, where there is nothing yet as soon as there is; or all that comes, as a stream of events. It is asked for
 * in short turns, before each of which the token is looked at again: whoever waits is let go soon after it has ended.
 */
final class FeedAnswer {
    private static final int MOST_SECONDS = 25;
    private static final int TURN_SECONDS = 3;
    /** Turns without an event after which a stream says that it is still there. */
    private static final int TURNS_TO_BREATHE = 4;

    private static final String STREAM = "text/event-stream";

    private final Bus bus;
    private final Admission admission;
    private final RoutingContext context;
    private final Caller caller;
    private final long begun = System.nanoTime();
    private final Promise<Void> done = Promise.promise();
    private int quiet;

    private FeedAnswer(Bus bus, Admission admission, RoutingContext context) {
        this.bus = bus;
        this.admission = admission;
        this.context = context;
        this.caller = BearerToken.caller(context);
    }

    /** Whoever comes back to a stream goes on from where it broke off. */
    static void read(RoutingContext context, JsonObject request) {
        seconds(context);
        @Nullable String last = context.request().getHeader("Last-Event-ID");
        if (isStream(context) && last != null && !last.isEmpty()) {
            request.put("after", last);
        }
    }

    /** @param first what there was already */
    static void write(Bus bus, Admission admission, RoutingContext context, JsonObject first) {
        var answer = new FeedAnswer(bus, admission, context);
        if (isStream(context)) {
            answer.stay(() -> answer.stream(first));
        } else if (first.getJsonArray("events").isEmpty() && seconds(context) > 0) {
            answer.stay(() -> answer.await(first));
        } else {
            Api.json(context, 200, first);
        }
    }

    private void stay(Runnable work) {
        try {
            var leave = admission.stay(caller);
            done.future().onComplete(ended -> leave.run());
            // Whatever ends it, the client that goes among it.
            context.addEndHandler(ended -> done.tryComplete());
            work.run();
        } catch (Failure refused) {
            context.fail(refused);
        }
    }

    private void await(JsonObject page) {
        long left = seconds(context) - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        if (done.future().isComplete()) {
            return;
        }
        if (!page.getJsonArray("events").isEmpty() || left <= 0) {
            done.tryComplete();
            Api.json(context, 200, page);
        } else {
            next(page, (int) Math.min(left, TURN_SECONDS))
                    .onSuccess(this::await)
                    .onFailure(error -> {
                        if (done.tryComplete()) {
                            context.fail(error);
                        }
                    });
        }
    }

    private void stream(JsonObject first) {
        // The client comes back, and hears then what was wrong.
        done.future().onComplete(ended -> {
            if (!context.response().closed()) {
                context.response().end();
            }
        });
        context.response()
                .setChunked(true)
                .putHeader("Content-Type", STREAM)
                .putHeader("Cache-Control", "no-store")
                // A compressor would hold back what is short.
                .putHeader("Content-Encoding", "identity");
        pass(first, ": welcome\n\n");
    }

    private void pass(JsonObject page, String before) {
        if (done.future().isComplete()) {
            return;
        }
        var text = new StringBuilder(before);
        page.getJsonArray("events").forEach(event -> text.append(frame((JsonObject) event)));
        quiet = page.getJsonArray("events").isEmpty() ? quiet + 1 : 0;
        if (quiet % TURNS_TO_BREATHE == TURNS_TO_BREATHE - 1) {
            text.append(": still here\n\n");
        }
        var written = text.isEmpty()
                ? Future.<Void>succeededFuture()
                : context.response().write(text.toString());
        written.compose(sent -> next(page, TURN_SECONDS))
                .onSuccess(more -> pass(more, ""))
                .onFailure(error -> done.tryComplete());
    }

    private static String frame(JsonObject event) {
        return "id: " + event.getString("id") + "\ndata: " + event.encode() + "\n\n";
    }

    /** The page after that one, at the rate of the caller's budget. */
    private Future<JsonObject> next(JsonObject page, int wait) {
        var request = new JsonObject().put("after", page.getString("next")).put("wait", wait);
        @Nullable String limit = context.queryParams().get("limit");
        if (limit != null) {
            request.put("limit", Integer.parseInt(limit));
        }
        return new BearerToken(bus)
                .verify(context)
                .compose(known -> bus.call(Address.FEED_READ, caller, request))
                .compose(more ->
                        admission.pace(context.vertx(), caller.payer(), more).map(more));
    }

    private static boolean isStream(RoutingContext context) {
        @Nullable String accept = context.request().getHeader("Accept");
        return accept != null && accept.contains(STREAM);
    }

    private static int seconds(RoutingContext context) {
        @Nullable String wait = context.queryParams().get("wait");
        if (wait == null) {
            return 0;
        }
        if (!wait.matches("[0-9]{1,2}") || Integer.parseInt(wait) > MOST_SECONDS) {
            throw Failure.invalid("wait", "must be a whole number from 0 to " + MOST_SECONDS);
        }
        return Integer.parseInt(wait);
    }
}
