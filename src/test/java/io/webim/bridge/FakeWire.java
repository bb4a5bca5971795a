package io.webim.bridge;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
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

    private final Packet.Format format;

    FakeWire() {
        this(Packet.Format.SOCKJS);
    }

    FakeWire(Packet.Format format) {
        this.format = format;
    }

    @Override
    public Packet.Format format() {
        return format;
    }

    @Override
    public void belongsTo(long userId) {}

    @Override
    public void write(Packet packet, Runnable sent) {
        if (broken) {
            throw new IllegalStateException("Broken, as this test wants it.");
        }
        written.add(format == Packet.Format.SOCKJS ? new JsonObject(packet.text()) : objectIn(packet));
        if (read) {
            sent.run();
        }
    }

    /** As a channel does, which releases what it has written. */
    private static JsonObject objectIn(Packet packet) {
        var bytes = packet.toWrite();
        var frame = bytes.toString(StandardCharsets.UTF_8);
        bytes.release();
        return new JsonObject(frame.substring(frame.indexOf('{')));
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
