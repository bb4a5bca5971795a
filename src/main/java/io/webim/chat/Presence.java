package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.chat.bridge.Delivery;
import io.webim.contract.Event;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who is there, and only those whom the user has added: adding somebody must not let one watch them. */
final class Presence {
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private static final long REMEMBER_MILLIS = 1_000;

    private final Vertx vertx;
    private final PresenceStore store;
    private final Delivery delivery;
    private final Set<Long> seen = new HashSet<>();
    private boolean scheduled;
    private boolean stopped;

    Presence(Vertx vertx, PresenceStore store, Delivery delivery) {
        this.vertx = vertx;
        this.store = store;
        this.delivery = delivery;
    }

    void changed(long userId, boolean online) {
        remember(userId);
        var event = Event.presenceChanged(userId, put(new JsonObject(), online, Times.now()));
        store.audience(userId)
                .onSuccess(audience -> {
                    // What has changed once more meanwhile is told by the later call, which may have overtaken this
                    // one.
                    if (delivery.isOnline(userId) == online) {
                        audience.forEach(peer -> delivery.deliver(peer, event));
                    }
                })
                .onFailure(error -> {
                    if (!stopped) {
                        log.warn("The presence of user {} was not told: {}", userId, error.toString());
                    }
                });
    }

    /** The user begins, or ceases, to show the own presence to one peer; the end of it looks like leaving. */
    void shown(long userId, long peerId, boolean shows) {
        boolean connected = delivery.isOnline(userId);
        if (!shows && !connected) {
            return;
        }
        boolean online = shows && connected;
        delivery.deliver(
                peerId, Event.presenceChanged(userId, put(new JsonObject(), online, online ? null : Times.now())));
    }

    /** Stores when those were last seen who came or went; many of them with one statement. */
    private Future<Void> flush() {
        var users = List.copyOf(seen);
        seen.clear();
        return store.setLastSeen(users, Times.now()).onFailure(error -> seen.addAll(users));
    }

    /** The sockets are going, and who could be told with them. */
    Future<Void> stop() {
        stopped = true;
        return flush();
    }

    private void remember(long userId) {
        seen.add(userId);
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(REMEMBER_MILLIS, id -> {
                scheduled = false;
                flush();
            });
        }
    }

    /** Adds {@code online} and, for those who are not, {@code lastSeen} where it is known. */
    static JsonObject put(JsonObject json, boolean online, @Nullable Instant lastSeen) {
        json.put("online", online);
        return online || lastSeen == null ? json : json.put("lastSeen", Times.iso(lastSeen));
    }
}
