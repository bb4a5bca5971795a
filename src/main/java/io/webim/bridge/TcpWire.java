package io.webim.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.webim.edge.ConnectionGuard;
import java.util.concurrent.TimeUnit;

/** A TCP connection of another service: each frame is a length of four bytes and a JSON object. */
final class TcpWire implements Wire, ConnectionGuard.Unfinished {
    private static final int HEADER = 4;
    /** For what is under way: to close on bytes that nobody has read resets the connection, and the last frame is lost. */
    private static final long LINGER_MILLIS = 500;

    private static final Packet PONG = Packet.Format.TCP.pack("{\"type\":\"pong\"}");

    private final NetSocket socket;
    private final ConnectionGuard guard;
    private final ClientSession session;
    private final Context context;
    private final Gathered gathered = new Gathered();

    private TcpWire(NetSocket socket, ConnectionGuard guard, Sockets sockets, Context context) {
        this.socket = socket;
        this.guard = guard;
        this.context = context;
        this.session = sockets.open(this, context);
    }

    static void attach(NetSocket socket, ConnectionGuard guard, Sockets sockets, Context context) {
        var wire = new TcpWire(socket, guard, sockets, context);
        guard.framesWaitIn(wire);
        socket.closeHandler(closed -> wire.gone());
        socket.exceptionHandler(broken -> wire.gone());
        socket.handler(wire::receive);
    }

    private void gone() {
        gathered.clear();
        session.gone();
    }

    private void receive(Buffer bytes) {
        var rest = gathered.append(bytes, HEADER + session.frameBytes() + bytes.length());
        int at = 0;
        while (rest.length() - at >= HEADER && !session.isClosed()) {
            long length = rest.getUnsignedInt(at);
            if (length > session.frameBytes()) {
                session.receiveTooLarge();
            } else if (rest.length() - at < HEADER + length) {
                break;
            } else {
                int end = at + HEADER + (int) length;
                session.receive(rest.slice(at + HEADER, end));
                at = end;
            }
        }
        if (session.isClosed()) {
            gathered.clear();
        } else if (at > 0) {
            // Only then: a long frame that comes byte by byte would be copied with each of them.
            gathered.removeUntil(at);
        }
        readOnlyWhoReads();
    }

    private void readOnlyWhoReads() {
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> socket.resume());
        }
    }

    @Override
    public int unfinishedBytes() {
        return gathered.capacity();
    }

    @Override
    public void belongsTo(long userId) {
        guard.of(userId);
    }

    @Override
    public Packet.Format format() {
        return Packet.Format.TCP;
    }

    @Override
    public void write(Packet packet, Runnable sent) {
        socket.write(Buffer.buffer(packet.bytes())).onComplete(done -> sent.run());
    }

    @Override
    public void pong() {
        session.send(PONG);
    }

    @Override
    public Future<Void> close(CloseReason reason) {
        if (reason == CloseReason.FRAME_TOO_LARGE) {
            // The refusal has been written, and the rest of the frame is still coming.
            return context.owner().timer(LINGER_MILLIS, TimeUnit.MILLISECONDS).compose(waited -> socket.close());
        }
        var last = format().pack(ErrFrame.json(null, reason.failure()).encode());
        socket.write(Buffer.buffer(last.bytes()));
        return socket.close();
    }

    @Override
    public void cut() {
        var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
    }
}
