package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP server must leave alone when the bridge uses it. */
class SocketsOverHttpIT {
    @SharedServer
    static TestServer server;

    @Test
    void webSocketsAreNeverCompressed() throws IOException {
        var handshake = new RawConnection(server.port())
                .send("GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Accept-Encoding: gzip\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .readUntil("\r\n\r\n");

        assertThat(handshake).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("extensions", "content-encoding");
    }

    @Test
    void aStreamThatIsPolledIsNeverPacked() throws IOException {
        var opened = new RawConnection(server.port())
                .send("POST /eventbus/000/abcdefgh/xhr_streaming HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
                        + "Content-Length: 0\r\n\r\n")
                .readUntil("hhhh\n");

        assertThat(opened).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("content-encoding: gzip");
    }

    /** Whatever SockJS would serve besides, among it pages for frames that our own headers forbid. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/eventbus",
                "/eventbus/",
                "/eventbus/none",
                "/eventbus/iframe.html",
                "/eventbus/iframe-1.2.html",
                "/eventbus/chunking_test",
                "/eventbus/000/session/jsonp",
                "/eventbus/000/session/jsonp_send",
                "/eventbus/000/session/htmlfile",
                "/eventbus/000/session/none",
                "/eventbus/000/session",
                "/eventbus/a/b/c/d"
            })
    void whatIsNotThereIsNotFound(String path) throws IOException {
        for (var method : List.of("GET", "POST", "OPTIONS", "PUT")) {
            var answer = new RawConnection(server.port())
                    .send(method + " " + path
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .readAll();
            assertThat(answer).as(method).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/eventbus/info, 'GET, OPTIONS'",
        "/eventbus/websocket, GET",
        "/eventbus/000/session/websocket, GET",
        "/eventbus/000/session/eventsource, GET",
        "/eventbus/000/session/xhr, 'OPTIONS, POST'",
        "/eventbus/000/session/xhr_streaming, 'OPTIONS, POST'",
        "/eventbus/000/session/xhr_send, 'OPTIONS, POST'"
    })
    void whatIsThereNamesItsMethods(String path, String methods) throws IOException {
        for (var method : List.of("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "FOO")) {
            if (!List.of(methods.split(", ")).contains(method)) {
                var answer = new RawConnection(server.port())
                        .send(method + " " + path
                                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                        .readAll();
                assertThat(answer)
                        .as(method)
                        .startsWith("HTTP/1.1 405")
                        .containsIgnoringCase("allow: " + methods + "\r\n");
            }
        }
    }

    @Test
    void http2IsNotOffered() throws IOException {
        var answer = new RawConnection(server.port())
                .send("GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                .readUntil("\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }
}
