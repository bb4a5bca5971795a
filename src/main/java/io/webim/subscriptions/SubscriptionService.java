package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.outbound.Destinations;
import io.webim.subscriptions.DeliveryStore.Delivery;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Decides about outgoing webhooks, and shows what became of their deliveries. */
final class SubscriptionService {
    /** Of one owner. */
    static final int MOST = 10;

    private static final SparseLog left = new SparseLog(LoggerFactory.getLogger(SubscriptionService.class));
    private static final String NO_ID = "evt_0_0";

    private final SubscriptionStore store;
    private final DeliveryStore deliveries;
    private final Destinations destinations;
    private final PostOffice office;
    private final Bus bus;

    SubscriptionService(
            SubscriptionStore store, DeliveryStore deliveries, Destinations destinations, PostOffice office, Bus bus) {
        this.store = store;
        this.deliveries = deliveries;
        this.destinations = destinations;
        this.office = office;
        this.bus = bus;
    }

    /** Delivers what comes from now on. */
    Future<Reply> make(Caller caller, Subscribe request) {
        // A proof that is worth nothing by the time it was checked makes nothing that lasts.
        var madeAt = Times.now();
        var secret = Signature.newSecret();
        var botId = request.botId();
        long accountId = botId == null ? caller.userId() : botId;
        return bus.call(Address.AUTH_SESSION_CONFIRM, caller, request.proof())
                .compose(owner -> botId == null ? Future.succeededFuture() : requireBot(caller, botId))
                .compose(owner -> destinations.resolve(caller.userId(), request.url()))
                .recover(error -> Future.failedFuture(
                        error instanceof UnknownHostException
                                ? Failure.invalid("url", "has a host that is not known")
                                : error))
                .compose(found -> bus.call(Address.FEED_END, new Caller(accountId, 0), new JsonObject()))
                .compose(end -> store.add(
                        caller.userId(),
                        accountId,
                        request,
                        secret,
                        Cursors.positionOf(end.getString("after")),
                        madeAt,
                        MOST))
                .compose(store::find)
                .map(made -> {
                    var subscription = made.orElseThrow(SubscriptionService::unknown);
                    office.open(subscription);
                    return Reply.of(new JsonObject()
                            .put("subscription", subscription.toJson())
                            .put("secret", Signature.text(secret)));
                });
    }

    private Future<Void> requireBot(Caller caller, long botId) {
        return bus.call(Address.AUTH_BOT_LIST, caller, new JsonObject()).map(own -> {
            if (own.getJsonArray("bots").stream().noneMatch(bot -> ((JsonObject) bot).getLong("id") == botId)) {
                throw Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such bot of yours.");
            }
            return null;
        });
    }

    Future<Reply> list(Caller caller) {
        return store.ofOwner(caller.userId()).map(all -> {
            var subscriptions = new JsonArray();
            all.forEach(subscription -> subscriptions.add(subscription.toJson()));
            return Reply.of(new JsonObject().put("subscriptions", subscriptions));
        });
    }

    Future<Reply> remove(Caller caller, long id) {
        return store.remove(id, caller.userId())
                .compose(removed -> {
                    if (!removed) {
                        throw unknown();
                    }
                    office.close(id);
                    return deliveries.forgetAll(id);
                })
                .map(Reply.EMPTY);
    }

    /** Goes on with what waits, and then with what has come since. */
    Future<Reply> resume(Caller caller, long id) {
        return own(caller, id)
                .compose(subscription -> subscription.reason() == null
                        ? Future.succeededFuture(subscription)
                        : store.resume(id).compose(done -> own(caller, id)).onSuccess(office::open))
                .map(subscription -> Reply.of(new JsonObject().put("subscription", subscription.toJson())));
    }

    /** {@code {subscriptionId, after?, limit?}}. */
    record ListDeliveries(long id, long before, int limit) {
        static ListDeliveries read(Fields fields) {
            return new ListDeliveries(
                    fields.id("subscriptionId"),
                    fields.has("after") ? fields.seq("after") : Long.MAX_VALUE,
                    fields.limit());
        }
    }

    /** What lately was delivered, and what is to be, the newest first. */
    Future<Reply> deliveries(Caller caller, ListDeliveries request) {
        return own(caller, request.id())
                .compose(subscription -> deliveries
                        .page(subscription.id(), request.before(), request.limit() + 1)
                        .map(found -> page(subscription, found, request.limit())));
    }

    private static Reply page(Subscription subscription, List<Delivery> found, int limit) {
        var shown = found.subList(0, Math.min(limit, found.size()));
        var page = new JsonArray();
        shown.forEach(delivery -> page.add(json(subscription, delivery)));
        var json = new JsonObject().put("deliveries", page);
        return Reply.of(
                found.size() > limit
                        ? json.put("next", shown.get(shown.size() - 1).position())
                        : json);
    }

    private static JsonObject json(Subscription subscription, Delivery delivery) {
        var json = new JsonObject()
                .put("eventId", Cursors.of(subscription.accountId(), delivery.position()))
                .put("conversationId", delivery.conversationId())
                .put("state", delivery.state())
                .put("attempts", delivery.attempts());
        var status = delivery.status();
        var triedAt = delivery.triedAt();
        if (status != null && status > 0) {
            json.put("status", status);
        }
        if (triedAt != null) {
            json.put("triedAt", Times.iso(triedAt));
        }
        return delivery.state().equals("waiting") ? json.put("dueAt", Times.iso(delivery.dueAt())) : json;
    }

    /** {@code {subscriptionId, eventId}}. */
    record Replay(long id, String eventId) {
        private static final int MOST_ID = 40;

        static Replay read(Fields fields) {
            return new Replay(fields.id("subscriptionId"), fields.text("eventId", 1, MOST_ID));
        }
    }

    /** Delivers once more what lately was, or is to be. */
    Future<Reply> replay(Caller caller, Replay request) {
        return own(caller, request.id()).compose(subscription -> {
            boolean isOfFeed = request.eventId().matches("evt_" + subscription.accountId() + "_[0-9]{1,16}");
            long position = Cursors.positionOf(isOfFeed ? request.eventId() : NO_ID);
            return deliveries
                    .find(subscription.id(), position)
                    .map(found -> found.orElseThrow(
                            () -> Failure.of(ErrorCode.DELIVERY_NOT_FOUND, "There is no such delivery any more.")))
                    .compose(found -> deliveries.replay(subscription.id(), position, Times.now()))
                    .compose(again -> deliveries.find(subscription.id(), position))
                    .map(now -> {
                        office.look(subscription.id());
                        return Reply.of(new JsonObject()
                                .put("delivery", json(subscription, now.orElseThrow(SubscriptionService::unknown))));
                    });
        });
    }

    /** What the owner has made by then has ended, or the owner has left. */
    void end() {
        store.ended()
                .compose(ended -> Future.all(ended.stream()
                        .map(one -> {
                            office.close(one.id());
                            return store.remove(one.id(), one.ownerId())
                                    .compose(removed -> deliveries.forgetAll(one.id()));
                        })
                        .toList()))
                .onFailure(error -> left.warn("Subscriptions that have ended were not removed: {}", error.toString()));
    }

    private Future<Subscription> own(Caller caller, long id) {
        return store.find(id)
                .map(found -> found.filter(one -> one.ownerId() == caller.userId())
                        .orElseThrow(SubscriptionService::unknown));
    }

    private static Failure unknown() {
        return Failure.of(ErrorCode.SUBSCRIPTION_NOT_FOUND, "There is no such subscription.");
    }
}
