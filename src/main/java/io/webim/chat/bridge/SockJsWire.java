package io.webim.chat.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** The fallback transports of SockJS: polling, streaming and server-sent events. */
final class SockJsWire implements Wire {
    private final SockJSSocket socket;
    private Future<Void> written = Future.succeededFuture();

    private SockJsWire(SockJSSocket socket) {
        this.socket = socket;
    }

    static void attach(SockJSSocket socket, Sockets sockets, Context context, String remoteAddress) {
        var session = sockets.open(new SockJsWire(socket), context, remoteAddress);
        socket.handler(session::receive);
        socket.closeHandler(closed -> session.gone());
        socket.exceptionHandler(broken -> session.gone());
    }

    @Override
    public Packet.Format format() {
        return Packet.Format.SOCKJS;
    }

    @Override
    public void write(Packet packet, Runnable sent) {
        written = socket.write(packet.text()).onComplete(done -> sent.run());
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
        socket.close();
    }
}
