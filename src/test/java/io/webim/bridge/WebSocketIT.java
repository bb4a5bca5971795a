package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What WebSockets have that other transports have not: fragments, text and binary, close codes, origins. */
@ExtendWith(LogWatch.class)
final class WebSocketIT {
    private BridgeServer server;

    @BeforeEach
    void start() throws Exception {
        server = new BridgeServer(BridgeProtocol.QUICK);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fragmentedFramesAreReadAsOne(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            client.logIn(BridgeProtocol.ALICE);
            var text = "字🙂".repeat(20_000);
            var frame = BridgeProtocol.frame("send", "chat.message.send")
                    .put("replyAddress", "r")
                    .put("body", new JsonObject().put("text", text))
                    .encode();
            var whole = Buffer.buffer(framed ? new JsonArray().add(frame).encode() : frame);
            int at = 0;
            for (; at < whole.length() - 1_001; at += 1_001) {
                var part = whole.slice(at, at + 1_001);
                client.socket()
                        .writeFrame(
                                at == 0
                                        ? WebSocketFrame.binaryFrame(part, false)
                                        : WebSocketFrame.continuationFrame(part, false));
                client.socket().writePing(Buffer.buffer("between"));
            }
            client.socket().writeFrame(WebSocketFrame.continuationFrame(whole.slice(at, whole.length()), true));
            assertThat(client.next().getJsonObject("body").getString("text")).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fragmentsWithoutEndAreCutOff(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            client.logIn(BridgeProtocol.ALICE);
            var part = Buffer.buffer("x".repeat(60_000));
            client.socket().writeFrame(WebSocketFrame.textFrame(part.toString(), false));
            for (int i = 0; i < 20 && !client.isClosed(); i++) {
                client.socket().writeFrame(WebSocketFrame.continuationFrame(part, false));
            }
            BridgeProtocol.assertRefused(client.next(), 413, "frame_too_large");
            assertThat(client.awaitClosed()).isEqualTo("frame_too_large");
            assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1009);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pingsCountAsFrames(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            for (int i = 0; i <= BridgeProtocol.QUICK.faults(); i++) {
                client.socket().writePing(Buffer.buffer());
            }
            assertThat(client.awaitClosed()).isEqualTo("too_many_faults");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptyFragmentsCountAsFrames(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            client.socket().writeFrame(WebSocketFrame.textFrame("", false));
            for (int i = 0; i < BridgeProtocol.QUICK.faults(); i++) {
                client.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(), false));
            }
            assertThat(client.awaitClosed()).isEqualTo("too_many_faults");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frameBeyondWhatTheServerReadsClosesTheSocket(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            client.socket().writeFinalTextFrame("x".repeat(600_000));
            client.awaitClosed();
            Eventually.holds(() -> server.bridge.openSockets() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void textAndBinaryAreTheSame(boolean framed) throws Exception {
        try (var client = connect(framed)) {
            var login = BridgeProtocol.login(BridgeProtocol.ALICE)
                    .put("replyAddress", "r")
                    .encode();
            var wrapped = framed ? new JsonArray().add(login).encode() : login;
            client.socket().writeTextMessage(wrapped);
            assertThat(client.next().getString("type")).isEqualTo("rec");
            client.socket().writeBinaryMessage(Buffer.buffer(wrapped));
            assertThat(client.next().getString("type")).isEqualTo("rec");
        }
    }

    @Test
    void aRawSocketAnswersInTheKindOfFrameThatItsClientSends() throws Exception {
        try (var client = connect(false)) {
            var login = BridgeProtocol.login(BridgeProtocol.ALICE)
                    .put("replyAddress", "r")
                    .encode();
            for (boolean text : new boolean[] {true, false, true}) {
                if (text) {
                    client.socket().writeTextMessage(login);
                } else {
                    client.socket().writeBinaryMessage(Buffer.buffer(login));
                }
                client.next();
                assertThat(client.lastWasText()).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'[',1", "'7',1", "'[7]',1", "'{}',1", "'[\"{\",\"[]\"]',2", "'[[\"{}\"]]',1", "'\"{\"',1"})
    void sockJsFrameAroundNothingGoodIsRefused(String frame, int refusals) throws Exception {
        try (var client = connect(true)) {
            client.socket().writeTextMessage(frame);
            for (int i = 0; i < refusals; i++) {
                assertThat(client.next().getInteger("failureCode")).isEqualTo(400);
            }
            client.logIn(BridgeProtocol.ALICE);
        }
    }

    @Test
    void closeCodesTellWhy() throws Exception {
        try (var raw = connect(false);
                var framed = connect(true)) {
            raw.logIn(BridgeProtocol.ALICE);
            framed.logIn(BridgeProtocol.BOB);
            server.revoke(1, 10);
            assertThat(raw.awaitClosed()).isEqualTo("session_revoked");
            assertThat(raw.socket().closeStatusCode()).isEqualTo((short) 1008);
            server.bridge.stop(Duration.ZERO);
            assertThat(framed.awaitClosed()).isEqualTo("going_away");
            assertThat(framed.socket().closeStatusCode()).isEqualTo((short) 1001);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noSocketOpensWhileStopping(boolean framed) throws Exception {
        BridgeServer.await(server.bridge.stop(Duration.ZERO));
        try (var late = connect(framed)) {
            assertThat(late.awaitClosed()).isEqualTo("going_away");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example,true",
        "http://evil.example,false",
        "null,false",
        "http://127.0.0.1:1,false",
        "http://127.0.0.1.evil.example:PORT,false"
    })
    void foreignPageCannotOpenASocket(String origin, boolean framed) {
        assertThatThrownBy(() -> connect(framed, origin).close())
                .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                .hasMessageContaining("403");
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:PORT,true", "http://localhost:PORT,false"})
    void ownPageCan(String origin, boolean framed) throws Exception {
        try (var client = connect(framed, origin)) {
            client.logIn(BridgeProtocol.ALICE);
        }
    }

    /** Bytes on the WebSocket itself, not well-formed frames of any kind. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverOutlivesMadMessages(boolean framed) throws Exception {
        var random = new Random(7);
        var client = connect(framed);
        for (int i = 0; i < 3_000; i++) {
            if (client.isClosed()) {
                client.close();
                client = connect(framed);
            }
            var bytes = RandomFrames.next(random);
            switch (random.nextInt(3)) {
                case 0 -> client.socket().writeTextMessage(bytes.toString());
                case 1 -> client.socket().writeBinaryMessage(bytes);
                default -> client.socket().writeFrame(WebSocketFrame.continuationFrame(bytes, random.nextBoolean()));
            }
        }
        client.close();
        try (var sane = connect(framed)) {
            sane.logIn(BridgeProtocol.ALICE);
        }
        Eventually.holds(() -> server.bridge.openSockets() == 0);
    }

    private WebSocketBusClient connect(boolean framed) throws Exception {
        return new WebSocketBusClient(server.vertx, server.port(), framed);
    }

    private WebSocketBusClient connect(boolean framed, String origin) throws Exception {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("Origin", origin.replace("PORT", Integer.toString(server.port())));
        return new WebSocketBusClient(server.vertx, server.port(), framed, headers);
    }
}
