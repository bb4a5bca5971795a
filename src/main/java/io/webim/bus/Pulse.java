package io.webim.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database answers anybody, asked for when something took too long: that tells one that has too much to do
 * from one that is away. One question at a time, and none while there is a fresh answer. Safe from any thread.
 */
public final class Pulse implements Shareable {
    static final long PATIENCE_MILLIS = 500;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String NAME = Pulse.class.getName();

    private final Supplier<Future<?>> ask;
    private @Nullable Future<?> asking;
    private boolean felt;
    private long lastFelt;

    private Pulse(Supplier<Future<?>> ask) {
        this.ask = ask;
    }

    /** @param ask asks the database for something that it always has, not behind all others */
    public static void watch(Vertx vertx, Supplier<Future<?>> ask) {
        vertx.sharedData().<String, Pulse>getLocalMap(NAME).put(NAME, new Pulse(ask));
    }

    /** Whether the database answers those of this process; not where nothing is known of it. */
    static Future<Boolean> isFelt(Vertx vertx) {
        @Nullable
        Pulse pulse = vertx.sharedData().<String, Pulse>getLocalMap(NAME).get(NAME);
        return pulse == null ? Future.succeededFuture(false) : pulse.isFelt();
    }

    private synchronized Future<Boolean> isFelt() {
        if (felt && System.nanoTime() - lastFelt < FRESH_NANOS) {
            return Future.succeededFuture(true);
        }
        // One that is late is waited for: it holds a connection.
        if (asking == null || asking.isComplete()) {
            asking = ask.get().onSuccess(answered -> feel());
        }
        return asking.timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).map(true).otherwise(false);
    }

    private synchronized void feel() {
        felt = true;
        lastFelt = System.nanoTime();
    }
}
