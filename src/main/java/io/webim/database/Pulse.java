package io.webim.database;

import io.vertx.core.Future;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.DatabaseTrouble.Kind;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database answers anybody, asked for when something took too long: that tells one that has too much to do
 * from one that is away. One question at a time, and none while there is a fresh answer. Safe from any thread.
 */
final class Pulse {
    private static final long PATIENCE_MILLIS = 500;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Future<?>> ask;
    private @Nullable Future<?> asking;
    private boolean felt;
    private long lastFelt;

    /** @param ask asks the database for something that it always has, not behind all others */
    Pulse(Supplier<Future<?>> ask) {
        this.ask = ask;
    }

    /** Why something took too long. */
    Future<DatabaseTrouble> lateness() {
        return isFelt().map(answers -> new DatabaseTrouble(answers ? Kind.OVERLOADED : Kind.AWAY, null));
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
