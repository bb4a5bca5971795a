package io.webim.bridge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.webim.contract.JsonText;
import io.webim.edge.ConnectionGuard;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, raw or with SockJS frames around each object, the last in its channel's pipeline. Vert.x's own WebSocket
 * would hold 9 KB for each: two connections' queues, and the request that it came from. The SockJS handler's session
 * costs a timer besides, and never reports a full queue.
 */
final class WebSocketWire extends ChannelInboundHandlerAdapter implements Wire, ConnectionGuard.Unfinished {
    private static final Packet OPEN = Packet.ofTextFrame("o");
    private static final Packet HEARTBEAT = Packet.ofTextFrame("h");
    /** Escapes make the SockJS frame longer than the object in it. */
    private static final int FRAMED_FACTOR = 2;
    /** A peer that does not answer a close frame is not waited for any longer. */
    private static final long CLOSING_SECONDS = 10;
    /** Nor one that sends more than what may have been under way. */
    private static final int MOST_WHILE_CLOSING = 2 << 20;
    /** What a frame has beside its payload, at least. */
    private static final int FRAME_HEAD = 6;

    private final Channel channel;
    /** Below the encoder: packets are frames already. */
    private final ChannelHandlerContext frameOutlet;

    private final FrameDecoder frames;
    private final boolean framed;
    private final ContextInternal context;
    private final ClientSession session;
    /** Whether the client last sent text; read by those who deliver, on other threads. */
    private volatile boolean text;

    private boolean closing;
    private boolean ponging;
    private int discarded;
    private @Nullable Gathered partial;

    /** A channel that speaks WebSocket since now; to be called on its event loop. */
    WebSocketWire(
            Channel channel,
            FrameDecoder frames,
            boolean framed,
            Sockets sockets,
            ContextInternal context,
            String remoteAddress) {
        this.channel = channel;
        this.frameOutlet = channel.pipeline().context(WebSocket13FrameEncoder.class);
        this.frames = frames;
        this.framed = framed;
        this.context = context;
        var guard = guard();
        if (guard != null) {
            guard.framesWaitIn(this);
        }
        if (framed) {
            write(OPEN);
        }
        this.session = sockets.open(this, context, remoteAddress);
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                context.emit(frame, this::receive);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        context.emit(session, ClientSession::gone);
    }

    /** A peer that breaks the protocol has been told by the decoder; one that was cut off needs no telling. */
    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable broken) {
        context.emit(session, ClientSession::gone);
        if (!closing) {
            cut();
        }
    }

    private void receive(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            receiveClose(frame);
        } else if (closing) {
            discard(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            receivePing(frame);
        } else if (frame instanceof PongWebSocketFrame) {
            session.receivePart();
        } else {
            receiveData(frame);
        }
    }

    private void discard(WebSocketFrame frame) {
        discarded += FRAME_HEAD + frame.content().readableBytes();
        if (discarded > MOST_WHILE_CLOSING) {
            cut();
        }
    }

    /** One pong at a time: who asks again before it has left is answered by it too. */
    private void receivePing(WebSocketFrame ping) {
        session.receivePart();
        if (!ponging && !closing) {
            ponging = true;
            var unused = channel.writeAndFlush(
                            new PongWebSocketFrame(ping.content().retain()))
                    .addListener(sent -> ponging = false);
        }
    }

    /** The answer is the same frame, unless this side began. */
    private void receiveClose(WebSocketFrame frame) {
        session.gone();
        if (closing) {
            cut();
        } else {
            closing = true;
            var unused = channel.writeAndFlush(frame.retain()).addListener(written -> cut());
        }
    }

    private void receiveData(WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame) && text != frame instanceof TextWebSocketFrame) {
            text = !text;
        }
        var bytes = BufferInternal.safeBuffer(frame.content().retain());
        int length = bytes.length() + (partial == null ? 0 : partial.length());
        if (length > longest()) {
            partial = null;
            session.receiveTooLarge();
        } else if (!frame.isFinalFragment() || partial != null) {
            collect(bytes, frame.isFinalFragment());
        } else {
            receiveMessage(bytes);
        }
    }

    private int longest() {
        return framed ? FRAMED_FACTOR * session.frameBytes() : session.frameBytes();
    }

    private void collect(Buffer bytes, boolean last) {
        if (!last) {
            session.receivePart();
        }
        var gathered = partial == null ? new Gathered() : partial;
        var whole = gathered.append(bytes, longest());
        partial = last || closing ? null : gathered;
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
            var value = JsonText.decode(bytes);
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
    public int unfinishedBytes() {
        return frames.unfinishedBytes() + (partial == null ? 0 : partial.capacity());
    }

    private @Nullable ConnectionGuard guard() {
        return channel.pipeline().get(ConnectionGuard.class);
    }

    @Override
    public void belongsTo(long userId) {
        var guard = guard();
        if (guard != null) {
            guard.of(userId);
        }
    }

    @Override
    public Packet.Format format() {
        if (framed) {
            return Packet.Format.FRAMED;
        }
        return text ? Packet.Format.RAW_TEXT : Packet.Format.RAW;
    }

    @Override
    public void write(Packet packet, Runnable sent) {
        var unused = frameOutlet.writeAndFlush(packet.toWrite()).addListener(done -> sent.run());
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
        closing = true;
        partial = null;
        if (framed) {
            write(Packet.ofTextFrame("c[" + reason.code + ",\"" + reason.text + "\"]"));
        }
        var told = Promise.<Void>promise();
        var unused = channel.writeAndFlush(new CloseWebSocketFrame(reason.code, reason.text))
                .addListener(written -> told.complete());
        var waiting = channel.eventLoop().schedule(this::cut, CLOSING_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> waiting.cancel(false));
        return told.future();
    }

    @Override
    public void cut() {
        // A close frame would wait behind all that the peer does not read.
        var unused = channel.close();
    }

    /** What fails is told to {@link #exceptionCaught}. */
    private void write(Packet packet) {
        var unused = frameOutlet.writeAndFlush(packet.toWrite(), channel.voidPromise());
    }
}
