package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.bus.SparseLog;
import io.webim.contract.Claims;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.limits.Places;
import io.webim.push.NoticeQueue.Notice;
import io.webim.push.PushSubscriptionStore.Telling;
import io.webim.push.Sender.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be told, until it is told or has become pointless. Messages of a conversation that come close together are
 * one push; what there is to say is read at the last moment. Bounded: a push is a courtesy, the message itself is safe.
 */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final SparseLog kept = new SparseLog(log);
    /** A little less than this node itself leaves between two. */
    private static final Duration SPACING = Duration.ofMillis(NoticeQueue.SPACING_MILLIS - 100);

    private static final int NOT_YET = -1;
    private static final long EVERYBODY = 0;
    private static final long TICK_MILLIS = 200;
    private static final int DEVICES_AT_ONCE = 8;
    private static final int MOST_DEVICES = 1_000;
    /** A device that hangs is noticed within a minute or two. */
    private static final Duration HANGING = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final PushSubscriptionStore store;
    private final PushSubscriptionService subscriptions;
    private final Sender sender;
    private final Claims claims;
    private final NoticeQueue queue = new NoticeQueue();
    /** Of one user. */
    private final Places places = new Places(DEVICES_AT_ONCE, MOST_DEVICES);

    private final long timer;

    Notices(
            Vertx vertx,
            PushSubscriptionStore store,
            PushSubscriptionService subscriptions,
            Sender sender,
            Claims claims) {
        this.claims = claims;
        this.vertx = vertx;
        this.store = store;
        this.subscriptions = subscriptions;
        this.sender = sender;
        this.timer = vertx.setPeriodic(TICK_MILLIS, tick -> next());
    }

    void stop() {
        vertx.cancelTimer(timer);
        queue.clear();
    }

    /** A message was written, and nobody looks at a device of these receivers. */
    void unseen(JsonObject event) {
        var subscribers = PushVerticle.ids(event.getJsonArray("userIds")).stream()
                .filter(subscriptions::maySubscribe)
                .toList();
        if (subscribers.isEmpty()) {
            return;
        }
        var open = Set.copyOf(PushVerticle.ids(event.getJsonArray("sessionIds")));
        long now = System.currentTimeMillis();
        var mentioned = Set.copyOf(PushVerticle.ids(event.getJsonArray("mentions")));
        subscribers.forEach(userId -> queue.add(
                userId,
                event.getLong("conversationId"),
                event.getLong("seq"),
                mentioned.contains(userId) || mentioned.contains(EVERYBODY),
                open,
                now));
    }

    /** What a device that hung did not take is told now. */
    void away(long userId) {
        if (!subscriptions.maySubscribe(userId)) {
            return;
        }
        store.unreceived(userId, Times.now().minus(HANGING))
                .onSuccess(found -> found.forEach(message -> queue.add(
                        userId,
                        message.conversationId(),
                        message.seq(),
                        message.isMentioned(),
                        Set.of(),
                        System.currentTimeMillis())))
                .onFailure(error -> log.debug("What user {} has missed is not known: {}", userId, error.toString()));
    }

    private void next() {
        queue.takeDue(System.currentTimeMillis()).forEach(this::tell);
    }

    private void tell(Notice notice) {
        var cut = queue.cut(notice);
        isDue(notice)
                .compose(due -> due
                        ? store.toTell(notice).compose(tellings -> tell(notice, tellings, cut))
                        : Future.succeededFuture(NOT_YET))
                .onFailure(error -> log.debug("A push cannot be made up: {}", error.toString()))
                .onComplete(sent -> {
                    int count = sent.succeeded() ? sent.result() : 0;
                    queue.done(notice, Math.max(0, count), System.currentTimeMillis());
                    if (count == NOT_YET) {
                        again(notice);
                    }
                });
    }

    /** The pushes of a conversation keep their distance over all nodes. */
    private Future<Boolean> isDue(Notice notice) {
        return notice.attempt() > 1
                ? Future.succeededFuture(true)
                : claims.claim("push:" + notice.userId() + ":" + notice.conversationId(), SPACING)
                        .otherwise(true);
    }

    private void again(Notice notice) {
        queue.add(
                notice.userId(),
                notice.conversationId(),
                notice.seq(),
                notice.mention() > 0,
                notice.open(),
                System.currentTimeMillis());
    }

    /** How many were sent. */
    private Future<Integer> tell(Notice notice, List<Telling> tellings, Future<Void> cut) {
        var text = Payload.text(tellings);
        var sent = tellings.stream()
                .filter(telling -> isWanted(telling, notice))
                .map(telling ->
                        places.run(notice.userId(), () -> send(notice, telling, text, cut), Notices::tooManyDevices))
                .toList();
        return Future.join(sent).map(sent.size());
    }

    /** Unlike sessions. */
    private static Failure tooManyDevices() {
        return Failure.retryAfter(ErrorCode.BUSY, "Too many devices wait for their pushes.", 1);
    }

    private boolean isWanted(Telling telling, Notice notice) {
        return notice.isFor(telling.subscription().sessionId()) && !queue.isOvertaken(notice);
    }

    private Future<Outcome> send(Notice notice, Telling telling, Optional<String> text, Future<Void> cut) {
        var subscription = telling.subscription();
        return sender.send(
                        notice.userId(),
                        subscription,
                        Payload.of(notice.conversationId(), telling, text),
                        Long.toString(notice.conversationId()),
                        cut)
                .onSuccess(outcome -> settle(notice, subscription, outcome));
    }

    private void settle(Notice notice, PushSubscription subscription, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.GONE) {
            store.removeGone(subscription)
                    .onFailure(error -> kept.warn("A push subscription was not removed: {}", error.toString()));
        } else if (outcome.kind() == Outcome.Kind.LATER) {
            queue.again(notice, subscription.sessionId(), outcome.retryAfter(), System.currentTimeMillis());
        }
    }
}
