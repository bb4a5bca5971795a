package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.SharedPlaces;
import io.webim.outbound.Destinations;
import io.webim.outbound.Poster;
import io.webim.outbound.Poster.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends couriers for all subscriptions that are on. Users take turns at the places that there are. */
final class PostOffice implements Courier.Office {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(PostOffice.class));
    private static final SharedPlaces.Bounds PLACES = new SharedPlaces.Bounds(64, 8, 10_000, 64);
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long TICK_MILLIS = 500;
    private static final long PAUSE_MILLIS = 1_000;
    private static final SparseLog unread = new SparseLog(LoggerFactory.getLogger(PostOffice.class));

    private final Vertx vertx;
    private final Bus bus;
    private final SubscriptionStore subscriptions;
    private final DeliveryStore deliveries;
    private final Destinations destinations;
    private final Poster poster;
    private final InstantSource clock;
    private final OwnerNotice notice;
    private final SharedPlaces places = new SharedPlaces(PLACES);
    private final Map<Long, Courier> couriers = new HashMap<>();
    /** The same by whose feed they bring: each event of a feed is heard of, however many others there are. */
    private final Map<Long, Set<Courier>> byAccount = new HashMap<>();

    private final Promise<Void> closed = Promise.promise();
    private boolean isOpen;
    private long timer;

    PostOffice(
            Vertx vertx,
            Bus bus,
            SubscriptionStore subscriptions,
            DeliveryStore deliveries,
            Destinations destinations,
            Poster poster,
            InstantSource clock) {
        this.vertx = vertx;
        this.bus = bus;
        this.notice = new OwnerNotice(bus);
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.destinations = destinations;
        this.poster = poster;
        this.clock = clock;
    }

    /** From now on it is this one that brings them. */
    void start() {
        isOpen = true;
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> look());
        lookAround();
    }

    /** Another one does. */
    void rest() {
        isOpen = false;
        vertx.cancelTimer(timer);
        List.copyOf(couriers.keySet()).forEach(this::end);
    }

    /** Some subscriptions may be new, and some gone. */
    void lookAround() {
        if (!isOpen) {
            return;
        }
        subscriptions
                .all()
                .onSuccess(all -> {
                    var ids = all.stream().map(Subscription::id).collect(Collectors.toSet());
                    List.copyOf(couriers.keySet()).stream()
                            .filter(id -> !ids.contains(id))
                            .forEach(this::end);
                    all.stream()
                            .filter(subscription -> !couriers.containsKey(subscription.id()))
                            .forEach(this::open);
                    couriers.values().forEach(Courier::look);
                })
                .onFailure(error -> {
                    unread.warn("Outgoing webhooks wait for the database: {}", error.toString());
                    vertx.timer(PAUSE_MILLIS).onSuccess(passed -> lookAround());
                });
    }

    void stop() {
        couriers.values().forEach(Courier::end);
        closed.tryComplete();
    }

    /** One that is open stays as it is. */
    void open(Subscription subscription) {
        if (!isOpen) {
            tellOthers(subscription.id());
            return;
        }
        if (couriers.containsKey(subscription.id())) {
            return;
        }
        var courier = new Courier(subscription, this);
        couriers.put(subscription.id(), courier);
        byAccount
                .computeIfAbsent(courier.accountId(), account -> new HashSet<>())
                .add(courier);
        courier.look();
    }

    void close(long subscriptionId) {
        if (isOpen) {
            end(subscriptionId);
        } else {
            tellOthers(subscriptionId);
        }
    }

    private void tellOthers(long subscriptionId) {
        bus.publish(Address.SUBSCRIPTIONS_CHANGED, new JsonObject().put("subscriptionId", subscriptionId));
    }

    private void end(long subscriptionId) {
        var courier = remove(subscriptionId);
        if (courier != null) {
            courier.end();
        }
    }

    private @Nullable Courier remove(long subscriptionId) {
        var courier = couriers.remove(subscriptionId);
        if (courier != null) {
            var others = Objects.requireNonNull(byAccount.get(courier.accountId()));
            others.remove(courier);
            if (others.isEmpty()) {
                byAccount.remove(courier.accountId());
            }
        }
        return courier;
    }

    /** Something stands in the feed of an account. */
    void grew(long accountId) {
        Set.copyOf(byAccount.getOrDefault(accountId, Set.of())).forEach(Courier::look);
    }

    void look(long subscriptionId) {
        var courier = couriers.get(subscriptionId);
        if (courier != null) {
            courier.look();
        } else if (!isOpen) {
            tellOthers(subscriptionId);
        }
    }

    private void look() {
        var now = now();
        List<Courier> due = new ArrayList<>();
        couriers.values().stream()
                .filter(courier -> !courier.nextLook().isAfter(now))
                .forEach(due::add);
        due.forEach(Courier::look);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Future<JsonObject> feed(Subscription subscription, long after, int limit) {
        var request = new JsonObject()
                .put("after", Cursors.of(subscription.accountId(), after))
                .put("limit", limit);
        return bus.call(Address.FEED_READ, new Caller(subscription.accountId(), 0), request);
    }

    @Override
    public long positionOf(String cursor) {
        return Cursors.positionOf(cursor);
    }

    @Override
    public Future<Answer> post(Subscription subscription, JsonObject event) {
        return places.run(
                vertx,
                subscription.ownerId(),
                PATIENCE_MILLIS,
                () -> send(subscription, event),
                () -> Failure.retryAfter(ErrorCode.BUSY, "Too many deliveries wait.", 1));
    }

    private Future<Answer> send(Subscription subscription, JsonObject event) {
        var id = event.getString("id");
        var body = new JsonObject()
                .put("type", event.getString("type"))
                .put("timestamp", event.getString("timestamp"))
                .put("data", event.getJsonObject("data"))
                .encode();
        long timestamp = now().getEpochSecond();
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "User-Agent",
                "webim",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                Signature.of(subscription.secret(), id, timestamp, body));
        return destinations
                .resolve(subscription.ownerId(), subscription.url())
                .compose(destination -> poster.post(destination, headers, Buffer.buffer(body), closed.future()));
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    @Override
    public void over(Subscription subscription, String reason) {
        remove(subscription.id());
        notice.isOff(subscription, reason, now().toEpochMilli())
                .onFailure(error -> untold.warn(
                        "The owner of subscription {} was not told that it is off: {}",
                        subscription.id(),
                        error.toString()));
    }
}
