package io.webim.files;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who sends which upload at this moment: one each. Safe from any thread. */
final class Receptions {
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    /** @param end cuts it off; what has come is kept */
    private record Turn(Runnable end, Future<?> over) {}

    /** @return false while another one has it */
    boolean enter(String id, Runnable end, Future<?> over) {
        var turn = new Turn(end, over);
        if (turns.putIfAbsent(id, turn) != null) {
            return false;
        }
        over.onComplete(done -> turns.remove(id, turn));
        return true;
    }

    /** Ends the one that is going on, and waits until what has come is written. */
    Future<Void> interrupt(String id) {
        var turn = turns.get(id);
        if (turn == null) {
            return Future.succeededFuture();
        }
        turn.end().run();
        return turn.over().<Void>mapEmpty().otherwiseEmpty();
    }

    boolean has(String id) {
        return turns.containsKey(id);
    }
}
