package io.webim.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Claims;
import io.webim.contract.Elsewhere;
import io.webim.contract.Event;
import io.webim.contract.Gossip;
import io.webim.contract.Instance;
import io.webim.contract.Meeting;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among others that serve the same database. What they tell each other goes over an engine, Redis or Valkey; the
 * truth is in the database, so that nothing is lost with what is not told. Without an engine each goes on for itself.
 */
public final class Cluster implements Elsewhere, Gossip, Claims {
    /** Of what is told; a node that tells otherwise is refused. */
    static final int VERSION = 1;

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    /** Beside what is kept: whose it is. */
    private static final String OWNER = "owner";

    private static final SparseLog strange = new SparseLog(log);
    private static final SparseLog apartness = new SparseLog(log);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_MILLIS = 500;
    private static final long TICK_MILLIS = 1_000;
    private static final long GATHER_MILLIS = 300;
    /** While the engine is away, in ticks. */
    private static final int SYNC_EVERY = 5;

    /** For so long after it was seen last. */
    private static final int SUSPECTED_TICKS = 30;

    private static final int LEASE_EVERY = 2;
    private static final long LEASE_MILLIS = 6_000;
    private static final long FINGERPRINT_MILLIS = 15_000;
    private static final long HEIR_MILLIS = 60_000;
    /** Twice in a row not to be seen is gone. */
    private static final int MISSING = 2;
    /** Longer than a name of the engine lasts that nobody renews; in looks, each of {@link #LEASE_EVERY} ticks. */
    private static final int APART = 5;

    private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(8);

    private static final int USERS_AT_ONCE = 500;
    /** To more it is told once for all nodes, not once for each user. */
    private static final int FEW = 8;

    /** What the other nodes have published of these concerns this one. */
    private static final Set<Address> RELAYED = Set.of(
            Address.AUTH_SESSION_REVOKED,
            Address.AUTH_BOT_TOKENS_REVOKED,
            Address.CHAT_RECEIPTS_CHANGED,
            Address.FEED_BEGAN,
            Address.FEED_GREW,
            Address.PUSH_SUBSCRIBED,
            Address.SUBSCRIPTIONS_CHANGED);

    private final Vertx vertx;
    private final Bus bus;
    private final String prefix;
    private final String id;
    private final String fingerprint;
    private final Meeting meeting;
    private final Engine engine;
    private final Directory directory = new Directory();
    /** Those that were taken for gone, and may come back. */
    private final Map<String, Integer> departed = new HashMap<>();

    private final Map<Long, Devices> devices = new ConcurrentHashMap<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final AtomicLong epochs = new AtomicLong();
    private volatile long epoch = MISSING_ALL;
    private volatile @Nullable BiConsumer<Long, JsonObject> gossips;
    private volatile @Nullable Here here;
    private volatile @Nullable RateLimits limits;
    private long timer;
    private int ticks;
    private boolean missing;
    /** What nodes call the engine, which forgets it when it ends. */
    private String engineName = UUID.randomUUID().toString();
    /** How often in a row other nodes were at another engine. */
    private int apart;
    /** Whether a node says that it is at another engine than others. */
    private boolean othersApart;

    private Cluster(Vertx vertx, Config.Cluster config, String fingerprint, Meeting meeting) {
        this.meeting = meeting;
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.prefix = config.prefix() + ":";
        this.id = config.node() + "~" + UUID.randomUUID().toString().substring(0, 8);
        this.fingerprint = fingerprint;
        this.engine = new Engine(vertx, Connections.of(config), ofNode(id), new Engine.Listener() {
            @Override
            public void up() {
                Cluster.this.up();
            }

            @Override
            public void down() {
                epoch = MISSING_ALL;
            }

            @Override
            public void told(String channel, Response message) {
                try {
                    Cluster.this.told(channel, message);
                } catch (RuntimeException broken) {
                    strange.warn("What no node says was said on {}: {}", channel, broken.toString());
                }
            }
        });
    }

