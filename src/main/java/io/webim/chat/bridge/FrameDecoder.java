package io.webim.chat.bridge;

import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** Reads the frames of a WebSocket, and says how much of one waits for the rest. */
final class FrameDecoder extends WebSocket13FrameDecoder {
    FrameDecoder(WebSocketDecoderConfig config) {
        super(config);
    }

    int unfinishedBytes() {
        return internalBuffer().isReadable() ? internalBuffer().capacity() : 0;
    }
}
