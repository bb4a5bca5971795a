package io.webim.bridge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.webim.edge.ConnectionGuard;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes a WebSocket of an HTTP connection and leaves nothing in it of what it was. */
final class Handshake {
    private static final String VERSION = "13";
    private static final int MOST_FLUSHES = 256;
    private static final List<Class<? extends ChannelHandler>> OF_HTTP =
            List.of(ChunkedWriteHandler.class, HttpServerExpectContinueHandler.class);

    private Handshake() {}

    static boolean canBe(HttpServerRequest request) {
        return request.canUpgradeToWebSocket() && request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY) != null;
    }

    /** The only version that a browser of the last ten years speaks. */
    static boolean hasVersion(HttpServerRequest request) {
        return VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    /**
     * Answers the request; to be called on its event loop, once and before any other answer.
     *
     * @param longest a frame that is longer ends the connection
     * @param socket makes what is to handle the frames from now on
     */
    static void complete(
            HttpServerRequest request, int longest, BiFunction<Channel, FrameDecoder, ChannelHandler> socket) {
        var connection = ((HttpServerConnection) request.connection()).channelHandlerContext();
        var pipeline = connection.pipeline();
        // Frames that are written in one go leave in one system call, the dearest part of sending them.
        var flushes = new FlushConsolidationHandler(MOST_FLUSHES, true);
        @Nullable ConnectionGuard guard = pipeline.get(ConnectionGuard.class);
        if (guard == null) {
            pipeline.addFirst(flushes);
        } else {
            pipeline.addAfter(pipeline.context(guard).name(), null, flushes);
        }
        var config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(longest)
                .allowExtensions(false)
                .build();
        var frames = new FrameDecoder(config);
        var unused = new WebSocketServerHandshaker13("", null, config) {
            @Override
            protected WebSocketFrameDecoder newWebsocketDecoder() {
                return frames;
            }
        }.handshake(
                connection.channel(),
                copyOf(request),
                null,
                connection.channel().newPromise());
        OF_HTTP.stream().filter(type -> pipeline.get(type) != null).forEach(pipeline::remove);
        pipeline.replace(connection.handler(), "socket", socket.apply(connection.channel(), frames));
    }

    private static DefaultFullHttpRequest copyOf(HttpServerRequest request) {
        var copy = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.uri());
        for (var name :
                List.of(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            copy.headers().set(name, request.getHeader(name));
        }
        return copy;
    }
}
