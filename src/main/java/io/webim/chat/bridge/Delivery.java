package io.webim.chat.bridge;

import io.vertx.core.json.JsonObject;
import java.util.function.BiConsumer;

/**
 * The one class that knows where a user's sockets are. Everything else says "deliver this event to that user".
 *
 * <p>Delivery is best effort and keeps the caller's order for each user; the database is the truth and a device that
 * missed something syncs.
 */
public final class Delivery {
    /** Hands an event to every device of the user that registered the inbox; encoded once. */
    public void deliver(long userId, JsonObject event) {}

    /** Whether the user has at least one registered inbox. */
    public boolean isOnline(long userId) {
        return false;
    }

    /** Tells of each change between no open device and at least one; on the context that called this method. */
    public void onPresence(BiConsumer<Long, Boolean> listener) {}
}
