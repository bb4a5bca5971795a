package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpBridgeIT extends BridgeProtocol {
    @Override
    TcpBusClient connect() throws Exception {
        return new TcpBusClient(server.bridge.tcpPort());
    }

    @Test
    void framesMayComeInPiecesAndSeveralAtOnce() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var frames = Buffer.buffer();
            for (int i = 0; i < 3; i++) {
                var frame = frame("send", "chat.message.send")
                        .put("replyAddress", "r" + i)
                        .put("body", new JsonObject().put("text", "字"))
                        .toBuffer();
                frames.appendInt(frame.length()).appendBuffer(frame);
            }
            for (byte one : frames.getBytes()) {
                client.writeBytes(new byte[] {one});
            }
            client.writeBytes(frames.getBytes());
            for (int i = 0; i < 6; i++) {
                var answer = client.next();
                assertThat(answer.getString("address")).isEqualTo("r" + i % 3);
                assertThat(answer.getJsonObject("body").getString("text")).isEqualTo("字");
            }
        }
    }

    /** Clients in other languages expect these where Vert.x's own bridge sends them. */
    @Test
    void framesHaveAllThatVertxsOwnBridgeSends() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.register("chat.inbox.1");
            var reply = client.ask("chat.message.send", new JsonObject());
            assertThat(reply.getJsonObject("headers")).isEqualTo(new JsonObject());
            assertThat(reply.getBoolean("send")).isTrue();

            var refused = client.ask("contacts.add", new JsonObject());
            assertThat(refused.getString("type")).isEqualTo("err");
            assertThat(refused.getString("sourceAddress")).isEqualTo("contacts.add");

            server.delivery.deliver(1, new JsonObject().put("type", "typing"));
            var event = client.next();
            assertThat(event.getJsonObject("headers")).isEqualTo(new JsonObject());
            assertThat(event.getBoolean("send")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {(256 << 10) + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void tooGreatALengthIsRefusedBeforeTheFrameComes(int length) throws Exception {
        try (var client = connect()) {
            client.writeBytes(Buffer.buffer().appendInt(length).getBytes());
            assertRefused(client.next(), 413, "frame_too_large");
            assertClosed(client, "frame_too_large");
        }
    }

    @Test
    void emptyFrameIsRefused() throws Exception {
        try (var client = connect()) {
            client.writeBytes(new byte[4]);
            assertRefused(client.next(), 400, "malformed_frame");
            client.logIn(ALICE);
        }
    }

    @Test
    void serverOutlivesBytesThatAreNoFramesAtAll() throws Exception {
        var random = new Random(11);
        for (int i = 0; i < 300; i++) {
            try (var client = connect()) {
                var bytes = new byte[random.nextInt(2_000)];
                random.nextBytes(bytes);
                // Half of them with a length that could be one.
                if (bytes.length > 4 && random.nextBoolean()) {
                    bytes[0] = 0;
                    bytes[1] = 0;
                }
                client.writeBytes(bytes);
            }
        }
        try (var sane = connect()) {
            sane.logIn(ALICE);
            Eventually.holds(() -> server.bridge.openSockets() == 1);
        }
    }
}
