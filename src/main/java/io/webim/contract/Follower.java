package io.webim.contract;

import io.vertx.core.json.JsonObject;
import java.util.Collection;

/**
 * Who wants to know what the devices of some users are told, whether or not these have any. It is a hint and no more: what it
 * misses it finds in the database. Called on any thread, and must not take long.
 */
public interface Follower {
    Follower NOBODY = new Follower() {
        @Override
        public boolean follows(long userId) {
            return false;
        }

        @Override
        public void told(Collection<Long> userIds, JsonObject event) {
            // Nobody listens.
        }
    };

    /** Whether this user's devices are followed. */
    boolean follows(long userId);

    /** Something was told to these users, among them perhaps some who are followed. */
    void told(Collection<Long> userIds, JsonObject event);
}
