package io.webim.chat.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.webim.edge.Holding;

/** The fallback transports of SockJS: polling, streaming and server-sent events. */
final class SockJsWire implements Wire {
    private final SockJSSocket socket;
    private final Holding holding;
    private long waiting;
    private Future<Void> written = Future.succeededFuture();

    private SockJsWire(SockJSSocket socket, Holding holding) {
        this.socket = socket;
        this.holding = holding;
    }

    static void attach(SockJSSocket socket, Sockets sockets, Context context, String remoteAddress) {
        var wire = new SockJsWire(socket, sockets.edge().session(remoteAddress));
        var session = sockets.open(wire, context, remoteAddress);
        socket.handler(session::receive);
        socket.closeHandler(closed -> {
            wire.holding.release();
            session.gone();
        });
        socket.exceptionHandler(broken -> {
            wire.holding.release();
            session.gone();
        });
    }

    @Override
    public void belongsTo(long userId) {
        holding.of(userId);
    }

    @Override
    public Packet.Format format() {
        return Packet.Format.SOCKJS;
    }

    @Override
    public void write(Packet packet, Runnable sent) {
        if (!holding.waits(waiting + packet.size())) {
            cut();
            return;
        }
        waiting += packet.size();
        written = socket.write(packet.text()).onComplete(done -> {
            waiting -= packet.size();
            holding.waits(waiting);
            sent.run();
        });
    }

    /** The SockJS session sends heartbeats by itself. */
    @Override
    public void pong() {}

    /** Closing drops what waits for the next poll, so the last words are waited for; a session without polls ends. */
    @Override
    public Future<Void> close(CloseReason reason) {
        return written.onComplete(sent -> socket.close()).otherwiseEmpty();
    }

    @Override
    public void cut() {
        holding.release();
        socket.close();
    }
}
