package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the frames are is told by a decoder of somebody else's. */
final class PacketTest {
    private static final int LONGEST = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 113, 114, 115, 116, 65_523, 65_524, 65_525, 200_000})
    void aPacketIsOneWholeFrame(int length) {
        var json = "{\"text\":\"" + "ü".repeat(length / 2) + "x".repeat(length % 2) + "\"}";

        var raw = decoded(Packet.Format.RAW.pack(json));
        var framed = decoded(Packet.Format.FRAMED.pack(json));

        assertThat(raw).isInstanceOf(BinaryWebSocketFrame.class);
        assertThat(textOf(raw)).isEqualTo(json);
        var text = decoded(Packet.Format.RAW_TEXT.pack(json));
        assertThat(text).isInstanceOf(TextWebSocketFrame.class);
        assertThat(textOf(text)).isEqualTo(json);
        assertThat(framed).isInstanceOf(TextWebSocketFrame.class);
        assertThat(textOf(framed)).isEqualTo("a[" + Json.encode(json) + "]");
    }

    private static WebSocketFrame decoded(Packet packet) {
        var channel = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, LONGEST));
        channel.writeInbound(Unpooled.wrappedBuffer(packet.bytes()));
        WebSocketFrame frame = channel.readInbound();
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.finish()).isFalse();
        return frame;
    }

    private static String textOf(WebSocketFrame frame) {
        try {
            return frame.content().toString(StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }
}
