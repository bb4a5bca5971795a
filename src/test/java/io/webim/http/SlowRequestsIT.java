package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.TestServer;
import io.webim.chat.bridge.LogWatch;
import io.webim.http.SlowRequests.Patience;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real connections to the HTTP verticle alone, with little patience. */
class SlowRequestsIT {
    static final Patience LITTLE = new Patience(500, 1_000, 1_500);
    static final String ASK = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    static Vertx vertx;
    static HttpVerticle http;
    static LogWatch log;

    @BeforeAll
    static void start() {
        log = new LogWatch();
        vertx = Vertx.vertx();
        http = new HttpVerticle(InstancesIT.config(), SlowRequestsIT::sockets, LITTLE);
        TestServer.await(vertx.deployVerticle(http));
    }

    @AfterAll
    static void stop() {
        TestServer.await(vertx.close());
        log.close();
        log.assertQuiet();
    }

    @Test
    void whoNeverAsksIsCutOff() throws IOException {
        long millis = untilClosed(new RawConnection(http.port()));

        assertThat(millis).isBetween(400L, 3_000L);
    }

    @Test
    void whoDripsAHeadIsCutOffHoweverSteadily() throws IOException {
        var connection = new RawConnection(http.port());

        long millis = connection.drip("GET / HTTP/1.1\r\nX: " + "x".repeat(500), 20);

        assertThat(millis).isBetween(400L, 3_000L);
    }

    @Test
    void whoDripsABodyIsCutOffHoweverSteadily() throws IOException {
        var connection = new RawConnection(http.port())
                .send(
                        "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n");

        long millis = connection.drip("x".repeat(500), 20);

        assertThat(millis).isBetween(900L, 4_000L);
    }

    @Test
    void whoWasAnsweredMayAskAgainForAWhile() throws IOException {
        var connection = new RawConnection(http.port());
        long begun = System.nanoTime();
        var answers = connection.send(ASK).readAll();

        assertThat(answers).startsWith("HTTP/1.1 200 OK");
        assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(1_400L, 4_000L);
    }

    @Test
    void anAnswerThatTakesItsTimeIsNotCutOff() throws IOException {
        var answer = new RawConnection(http.port())
                .send("POST /eventbus/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .readAll();

        assertThat(answer).endsWith("at last");
    }

    @Test
    void aQuietWebSocketIsNotCutOff() throws IOException {
        var socket = new RawConnection(http.port())
                .send("GET /eventbus/quiet HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

        // Not until it is closed: this client does not answer the closing frame.
        assertThat(socket.readUntil("still here")).startsWith("HTTP/1.1 101");
    }

    /** Longer than every patience. */
    private static Router sockets(Vertx vertx) {
        var router = Router.router(vertx);
        router.post("/slow")
                .handler(context ->
                        vertx.setTimer(3_000, later -> context.response().end("at last")));
        router.get("/quiet")
                .handler(context -> context.request()
                        .toWebSocket()
                        .onSuccess(socket -> vertx.setTimer(
                                3_000,
                                later -> socket.writeTextMessage("still here").eventually(socket::close))));
        return router;
    }

    private static long untilClosed(RawConnection connection) throws IOException {
        long begun = System.nanoTime();
        connection.readAll();
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
