package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Event;
import io.webim.contract.Reply;
import io.webim.contract.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Tells all who have a user on their list, and do not block, that the user's name or picture has changed: at once, and
 * then the latest once in a while, however often it changes.
 */
final class UserChanges {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(UserChanges.class));
    private static final long PAUSE_MILLIS = 3_000;

    private final Vertx vertx;
    private final ContactsStore store;
    private final Bus bus;
    /** Who was told of a moment ago, and whether there is something newer. */
    private final Map<Long, Boolean> recent = new HashMap<>();

    UserChanges(Vertx vertx, ContactsStore store, Bus bus) {
        this.vertx = vertx;
        this.store = store;
        this.bus = bus;
    }

    Future<Reply> changed(long userId) {
        if (recent.containsKey(userId)) {
            recent.put(userId, true);
            return Future.succeededFuture(Reply.EMPTY);
        }
        recent.put(userId, false);
        return tell(userId).eventually(() -> {
            vertx.setTimer(PAUSE_MILLIS, id -> tellLatest(userId));
            return Future.succeededFuture();
        });
    }

    private void tellLatest(long userId) {
        boolean newer = Boolean.TRUE.equals(recent.remove(userId));
        if (newer) {
            changed(userId).onFailure(error -> untold.warn("A change of a user was not told: {}", error.toString()));
        }
    }

    /** Devices that are away learn of it with their next sync. */
    private Future<Reply> tell(long userId) {
        return store.user(userId)
                .compose(user -> store.listedBy(userId)
                        .compose(onlookers -> store.bump(onlookers, userId)
                                .onSuccess(done -> user.ifPresent(found -> tell(found, onlookers)))))
                .map(Reply.EMPTY);
    }

    private void tell(User user, List<Long> onlookers) {
        var event = Event.userChanged(user.toJson());
        deliver(user, user.id(), event);
        onlookers.stream()
                .filter(onlooker -> onlooker != user.id())
                .forEach(onlooker -> deliver(user, onlooker, event));
    }

    private void deliver(User by, long userId, JsonObject event) {
        bus.publish(
                Address.CHAT_DELIVER,
                new JsonObject().put("userId", userId).put("by", by.id()).put("event", event));
    }
}
