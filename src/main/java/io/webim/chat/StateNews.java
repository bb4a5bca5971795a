package io.webim.chat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Delivery;
import io.webim.chat.conversations.Postage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells how things stand: at once, or as they stand later where whoever changed them has told too much for now. Bounded:
 * what finds no room is left out, and learnt with the next sync. Lives on one event loop.
 */
final class StateNews {
    static final int MOST_WAITING = 10_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Delivery delivery;
    private final Postage postage;
    /** By what it is about. */
    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();

    StateNews(Vertx vertx, Delivery delivery, Postage postage) {
        this.vertx = vertx;
        this.delivery = delivery;
        this.postage = postage;
    }

    /**
     * One that is about the same takes the place of one that waits.
     *
     * @param payer who has changed it
     * @param event made when it is told
     */
    void tell(Object about, long payer, List<Long> receivers, Supplier<JsonObject> event) {
        if (postage.payState(payer, receivers)) {
            waiting.remove(about);
            delivery.deliver(receivers, event.get());
        } else {
            tellLater(about, () -> tell(about, payer, receivers, event));
        }
    }

    private void tellLater(Object about, Runnable telling) {
        if (waiting.isEmpty()) {
            vertx.setTimer(PAUSE_MILLIS, id -> tellWaiting());
        }
        if (waiting.size() < MOST_WAITING || waiting.containsKey(about)) {
            waiting.put(about, telling);
        }
    }

    private void tellWaiting() {
        var due = List.copyOf(waiting.values());
        waiting.clear();
        due.forEach(Runnable::run);
    }
}
