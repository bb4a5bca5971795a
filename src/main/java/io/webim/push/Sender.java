package io.webim.push;

import com.interaso.webpush.WebPush;
import com.interaso.webpush.WebPush.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.webim.bus.SparseLog;
import io.webim.contract.Failure;
import io.webim.outbound.Destinations;
import io.webim.outbound.Destinations.Destination;
import io.webim.outbound.Poster;
import io.webim.outbound.Poster.Answer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts one push for one browser (RFC 8291) and hands it to the browser's push service (RFC 8030). */
final class Sender {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);
    private static final SparseLog recoveries = new SparseLog(log);
    private static final SparseLog failures = new SparseLog(log);
    private static final int TTL_SECONDS = (int) TimeUnit.DAYS.toSeconds(1);
    private static final long ANSWER_MILLIS = 10_000;
    private static final int MOST_NOTED = 1_000;

    private final Poster poster;
    private final WorkerExecutor worker;
    private final Destinations destinations;
    private final VapidKey key;
    private final WebPush webPush;
    private final Set<String> failing = new HashSet<>();

    Sender(Vertx vertx, WorkerExecutor worker, Destinations destinations, VapidKey key, String contact) {
        this(vertx, worker, destinations, key, contact, new HttpClientOptions());
    }

    /** @param options say whom to trust */
    Sender(
            Vertx vertx,
            WorkerExecutor worker,
            Destinations destinations,
            VapidKey key,
            String contact,
            HttpClientOptions options) {
        this.poster = new Poster(vertx, options, ANSWER_MILLIS);
        this.worker = worker;
        this.destinations = destinations;
        this.key = key;
        this.webPush = new WebPush(contact, key.keys());
    }

    /** @param retryAfter seconds that the service asks for; 0 where it does not */
    record Outcome(Kind kind, int retryAfter) {
        enum Kind {
            DONE,
            GONE,
            LATER,
            REFUSED
        }

        private static Outcome of(Kind kind) {
            return new Outcome(kind, 0);
        }
    }

    /**
     * Within a few seconds, whatever the service does.
     *
     * @param topic a newer push with the same words takes the place of one that was not delivered yet
     * @param cut ends it before, to be tried again
     */
    Future<Outcome> send(
            long userId, PushSubscription subscription, JsonObject payload, String topic, Future<Void> cut) {
        var later = Outcome.of(Outcome.Kind.LATER);
        if (cut.isComplete()) {
            return Future.succeededFuture(later);
        }
        var outcome = Promise.<Outcome>promise();
        cut.onComplete(done -> outcome.tryComplete(later));
        attempt(userId, subscription, payload, topic, cut).onSuccess(outcome::tryComplete);
        return outcome.future();
    }

    /** Never fails. */
    private Future<Outcome> attempt(
            long userId, PushSubscription subscription, JsonObject payload, String topic, Future<Void> cut) {
        var packed = worker.executeBlocking(() -> pack(subscription, payload, topic), false);
        return destinations
                .resolve(userId, subscription.endpoint())
                .compose(destination -> packed.compose(
                                push -> poster.post(destination, push.headers(), push.body(), cut))
                        .map(Sender::outcome)
                        .onSuccess(outcome -> note(destination, outcome, null))
                        .recover(error -> {
                            note(destination, Outcome.of(Outcome.Kind.LATER), error);
                            return Future.succeededFuture(Outcome.of(Outcome.Kind.LATER));
                        }))
                .recover(error -> Future.succeededFuture(
                        // A name may be known again, and in time, later; where it leads inside, nobody goes.
                        Outcome.of(isRefusal(error) ? Outcome.Kind.REFUSED : Outcome.Kind.LATER)));
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof Failure failure && failure.status() == 422;
    }

    private record Packed(Map<String, String> headers, Buffer body) {}

    private Packed pack(PushSubscription subscription, JsonObject payload, String topic) {
        var body = webPush.getBody(
                payload.toBuffer().getBytes(),
                subscription.p256dh().getBytes(),
                subscription.auth().getBytes());
        var headers = webPush.getHeaders(
                subscription.endpoint(), TTL_SECONDS, key.topic(subscription.sessionId() + " " + topic), Urgency.High);
        return new Packed(headers, Buffer.buffer(body));
    }

    private static Outcome outcome(Answer answer) {
        int status = answer.status();
        if (answer.isDone()) {
            return Outcome.of(Outcome.Kind.DONE);
        }
        if (status == 404 || status == 410) {
            return Outcome.of(Outcome.Kind.GONE);
        }
        boolean passes = status == 429 || status >= 500;
        return passes ? new Outcome(Outcome.Kind.LATER, answer.retryAfter()) : Outcome.of(Outcome.Kind.REFUSED);
    }

    /** One line when a service begins to fail and one when it works again; some are made to do both all the time. */
    private void note(Destination destination, Outcome outcome, @Nullable Throwable error) {
        var origin = destination.origin();
        boolean works = outcome.kind() == Outcome.Kind.DONE || outcome.kind() == Outcome.Kind.GONE;
        if (works && failing.remove(origin)) {
            recoveries.info("Pushes to {} work again", origin);
        } else if (!works && failing.size() < MOST_NOTED && failing.add(origin)) {
            failures.warn("Pushes to {} fail: {}", origin, error == null ? "it does not take them" : error.toString());
        }
    }
}
