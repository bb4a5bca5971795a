package io.webim.contract;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** What all nodes have in common for a while, beside the database. Fails where they cannot reach each other. */
public interface Claims {
    /** Of a node that is alone: all is its own, and it keeps itself what it wants to keep. */
    Claims ALONE = new Claims() {
        @Override
        public boolean isAlone() {
            return true;
        }

        @Override
        public Future<Boolean> claim(String key, Duration life) {
            return Future.succeededFuture(true);
        }

        @Override
        public Future<Void> put(Owner owner, String key, JsonObject value, Duration life) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Optional<JsonObject>> take(String key) {
            return Future.succeededFuture(Optional.empty());
        }
    };

    /** Whether there is nobody to share with, for ever. */
    boolean isAlone();

    /** Whether it is this node's for so long: it is where no other has it. */
    Future<Boolean> claim(String key, Duration life);

    /**
     * Whose something is that is kept.
     *
     * @param most of which the latest are kept, over all nodes
     * @param longest that one is kept
     */
    record Owner(String name, int most, Duration longest) {}

    Future<Void> put(Owner owner, String key, JsonObject value, Duration life);

    /** What was put there, once. */
    Future<Optional<JsonObject>> take(String key);
}
