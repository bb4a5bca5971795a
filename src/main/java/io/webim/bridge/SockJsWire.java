package io.webim.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.webim.edge.ConnectionGuard;
import io.webim.edge.Holding;
import org.jspecify.annotations.Nullable;

/** The fallback transports of SockJS: polling, streaming and server-sent events. */
final class SockJsWire implements Wire {
    private final SockJSSocket socket;
    private final Holding holding;
    private volatile boolean signedIn;
    private volatile @Nullable ConnectionGuard carrier;
    private volatile @Nullable ClientSession session;
    private long waiting;
    private Future<Void> written = Future.succeededFuture();

    private SockJsWire(SockJSSocket socket, Holding holding) {
        this.socket = socket;
        this.holding = holding;
    }

    static void attach(SockJSSocket socket, Sockets sockets, Carriers carriers, Context context, String remoteAddress) {
        var wire = new SockJsWire(socket, sockets.edge().session(remoteAddress));
        var forget = carriers.opened(wire, socket.routingContext());
        var session = sockets.open(wire, context, remoteAddress);
        wire.session = session;
        Runnable gone = () -> {
            forget.run();
            wire.holding.release();
            session.gone();
        };
        socket.handler(session::receive);
        socket.closeHandler(closed -> gone.run());
        socket.exceptionHandler(broken -> gone.run());
    }

    /** Which connection waits for what is written; safe from any thread. */
    void carriedBy(ConnectionGuard guard) {
        carrier = guard;
        keepCarrier();
    }

    /** What is no frame; safe from any thread. */
    void receivePart(int bytes) {
        var receiving = session;
        if (receiving != null) {
            receiving.run(() -> receiving.receivePart(bytes));
        }
    }

    @Override
    public void belongsTo(long userId) {
        holding.of(userId);
        signedIn = true;
        keepCarrier();
    }

    boolean isSignedIn() {
        return signedIn;
    }

    private void keepCarrier() {
        var guard = carrier;
        if (signedIn && guard != null) {
            guard.carriesUser();
        }
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
