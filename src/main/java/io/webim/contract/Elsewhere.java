package io.webim.contract;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;

/**
 * The devices that are connected to other nodes of the same webim, where there are any. What is told to them is best effort;
 * what is asked of it is answered from memory. Safe from any thread.
 */
public interface Elsewhere {
    /** There are no other nodes. */
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public void deliver(Collection<Long> userIds, JsonObject event) {
            // Nobody is there.
        }

        @Override
        public void here(long userId, Devices devices) {
            // Nobody asks.
        }

        @Override
        public Future<Void> heard(long userId) {
            return Future.succeededFuture();
        }

        @Override
        public Devices there(long userId) {
            return Devices.NONE;
        }
    };

    /**
     * The devices of one user that hear what is told to the user.
     *
     * @param sessionIds empty where there are none
     * @param watched whether somebody looks at one of them
     */
    record Devices(Set<Long> sessionIds, boolean watched) {
        public static final Devices NONE = new Devices(Set.of(), false);

        public boolean isNone() {
            return sessionIds.isEmpty();
        }
    }

    /** What knows the devices that are connected here. */
    interface Here {
        /** Hands an event to those of these users. */
        void deliverHere(Collection<Long> userIds, JsonObject event);

        /** The same to all there are. */
        void deliverToAllHere(JsonObject event);

        /** These have lost the devices that they had elsewhere. */
        void goneElsewhere(Collection<Long> userIds);

        /** Others have been told that the devices here are gone. */
        void takenForGone();
    }

    /** Hands an event to the devices there of these users, in the order of the calls for each user. */
    void deliver(Collection<Long> userIds, JsonObject event);

    /** From now on these are the devices of a user here. */
    void here(long userId, Devices devices);

    /** Completes when all that is told elsewhere from now on reaches the devices that the user has here. */
    Future<Void> heard(long userId);

    /** The devices of a user there, as far as they have told. */
    Devices there(long userId);
}
