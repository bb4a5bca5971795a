package io.webim.bridge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** Reads the frames of a WebSocket, and says how much of one waits for the rest. */
final class FrameDecoder extends WebSocket13FrameDecoder {
    FrameDecoder(WebSocketDecoderConfig config) {
        super(config);
    }

    /** What is left is moved to the begin, or its buffer would grow with what has been read from it. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        super.channelRead(context, bytes);
        if (internalBuffer().isReadable()) {
            internalBuffer().discardReadBytes();
        }
    }

    int unfinishedBytes() {
        return internalBuffer().isReadable() ? internalBuffer().capacity() : 0;
    }
}
