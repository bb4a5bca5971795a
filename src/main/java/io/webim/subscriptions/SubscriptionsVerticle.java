package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Duty;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import io.webim.limits.Workers;
import io.webim.outbound.Destinations;
import io.webim.outbound.Poster;
import java.net.InetAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Outgoing webhooks: what stands in a feed is posted to an address, in order and until it is taken. */
public final class SubscriptionsVerticle extends VerticleBase {
    private static final long ANSWER_MILLIS = 15_000;
    private static final int LOOK_UPS = 4;
    private static final int LOOK_UPS_OF_ONE = 1;

    private final Config config;
    private final Pool pool;
    private final RateLimits limits;
    private final Duty duty;
    private @Nullable PostOffice office;

    /** @param duty of bringing them */
    public SubscriptionsVerticle(Config config, Pool pool, RateLimits limits, Duty duty) {
        this.duty = duty;
        this.config = config;
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var store = new SubscriptionStore(pool);
        var deliveries = new DeliveryStore(pool);
        var destinations = new Destinations(
                new Workers(vertx, "webhook-hosts", LOOK_UPS, LOOK_UPS_OF_ONE),
                InetAddress::getAllByName,
                config.webhooks().allow(),
                "url");
        var poster = new Poster(vertx, new HttpClientOptions(), ANSWER_MILLIS);
        var postOffice = new PostOffice(vertx, bus, store, deliveries, destinations, poster, InstantSource.system());
        var service = new SubscriptionService(store, deliveries, destinations, postOffice, bus);
        office = postOffice;
        bus.serve(
                Address.SUBSCRIPTIONS_CREATE,
                Subscribe::read,
                limits.of(Limit.SUBSCRIPTIONS).of(service::make));
        bus.serve(Address.SUBSCRIPTIONS_LIST, fields -> fields, (caller, none) -> service.list(caller));
        bus.serve(Address.SUBSCRIPTIONS_DELETE, fields -> fields.id("subscriptionId"), service::remove);
        bus.serve(
                Address.SUBSCRIPTIONS_RESUME,
                fields -> fields.id("subscriptionId"),
                limits.of(Limit.SUBSCRIPTIONS).of(service::resume));
        bus.serve(Address.SUBSCRIPTIONS_DELIVERIES, SubscriptionService.ListDeliveries::read, service::deliveries);
        bus.serve(Address.SUBSCRIPTIONS_REPLAY, SubscriptionService.Replay::read, service::replay);
        bus.listen(Address.FEED_GREW, grew -> postOffice.grew(grew.getLong("accountId")));
        bus.listen(Address.AUTH_GRANTS_ENDED, ended -> service.end());
        bus.listen(Address.AUTH_USER_DELETED, deleted -> service.end());
        bus.listen(Address.SUBSCRIPTIONS_CHANGED, changed -> postOffice.lookAround());
        service.end();
        duty.onChange(ours -> {
            if (ours) {
                postOffice.start();
            } else {
                postOffice.rest();
            }
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (office != null) {
            office.stop();
        }
        return Future.succeededFuture();
    }
}
