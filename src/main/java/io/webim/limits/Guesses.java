package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.contract.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks up the secrets of programs, of which strangers may try any number. Beyond a network's limit they are told to wait, and
 * what it brings is looked up one after the other, with a pause after each that is none: what strangers have the database do
 * is bounded. Whoever has a good one is let in all the same, without waiting if it was before. Safe from any thread.
 */
public final class Guesses {
    /** Of one network. */
    static final int MOST_WAITING = 8;

    private static final long PAUSE_MILLIS = 20;
    private static final int MOST_KNOWN = 10_000;

    private final Vertx vertx;
    private final RateLimit limit;
    private final Places doubtful = new Places(1, MOST_WAITING);
    private final Map<Object, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** @param limit of secrets from one network that are none */
    public Guesses(Vertx vertx, RateLimit limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /**
     * Fails with 429 beyond the network's limit.
     *
     * @param hash of the secret
     * @param find looks it up
     * @param unknown what those are told within the limit who have none
     */
    public <T> Future<T> look(
            Object hash, String network, Supplier<Future<Optional<T>>> find, Supplier<Failure> unknown) {
        if (isKnown(hash) || !limit.isUsedUp(network)) {
            return find.get().map(found -> require(hash, network, found, unknown));
        }
        return doubtful.run(
                        network,
                        () -> find.get()
                                .compose(found -> found.isPresent()
                                        ? Future.succeededFuture(found)
                                        : vertx.timer(PAUSE_MILLIS).map(found)),
                        limit::refusal)
                .map(found -> require(hash, network, found, unknown));
    }

    private <T> T require(Object hash, String network, Optional<T> found, Supplier<Failure> unknown) {
        var thing = found.orElseThrow(() -> {
            limit.take(network);
            return unknown.get();
        });
        synchronized (known) {
            known.put(hash, true);
        }
        return thing;
    }

    private boolean isKnown(Object hash) {
        synchronized (known) {
            return known.get(hash) != null;
        }
    }
}
