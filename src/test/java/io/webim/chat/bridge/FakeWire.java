package io.webim.chat.bridge;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A socket that keeps what is written to it. */
final class FakeWire implements Wire {
    final List<JsonObject> written = new CopyOnWriteArrayList<>();
    volatile @Nullable CloseReason closed;
    /** Whether the other side takes what is written. */
    volatile boolean read = true;

    volatile boolean broken;

    @Override
    public Packet.Format format() {
        return Packet.Format.SOCKJS;
    }

    @Override
    public void belongsTo(long userId) {}

    @Override
    public void write(Packet packet, Runnable sent) {
        if (broken) {
            throw new IllegalStateException("Broken, as this test wants it.");
        }
        written.add(new JsonObject(packet.text()));
        if (read) {
            sent.run();
        }
    }

    @Override
    public void pong() {}

    @Override
    public Future<Void> close(CloseReason reason) {
        closed = reason;
        return Future.succeededFuture();
    }

    @Override
    public void cut() {
        closed = CloseReason.TOO_SLOW;
    }
}
