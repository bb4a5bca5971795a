package io.webim.chat.bridge;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, raw or with SockJS frames around each object. The framed one is spoken here and not by the SockJS
 * handler, whose session costs a timer and keeps the request of every socket, and never reports a full queue.
 */
final class WebSocketWire implements Wire {
    private static final Packet OPEN = Packet.ofText("o");
    private static final Packet HEARTBEAT = Packet.ofText("h");
    /** Escapes make the SockJS frame longer than the object in it. */
    private static final int FRAMED_FACTOR = 2;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final boolean framed;
    private final ClientSession session;
    private @Nullable Buffer partial;

    private WebSocketWire(
            ServerWebSocket socket,
            Channel channel,
            boolean framed,
            Sockets sockets,
            Context context,
            String remoteAddress) {
        this.socket = socket;
        this.channel = channel;
        this.framed = framed;
        if (framed) {
            write(OPEN);
        }
        this.session = sockets.open(this, context, remoteAddress);
    }

    /**
     * Takes the socket over; to be called on its context, before its first frame can arrive.
     *
     * @param channel below the socket, which itself can only be closed in order
     */
    static void attach(
            ServerWebSocket socket,
            Channel channel,
            boolean framed,
            Sockets sockets,
            Context context,
            String remoteAddress) {
        var wire = new WebSocketWire(socket, channel, framed, sockets, context, remoteAddress);
        if (socket.isClosed()) {
            wire.session.gone();
            return;
        }
        socket.closeHandler(closed -> wire.session.gone());
        socket.exceptionHandler(broken -> wire.session.gone());
        socket.frameHandler(wire::receive);
    }

    private void receive(WebSocketFrame frame) {
        if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
            return;
        }
        var bytes = frame.binaryData();
        int length = bytes.length() + (partial == null ? 0 : partial.length());
        if (length > longest()) {
            partial = null;
            session.receiveTooLarge();
        } else if (!frame.isFinal() || partial != null) {
            collect(bytes, frame.isFinal());
        } else {
            receiveMessage(bytes);
        }
    }

    private int longest() {
        int frameBytes = session.limits().frameBytes();
        return framed ? FRAMED_FACTOR * frameBytes : frameBytes;
    }

    private void collect(Buffer bytes, boolean last) {
        var whole = (partial == null ? Buffer.buffer() : partial).appendBuffer(bytes);
        partial = last ? null : whole;
        if (last) {
            receiveMessage(whole);
        }
    }

    private void receiveMessage(Buffer bytes) {
        if (framed) {
            receiveFramed(bytes);
        } else {
            session.receive(bytes);
        }
    }

    /** An array of texts or one text; nothing at all is allowed too. */
    private void receiveFramed(Buffer bytes) {
        try {
            if (bytes.length() == 0) {
                return;
            }
            var value = Json.decodeValue(bytes);
            if (value instanceof JsonArray array) {
                array.forEach(this::receiveText);
            } else {
                receiveText(value);
            }
        } catch (DecodeException notJson) {
            session.receive(bytes);
        }
    }

    private void receiveText(@Nullable Object value) {
        session.receive(value instanceof String text ? Buffer.buffer(text) : Buffer.buffer());
    }

    @Override
    public Packet.Format format() {
        return framed ? Packet.Format.FRAMED : Packet.Format.RAW;
    }

    @Override
    public Future<Void> write(Packet packet) {
        return framed ? socket.writeTextMessage(packet.text()) : socket.writeBinaryMessage(packet.bytes());
    }

    /** SockJS has a heartbeat of its own that the client's application never sees; raw sockets have nothing. */
    @Override
    public void pong() {
        if (framed) {
            session.send(HEARTBEAT);
        }
    }

    @Override
    public Future<Void> close(CloseReason reason) {
        if (framed) {
            socket.writeTextMessage("c[" + reason.code + ",\"" + reason.text + "\"]");
        }
        return socket.close(reason.code, reason.text);
    }

    @Override
    public void cut() {
        // A close frame would wait behind all that the peer does not read.
        var unused = channel.close();
    }
}