    /**
     * Waits half a minute for the engine. Fails with {@link CannotStart} where it does not come, or where the nodes that are
     * there have other secrets, another database or another way to tell each other, or meet at another engine.
     */
    public static Future<Cluster> join(Vertx vertx, Config config, Instance instance, Meeting meeting) {
        var joining = config.cluster().orElseThrow();
        var cluster = new Cluster(vertx, joining, Fingerprint.of(config, instance), meeting);
        return cluster.connect(joining, System.nanoTime() + PATIENCE_NANOS)
                .compose(connected -> cluster.admit(joining))
                .compose(admitted -> cluster.meet(joining, System.nanoTime() + APART_NANOS))
                .map(admitted -> {
                    log.info("This is the node {} of the cluster at {}", cluster.id, joining.url());
                    return cluster;
                })
                .recover(error -> cluster.engine.close().transform(closed -> Future.failedFuture(error)));
    }

    private Future<Void> connect(Config.Cluster joining, long deadline) {
        engine.hear(toAll());
        return engine.connect().recover(error -> {
            if (System.nanoTime() > deadline) {
                return Future.failedFuture(new CannotStart(
                        "The engine of the cluster at " + joining.url() + " does not answer: " + error.getMessage(),
                        error));
            }
            return vertx.timer(PAUSE_MILLIS).compose(passed -> connect(joining, deadline));
        });
    }

