package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.SparseLog;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.outbound.Poster.Answer;
import io.webim.subscriptions.DeliveryStore.Delivery;
import io.webim.subscriptions.DeliveryStore.Due;
import io.webim.subscriptions.DeliveryStore.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Brings what stands in a feed to one address: of each conversation one event after the other, several conversations at
 * once. All that it knows is in the database, so that another one goes on after a crash.
 */
final class Courier {
    /** Events that may be on their way; the rest waits in the feed. */
    static final int MOST_WAITING = 1_000;
    /** Deliveries that are kept to be looked at. */
    static final int MOST_KEPT = 500;

    private static final SparseLog failures = new SparseLog(LoggerFactory.getLogger(Courier.class));
    private static final int AT_ONCE = 4;
    private static final int MOST_HEADS = 16;
    private static final int STEP = 500;
    private static final int GONE = 410;
    private static final int NO_ANSWER = 0;

    private final Subscription subscription;
    private final Office office;
    /** Conversations of which an event is under way. */
    private final Set<Long> underWay = new HashSet<>();

    private long position;
    private boolean looking;
    private boolean again;
    private boolean ended;
    private Instant nextLook = Instant.EPOCH;

    /** What couriers need, and their time. */
    interface Office {
        Instant now();

        /** From 0 to 1. */
        double random();

        /** The page of the subscription's feed after a position; fails with 410 where that is not kept any more. */
        Future<JsonObject> feed(Subscription subscription, long after, int limit);

        /** Where a cursor stands. */
        long positionOf(String cursor);

        Future<Answer> post(Subscription subscription, JsonObject event);

        DeliveryStore deliveries();

        SubscriptionStore subscriptions();

        /** It was switched off for this reason. */
        void over(Subscription subscription, String reason);
    }

    Courier(Subscription subscription, Office office) {
        this.subscription = subscription;
        this.office = office;
        this.position = subscription.position();
    }

    long accountId() {
        return subscription.accountId();
    }

    /** When there is something to do, as far as is known. */
    Instant nextLook() {
        return nextLook;
    }

    /** Nothing more is sent. */
    void end() {
        ended = true;
    }

    /** Something has happened, or is due. */
    void look() {
        if (looking) {
            again = true;
            return;
        }
        if (ended) {
            return;
        }
        looking = true;
        // Where nothing is known of: once a minute, for whatever was missed.
        nextLook = office.now().plus(Duration.ofMinutes(1));
        takeIn().compose(taken -> send()).onComplete(done -> {
            looking = false;
            if (done.failed()) {
                failures.warn(
                        "Deliveries of subscription {} are late: {}",
                        subscription.id(),
                        done.cause().toString());
            } else if (again) {
                again = false;
                look();
            }
        });
    }

    /** Makes deliveries of what is new in the feed. */
    private Future<Void> takeIn() {
        return office.deliveries()
                .waiting(subscription.id())
                .compose(waiting -> waiting >= MOST_WAITING
                        ? Future.succeededFuture()
                        : office.feed(subscription, position, 100).compose(this::takeIn, this::skip));
    }

    private Future<Void> takeIn(JsonObject page) {
        var due = new ArrayList<Due>();
        for (var one : page.getJsonArray("events")) {
            var event = (JsonObject) one;
            if (subscription.wants(event.getString("type"))) {
                due.add(new Due(office.positionOf(event.getString("id")), conversationOf(event)));
            }
        }
        long next = office.positionOf(page.getString("next"));
        if (next == position) {
            return Future.succeededFuture();
        }
        return office.deliveries()
                .add(subscription.id(), due, next, office.now())
                .compose(added -> {
                    position = next;
                    again |= page.getBoolean("more");
                    return office.deliveries().forget(subscription.id(), next - MOST_KEPT, STEP);
                });
    }

    /** What is not kept any more cannot be delivered. */
    private Future<Void> skip(Throwable error) {
        if (error instanceof Failure failure && failure.is(ErrorCode.CURSOR_EXPIRED)) {
            position = office.positionOf(failure.toJson().getString("oldest"));
            again = true;
            return office.subscriptions().move(subscription.id(), position);
        }
        return Future.failedFuture(error);
    }

    static long conversationOf(JsonObject event) {
        var data = event.getJsonObject("data");
        for (var name : List.of("message", "conversation")) {
            if (data.containsKey(name)) {
                return data.getJsonObject(name).getLong("conversationId");
            }
        }
        return data.getLong("conversationId");
    }

    private Future<Void> send() {
        return office.deliveries().heads(subscription.id(), MOST_HEADS).map(heads -> {
            var now = office.now();
            for (var head : heads) {
                if (head.dueAt().isAfter(now)) {
                    nextLook = earlier(nextLook, head.dueAt());
                } else if (underWay.size() < AT_ONCE && underWay.add(head.conversationId())) {
                    send(head);
                }
            }
            return null;
        });
    }

    private void send(Delivery delivery) {
        attempt(delivery).onComplete(done -> {
            underWay.remove(delivery.conversationId());
            if (done.failed()) {
                // It stands as it was, and is tried again with the next look.
                failures.warn(
                        "A delivery of subscription {} was not noted: {}",
                        subscription.id(),
                        done.cause().toString());
                nextLook = earlier(nextLook, office.now().plusSeconds(1));
            } else {
                look();
            }
        });
    }

    private Future<Void> attempt(Delivery delivery) {
        return office.feed(subscription, delivery.position() - 1, 1)
                .compose(
                        page -> post(delivery, page.getJsonArray("events")),
                        error -> isExpired(error)
                                ? note(delivery, State.FAILED, NO_ANSWER, office.now())
                                : Future.failedFuture(error));
    }

    private static boolean isExpired(Throwable error) {
        return error instanceof Failure failure && failure.status() == GONE;
    }

    private Future<Void> post(Delivery delivery, JsonArray events) {
        if (ended || events.isEmpty()) {
            return Future.succeededFuture();
        }
        return office.post(subscription, events.getJsonObject(0))
                .otherwise(new Answer(NO_ANSWER, 0))
                // What was broken off by the end of the server is no attempt: whoever goes on makes it anew.
                .compose(answer -> ended && !answer.isDone() ? Future.succeededFuture() : settle(delivery, answer));
    }

    private Future<Void> settle(Delivery delivery, Answer answer) {
        var now = office.now();
        if (answer.isDone()) {
            return note(delivery, State.DONE, answer.status(), now);
        }
        if (answer.status() == GONE) {
            return note(delivery, State.FAILED, answer.status(), now).compose(noted -> switchOff("gone"));
        }
        boolean isAsked = answer.status() == 429 || answer.status() == 503;
        var pause = Retries.after(
                delivery.attempts() + 1,
                isAsked ? Duration.ofSeconds(answer.retryAfter()) : Duration.ZERO,
                office.random());
        return pause.isPresent()
                ? note(delivery, State.WAITING, answer.status(), now.plus(pause.get()))
                : note(delivery, State.FAILED, answer.status(), now).compose(noted -> switchOff("failing"));
    }

    private Future<Void> note(Delivery delivery, State state, int status, Instant dueAt) {
        return office.deliveries().tried(subscription.id(), delivery.position(), state, status, office.now(), dueAt);
    }

    /** Of deliveries that are under way together several may find that it is over: the owner is told once. */
    private Future<Void> switchOff(String reason) {
        end();
        return office.subscriptions()
                .end(subscription.id(), reason)
                .onSuccess(wasOn -> {
                    if (wasOn) {
                        office.over(subscription, reason);
                    }
                })
                .mapEmpty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
