package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Claims;
import io.webim.contract.Reply;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import io.webim.limits.Workers;
import io.webim.outbound.Destinations;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Web Push: tells a browser of messages while no page of it is open. Never on the way of a message. */
public final class PushVerticle extends VerticleBase {
    private static final int WORKERS = 4;
    private static final int LOOK_UPS = 4;
    private static final int LOOK_UPS_OF_ONE = 1;

    private final Config config;
    private final Pool pool;
    private final RateLimits limits;
    private final Claims claims;
    private @Nullable Notices notices;

    /** @param claims of pushes, among all nodes */
    public PushVerticle(Config config, Pool pool, RateLimits limits, Claims claims) {
        this.claims = claims;
        this.config = config;
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> VapidKey.load(config.push().keys(), config.dataDir()))
                .compose(this::serve);
    }

    @Override
    public Future<?> stop() {
        if (notices != null) {
            notices.stop();
        }
        return Future.succeededFuture();
    }

    private Future<?> serve(VapidKey key) {
        var bus = new Bus(vertx);
        var worker = vertx.createSharedWorkerExecutor("push", WORKERS);
        var store = new SubscriptionStore(pool);
        var lookUps = new Workers(vertx, "push-hosts", LOOK_UPS, LOOK_UPS_OF_ONE);
        var destinations = new Destinations(
                lookUps, InetAddress::getAllByName, config.push().allow(), "endpoint");
        var subscriptions = new SubscriptionService(store, destinations, bus);
        var sender = new Sender(vertx, worker, destinations, key, contact());
        var queue = new Notices(vertx, store, subscriptions, sender, claims);
        notices = queue;

        bus.serve(
                Address.PUSH_KEY_GET,
                fields -> fields,
                (caller, none) -> Future.succeededFuture(Reply.of(new JsonObject().put("key", key.publicKey()))));
        bus.serve(
                Address.PUSH_SUBSCRIPTION_SET,
                Subscribe::read,
                limits.of(Limit.SUBSCRIPTIONS).of(subscriptions::set));
        bus.serve(Address.PUSH_SUBSCRIPTION_LIST, fields -> fields, (caller, none) -> subscriptions.list(caller));
        bus.serve(Address.PUSH_SUBSCRIPTION_GET, fields -> fields, (caller, none) -> subscriptions.get(caller));
        bus.serve(Address.PUSH_SUBSCRIPTION_REMOVE, fields -> fields, (caller, none) -> subscriptions.remove(caller));
        bus.listen(
                Address.AUTH_SESSION_REVOKED,
                event -> subscriptions.endSessions(ids(event.getJsonArray("sessionIds"))));
        bus.listen(Address.AUTH_GRANTS_ENDED, event -> subscriptions.endGrants(event.getLong("userId")));
        bus.listen(Address.PUSH_SUBSCRIBED, subscribed -> subscriptions.maySubscribeNow(subscribed.getLong("userId")));
        bus.listen(Address.NODES_MISSED, missed -> subscriptions.start());
        bus.listen(Address.CHAT_MESSAGE_UNSEEN, queue::unseen);
        bus.listen(Address.CHAT_USER_AWAY, event -> queue.away(event.getLong("userId")));
        return subscriptions.start();
    }

    /** Some push services insist on one. */
    private String contact() {
        return config.push()
                .contact()
                .or(() -> config.publicUrl().filter(url -> url.startsWith("https:")))
                .orElse("mailto:webim@localhost");
    }

    static List<Long> ids(JsonArray array) {
        return array.stream().map(id -> ((Number) id).longValue()).toList();
    }
}