    private Future<Void> admit(Config.Cluster joining) {
        return claimFingerprint()
                .compose(claimed -> engine.ask(Request.cmd(Command.GET).arg(prefix + "fingerprint")))
                .compose(
                        there -> there != null && fingerprint.equals(there.toString())
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        new CannotStart(
                                                "The nodes at " + joining.url()
                                                        + " have other secrets, another database or another version: WEBIM_JWT_SECRET,"
                                                        + " WEBIM_SERVER_SECRET, WEBIM_VAPID_KEYS and WEBIM_DATABASE_URL have to be the same")));
    }

    private Future<Response> claimFingerprint() {
        return engine.ask(Request.cmd(Command.SET)
                .arg(prefix + "fingerprint")
                .arg(fingerprint)
                .arg("NX")
                .arg("PX")
                .arg(FINGERPRINT_MILLIS));
    }

    private Future<Void> meet(Config.Cluster joining, long deadline) {
        return nameEngine().compose(named -> meeting.at(engineName)).compose(met -> {
            if (met) {
                return Future.succeededFuture();
            }
            if (System.nanoTime() > deadline) {
                return Future.failedFuture(new CannotStart("Other nodes of this database are at another engine than "
                        + joining.url() + ": WEBIM_CLUSTER has to lead to the same"));
            }
            return vertx.timer(PAUSE_MILLIS).compose(passed -> meet(joining, deadline));
        });
    }

    /** One that has no name, or has lost it, gets the one that it has here. */
    private Future<Void> nameEngine() {
        return engine.ask(Request.cmd(Command.SET)
                        .arg(prefix + "engine")
                        .arg(engineName)
                        .arg("NX"))
                .compose(given -> engine.ask(Request.cmd(Command.GET).arg(prefix + "engine")))
                .onSuccess(name -> engineName = name == null ? engineName : name.toString())
                .mapEmpty();
    }

    /** While some are at another, each hears of the others by the database alone. */
    private void lookWhereOthersAre() {
        nameEngine().compose(named -> meeting.at(engineName)).onSuccess(met -> {
            apart = met ? 0 : apart + 1;
            if (apart > APART) {
                // Those who renew the name of theirs know nothing of it.
                meeting.apart();
            }
        });
        meeting.isApart().onSuccess(said -> {
            othersApart = said;
            if (said) {
                apartness.error("Nodes of this database are at several engines: WEBIM_CLUSTER has to be the same");
            }
        });
    }

    /** From now on it tells what happens here, and what it hears goes there. */
    public void serve(Here whereDevicesAre) {
        here = whereDevicesAre;
        RELAYED.forEach(address -> bus.onPublished(
                address, body -> sayToAll(message("b").put("a", address.name()).put("w", body))));
        engine.context().runOnContext(go -> {
            timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
            introduce();
        });
    }

    public boolean isAway() {
        return !engine.isUp();
    }

    /** Says that this node ends, once its devices are gone. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return engine.ask(Request.cmd(Command.DEL).arg(lease(id)))
                .compose(deleted -> engine.ask(Request.cmd(Command.PUBLISH)
                        .arg(toAll())
                        .arg(message("x").encode())))
                .timeout(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .eventually(engine::close);
    }

    // Of users

    @Override
    public void deliver(Collection<Long> userIds, JsonObject event) {
        if (!engine.isUp() || userIds.isEmpty()) {
            return;
        }
        var text = message("d")
                .put("to", new JsonArray(List.copyOf(userIds)))
                .put("e", event)
                .encode();
        if (userIds.size() > FEW) {
            engine.say(toAll(), text);
        } else {
            userIds.forEach(userId -> engine.say(ofUser(userId), text));
        }
    }

    @Override
    public void here(long userId, Devices now) {
        @Nullable Devices before = now.isNone() ? devices.remove(userId) : devices.put(userId, now);
        if (now.isNone()) {
            engine.ignore(ofUser(userId));
        } else {
            engine.hear(ofUser(userId));
        }
        if (!now.equals(before == null ? Devices.NONE : before)) {
            synchronized (changed) {
                if (changed.isEmpty()) {
                    engine.context().runOnContext(go -> tellChanged());
                }
                changed.add(userId);
            }
        }
    }

    @Override
    public Future<Void> heard(long userId) {
        return engine.heard(ofUser(userId));
    }

    @Override
    public Devices there(long userId) {
        return directory.of(userId);
    }

    private void tellChanged() {
        List<Long> all;
        synchronized (changed) {
            all = List.copyOf(changed);
            changed.clear();
        }
        for (int from = 0; from < all.size(); from += USERS_AT_ONCE) {
            sayToAll(message("h").put("u", entries(all.subList(from, Math.min(all.size(), from + USERS_AT_ONCE)))));
        }
    }

    private JsonArray entries(List<Long> userIds) {
        var entries = new JsonArray();
        userIds.forEach(userId -> entries.add(Directory.entry(userId, devices.getOrDefault(userId, Devices.NONE))));
        return entries;
    }

    private void tellAll(String channel) {
        var all = new ArrayList<>(devices.keySet());
        int from = 0;
        do {
            int to = Math.min(all.size(), from + USERS_AT_ONCE);
            engine.say(
                    channel,
                    message("s")
                            .put("c", engine.clientId())
                            .put("first", from == 0)
                            .put("u", entries(all.subList(from, to)))
                            .encode());
            from = to;
        } while (from < all.size());
    }

    // Of conversations

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Future<Void> follow(long conversationId) {
        engine.hear(ofConversation(conversationId));
        return engine.heard(ofConversation(conversationId));
    }

    @Override
    public void unfollow(long conversationId) {
        engine.ignore(ofConversation(conversationId));
    }

    @Override
    public void tell(long conversationId, JsonObject what) {
        if (engine.isUp()) {
            engine.say(
                    ofConversation(conversationId),
                    message("c").put("id", conversationId).put("w", what).encode());
        }
    }

    @Override
    public void onTold(BiConsumer<Long, JsonObject> listener) {
        @Nullable Context context = Vertx.currentContext();
        gossips = context == null
                ? listener
                : (conversationId, what) -> context.runOnContext(go -> listener.accept(conversationId, what));
    }

    // Of what is common for a while

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public Future<Boolean> claim(String key, Duration life) {
        return engine.ask(Request.cmd(Command.SET)
                        .arg(prefix + "claim:" + key)
                        .arg(id)
                        .arg("NX")
                        .arg("PX")
                        .arg(life.toMillis()))
                .map(taken -> taken != null);
    }

    @Override
    public Future<Void> put(Owner owner, String key, JsonObject value, Duration life) {
        var kept = engine.ask(Request.cmd(Command.SET)
                .arg(prefix + "kept:" + key)
                .arg(value.copy().put(OWNER, owner.name()).encode())
                .arg("PX")
                .arg(life.toMillis()));
        var keys = keysOf(owner.name());
        var listed = engine.ask(Request.cmd(Command.RPUSH).arg(keys).arg(key)).compose(count -> {
            engine.ask(
                    Request.cmd(Command.PEXPIRE).arg(keys).arg(owner.longest().toMillis()));
            return count.toInteger() > owner.most() ? dropOldest(keys) : Future.succeededFuture();
        });
        return Future.all(kept, listed).mapEmpty();
    }

    private String keysOf(String owner) {
        return prefix + "keys:" + owner;
    }

    private Future<?> dropOldest(String keys) {
        return engine.ask(Request.cmd(Command.LPOP).arg(keys))
                .compose(oldest -> oldest == null
                        ? Future.succeededFuture()
                        : engine.ask(Request.cmd(Command.DEL).arg(prefix + "kept:" + oldest)));
    }

    @Override
    public Future<Optional<JsonObject>> take(String key) {
        return engine.ask(Request.cmd(Command.GETDEL).arg(prefix + "kept:" + key))
                .map(found -> Optional.ofNullable(found).map(Response::toBuffer).map(JsonObject::new))
                .onSuccess(found -> found.ifPresent(one -> engine.ask(Request.cmd(Command.LREM)
                        .arg(keysOf(one.getString(OWNER)))
                        .arg(1)
                        .arg(key))));
    }

    /** What is taken of the limits that guard something counts at all nodes. */
    public void share(RateLimits shared) {
        limits = shared;
        shared.share((limit, key, units) ->
                sayToAll(message("l").put("l", limit.name()).put("key", key).put("u", units)));
    }

    private void takenElsewhere(JsonObject said) {
        @Nullable RateLimits shared = limits;
        if (shared != null) {
            var key = said.getValue("key");
            shared.of(Limit.valueOf(said.getString("l")))
                    .takenElsewhere(
                            key instanceof Number number ? (Object) number.longValue() : key, said.getInteger("u"));
        }
    }

    // What is heard

    private void told(String channel, Response message) {
        var buffer = message.toBuffer();
        if (buffer.length() == 0) {
            return;
        }
        var said = new JsonObject(buffer);
        var from = said.getString("n", "");
        if (said.getInteger("v", 0) != VERSION || from.equals(id)) {
            return;
        }
        switch (said.getString("k", "")) {
            case "d" -> {
                @Nullable Here devicesHere = here;
                if (devicesHere != null) {
                    devicesHere.deliverHere(receivers(channel, said), said.getJsonObject("e"));
                }
            }
            case "c" -> {
                @Nullable BiConsumer<Long, JsonObject> listener = gossips;
                if (listener != null) {
                    listener.accept(said.getLong("id"), said.getJsonObject("w"));
                }
            }
            case "l" -> takenElsewhere(said);
            case "b" -> publishAgain(Address.valueOf(said.getString("a")), said.getJsonObject("w"));
            default -> toldOfNode(from, said);
        }
    }

    private void publishAgain(Address address, JsonObject what) {
        if (RELAYED.contains(address)) {
            bus.publishAgain(address, what);
        }
    }

    /** What is told to few comes once for each of them. */
    private List<Long> receivers(String channel, JsonObject said) {
        return channel.equals(toAll())
                ? said.getJsonArray("to").stream()
                        .map(userId -> ((Number) userId).longValue())
                        .toList()
                : List.of(Long.parseLong(channel.substring(ofUser("").length())));
    }

    private void toldOfNode(String from, JsonObject said) {
        switch (said.getString("k", "")) {
            case "h" -> {
                if (directory.knows(from)) {
                    directory.put(from, said.getJsonArray("u"));
                } else {
                    engine.say(ofNode(from), message("?").encode());
                }
            }
            case "s" -> {
                if (departed.remove(from) != null) {
                    cameBack(from);
                }
                if (said.getBoolean("first")) {
                    directory.clear(from);
                }
                var node = directory.node(from);
                node.clientId = said.getLong("c");
                node.missing = 0;
                directory.put(from, said.getJsonArray("u"));
            }
            case "?" -> tellAll(ofNode(from));
            case "a" -> missed();
            case "x" -> {
                directory.remove(from);
                departed.remove(from);
            }
            case "w" -> {
                @Nullable Here devicesHere = here;
                if (devicesHere != null) {
                    devicesHere.takenForGone();
                }
            }
            default -> log.debug("The node {} said {}", from, said.getString("k"));
        }
    }

    /** It was taken for gone, and its users with it. */
    private void cameBack(String node) {
        engine.ask(Request.cmd(Command.DEL).arg(heir(node)));
        engine.say(ofNode(node), message("w").encode());
        missed();
    }

    // What becomes of nodes

    private void up() {
        if (here != null) {
            // It may be another one than before, and is not to bear the same name then.
            engineName = UUID.randomUUID().toString();
            nameEngine();
            introduce();
            // What was said here meanwhile nobody has heard.
            sayToAll(message("a"));
        }
        missed();
    }

    private void missed() {
        epoch = epochs.incrementAndGet();
        if (!missing) {
            missing = true;
            // Nodes come back together: devices are told once.
            vertx.timer(GATHER_MILLIS).onSuccess(passed -> {
                missing = false;
                lookAgain(true);
            });
        }
    }

    private void introduce() {
        renewLease();
        tellAll(toAll());
        sayToAll(message("?"));
    }

    /** Something may have been missed: modules ask the database, and devices do. */
    private void lookAgain(boolean back) {
        @Nullable Here devicesHere = here;
        if (devicesHere != null) {
            bus.publish(Address.NODES_MISSED, new JsonObject().put("back", back));
            devicesHere.deliverToAllHere(Event.syncNeeded());
        }
    }

    private void tick() {
        ticks++;
        if (!engine.isUp()) {
            if (ticks % SYNC_EVERY == 0) {
                lookAgain(false);
            }
            return;
        }
        engine.look();
        if (ticks % LEASE_EVERY == 0) {
            renewLease();
            lookWhereOthersAre();
        }
        lookForOthers();
        suspect();
    }

    /** One that is gone may live, cut off from the engine alone, and write to the database what nobody hears of. */
    private void suspect() {
        departed.values().removeIf(since -> ticks - since > SUSPECTED_TICKS);
        if (!departed.isEmpty() || apart > APART || othersApart) {
            epoch = epochs.incrementAndGet();
            if (ticks % SYNC_EVERY == 0) {
                lookAgain(false);
            }
        }
    }

    private void renewLease() {
        engine.ask(Request.cmd(Command.SET)
                .arg(lease(id))
                .arg(engine.clientId())
                .arg("PX")
                .arg(LEASE_MILLIS));
        claimFingerprint()
                .compose(claimed -> engine.ask(
                        Request.cmd(Command.PEXPIRE).arg(prefix + "fingerprint").arg(FINGERPRINT_MILLIS)));
    }

    /** A process that was killed hears nothing any more at once; a host that has vanished renews nothing. */
    private void lookForOthers() {
        var ids = List.copyOf(directory.ids());
        if (ids.isEmpty()) {
            return;
        }
        var hearing = Request.cmd(Command.PUBSUB).arg("NUMSUB");
        ids.forEach(other -> hearing.arg(ofNode(other)));
        var leases = Request.cmd(Command.MGET);
        ids.forEach(other -> leases.arg(lease(other)));
        engine.ask(hearing)
                .compose(heard -> engine.ask(leases).onSuccess(held -> {
                    for (int i = 0; i < ids.size(); i++) {
                        boolean hears = heard.get(2 * i + 1).toInteger() > 0;
                        look(ids.get(i), hears, held.get(i) != null);
                    }
                }));
    }

    private void look(String other, boolean hears, boolean isAlive) {
        if (!directory.knows(other)) {
            return;
        }
        var node = directory.node(other);
        node.missing = hears && isAlive ? 0 : node.missing + 1;
        if (node.missing >= MISSING) {
            if (hears && node.clientId > 0) {
                engine.ask(Request.cmd(Command.CLIENT).arg("KILL").arg("ID").arg(node.clientId));
            }
            log.warn("The node {} is gone", other);
            departed.put(other, ticks);
            depart(other);
        }
    }

    /** One of those who are left tells of it that its users are gone. */
    private void depart(String other) {
        var left = directory.remove(other);
        @Nullable Here devicesHere = here;
        if (left.isEmpty() || devicesHere == null) {
            return;
        }
        engine.ask(Request.cmd(Command.SET)
                        .arg(heir(other))
                        .arg(id)
                        .arg("NX")
                        .arg("PX")
                        .arg(HEIR_MILLIS))
                .onSuccess(taken -> {
                    if (taken != null) {
                        devicesHere.goneElsewhere(left);
                    }
                });
    }

    private void sayToAll(JsonObject message) {
        engine.say(toAll(), message.encode());
    }

    private JsonObject message(String kind) {
        return new JsonObject().put("v", VERSION).put("n", id).put("k", kind);
    }

    private String toAll() {
        return prefix + "all";
    }

    private String ofNode(String node) {
        return prefix + "n." + node;
    }

    private String ofUser(Object userId) {
        return prefix + "u." + userId;
    }

    private String ofConversation(long conversationId) {
        return prefix + "c." + conversationId;
    }

    private String heir(String node) {
        return prefix + "heir:" + node;
    }

    private String lease(String node) {
        return prefix + "node:" + node;
    }
}
