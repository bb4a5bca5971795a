package io.webim.contract;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.BiConsumer;

/**
 * What the nodes that have a conversation in memory tell each other of it. What was read in another {@link #epoch}
 * may be outdated, and the database is to be asked. Safe from any thread.
 */
public interface Gossip {
    /** There is nobody to talk to, and nothing to be missed. */
    Gossip NONE = new Gossip() {
        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public Future<Void> follow(long conversationId) {
            return Future.succeededFuture();
        }

        @Override
        public void unfollow(long conversationId) {
            // Nobody says anything.
        }

        @Override
        public void tell(long conversationId, JsonObject what) {
            // Nobody listens.
        }

        @Override
        public void onTold(BiConsumer<Long, JsonObject> listener) {
            // Nobody says anything.
        }
    };

    /** While things are missed; nothing that is read then is known to last. */
    long MISSING_ALL = -1;

    /** Another one after each time in which something may have been missed. */
    long epoch();

    /** Completes when all is heard that is told of it from now on, or cannot be. */
    Future<Void> follow(long conversationId);

    void unfollow(long conversationId);

    void tell(long conversationId, JsonObject what);

    /** @param listener told on the context that calls this */
    void onTold(BiConsumer<Long, JsonObject> listener);
}
