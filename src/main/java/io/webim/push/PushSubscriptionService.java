package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.outbound.Destinations;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Decides about subscriptions: one for a session, which is a browser, and gone with it. */
final class PushSubscriptionService {
    private static final SparseLog ended = new SparseLog(LoggerFactory.getLogger(PushSubscriptionService.class));
    private static final SparseLog kept = new SparseLog(LoggerFactory.getLogger(PushSubscriptionService.class));

    private final PushSubscriptionStore store;
    private final Destinations destinations;
    private final Bus bus;
    /** Whoever may have one: spares a query for each message to all the others. */
    private final Set<Long> subscribers = new HashSet<>();

    PushSubscriptionService(PushSubscriptionStore store, Destinations destinations, Bus bus) {
        this.store = store;
        this.destinations = destinations;
        this.bus = bus;
    }

    Future<Void> start() {
        return store.subscribers().onSuccess(subscribers::addAll).mapEmpty();
    }

    void maySubscribeNow(long userId) {
        subscribers.add(userId);
    }

    boolean maySubscribe(long userId) {
        return subscribers.contains(userId);
    }

    Future<Reply> set(Caller caller, SubscribePush request) {
        // A proof that is worth nothing by the time it was checked makes nothing that lasts.
        var madeAt = Times.now();
        return bus.call(Address.AUTH_SESSION_CONFIRM, caller, request.proof())
                .compose(owner -> destinations.resolve(caller.userId(), request.endpoint()))
                .recover(error -> Future.failedFuture(
                        error instanceof UnknownHostException
                                ? Failure.invalid("endpoint", "has a host that is not known")
                                : error))
                .compose(found -> store.set(caller, request, madeAt))
                .compose(set -> {
                    subscribers.add(caller.userId());
                    bus.publish(Address.PUSH_SUBSCRIBED, new JsonObject().put("userId", caller.userId()));
                    return get(caller);
                });
    }

    Future<Reply> get(Caller caller) {
        return store.find(caller.sessionId())
                .map(found -> found.map(PushSubscriptionService::reply)
                        .orElseThrow(() -> Failure.of(
                                ErrorCode.SUBSCRIPTION_NOT_FOUND, "This session has no push subscription.")));
    }

    /** For the list of devices. */
    Future<Reply> list(Caller caller) {
        return store.ofUser(caller.userId()).map(listed -> {
            var subscriptions = new JsonArray();
            listed.forEach(entry -> subscriptions.add(new JsonObject()
                    .put("sessionId", entry.subscription().sessionId())
                    .put("service", URI.create(entry.subscription().endpoint()).getHost())
                    .put("show", show(entry.subscription()))
                    .put("createdAt", Times.iso(entry.createdAt()))));
            return Reply.of(new JsonObject().put("subscriptions", subscriptions));
        });
    }

    Future<Reply> remove(Caller caller) {
        return store.remove(caller.sessionId()).map(Reply.EMPTY);
    }

    /** A session that has ended is not told anything, even where this fails. */
    void endSessions(List<Long> sessionIds) {
        sessionIds.forEach(id -> store.remove(id)
                .onFailure(error ->
                        kept.warn("The push subscription of session {} was not removed: {}", id, error.toString())));
    }

    /** What has ended is not told anything, even where this fails. */
    void endGrants(long userId) {
        store.removeEnded(userId)
                .onFailure(error -> ended.warn(
                        "The push subscriptions of user {} that have ended were not removed: {}",
                        userId,
                        error.toString()));
    }

    private static Reply reply(PushSubscription subscription) {
        return Reply.of(
                new JsonObject().put("endpoint", subscription.endpoint()).put("show", show(subscription)));
    }

    private static String show(PushSubscription subscription) {
        return subscription.showsText() ? "text" : "sender";
    }
}
