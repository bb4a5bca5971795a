package io.webim.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.webim.contract.DatabaseTrouble;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Why an answer of this process is late, asked of what nearly all of them wait for. */
public final class Lateness implements Shareable {
    private static final String NAME = Lateness.class.getName();

    private final Supplier<Future<DatabaseTrouble>> ask;

    private Lateness(Supplier<Future<DatabaseTrouble>> ask) {
        this.ask = ask;
    }

    /** @param ask finds out what it was, soon whatever hangs; safe from any thread */
    public static void isExplainedBy(Vertx vertx, Supplier<Future<DatabaseTrouble>> ask) {
        vertx.sharedData().<String, Lateness>getLocalMap(NAME).put(NAME, new Lateness(ask));
    }

    /** The same where there is nobody to ask. */
    static Future<? extends Throwable> explain(Vertx vertx, TimeoutException late) {
        @Nullable
        Lateness lateness =
                vertx.sharedData().<String, Lateness>getLocalMap(NAME).get(NAME);
        return lateness == null ? Future.succeededFuture(late) : lateness.ask.get();
    }
}
