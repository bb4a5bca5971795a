package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.chat.bridge.Delivery;
import io.webim.contract.Event;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who is there, and only those whom the user has added: adding somebody must not let one watch them. */
final class Presence {
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final PresenceStore store;
    private final Delivery delivery;

    Presence(PresenceStore store, Delivery delivery) {
        this.store = store;
        this.delivery = delivery;
    }

    void changed(long userId, boolean online) {
        var now = Times.now();
        var remembered = online ? Future.<Void>succeededFuture() : store.setLastSeen(userId, now);
        var event = Event.presenceChanged(userId, put(new JsonObject(), online, now));
        remembered
                .compose(done -> store.audience(userId))
                .onSuccess(audience -> audience.forEach(peer -> delivery.deliver(peer, event)))
                .onFailure(error -> log.warn("The presence of user {} was not told: {}", userId, error.toString()));
    }

    /** The user begins, or ceases, to show the own presence to one peer. */
    void shown(long userId, long peerId, boolean shows) {
        boolean online = shows && delivery.isOnline(userId);
        delivery.deliver(
                peerId, Event.presenceChanged(userId, put(new JsonObject(), online, online ? null : Times.now())));
    }

    /** Adds {@code online} and, for those who are not, {@code lastSeen} where it is known. */
    static JsonObject put(JsonObject json, boolean online, @Nullable Instant lastSeen) {
        json.put("online", online);
        return online || lastSeen == null ? json : json.put("lastSeen", Times.iso(lastSeen));
    }
}
