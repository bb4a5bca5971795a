package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.edge.Bounds;
import io.webim.edge.Edge;
import io.webim.edge.Patience;
import io.webim.limits.RateLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections to the HTTP verticle alone, with little patience. */
@ExtendWith(LogWatch.class)
class SlowRequestsIT {
    /** For those who are to be cut off. */
    static final Patience HARDLY_ANY = new Patience(200, 300, 300, 300, 1_024, 50);
    /** For those who are not: a busy machine may take a while over a request. */
    static final Patience SOME = new Patience(6_000, 6_000, 2_500, 6_000, 100, 50);

    static final String ASK = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    static final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** One each: verticles of one share their port. */
    static final List<Vertx> running = new ArrayList<>();

    static HttpVerticle impatient;
    static HttpVerticle patient;
    double slowBefore;

    @BeforeAll
    static void start() {
        impatient = verticle(HARDLY_ANY);
        patient = verticle(SOME);
    }

    @AfterAll
    static void stop() {
        running.forEach(vertx -> TestServer.await(vertx.close()));
    }

    @BeforeEach
    void count() {
        slowBefore = slow();
    }

    @Test
    void whoNeverAsksIsCutOff() throws IOException {
        assertThat(new RawConnection(impatient.port()).readAll()).isEmpty();
        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    @Test
    void whoDripsAHeadIsCutOffHoweverSteadily() throws IOException {
        new RawConnection(impatient.port()).drip("GET / HTTP/1.1\r\nX: " + "x".repeat(1_500), 20);

        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    @Test
    void whoDripsABodyIsCutOffHoweverSteadily() throws IOException {
        new RawConnection(impatient.port())
                .send("POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 5000\r\n\r\n")
                .drip("x".repeat(1_500), 20);

        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    /** Whatever is between the pieces that count for nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"1\r\nx\r\n", "1;x=y\r\nx\r\n"})
    void whoDripsChunksIsCutOff(String chunk) throws IOException {
        new RawConnection(impatient.port())
                .send("POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                .drip(chunk.repeat(300), 20);

        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    /** A body that comes on may take longer than any patience. */
    @Test
    void aBodyThatComesOnIsNotCutOff() throws IOException {
        var connection = new RawConnection(patient.port())
                .send("POST /eventbus/body HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6000\r\n\r\n");
        for (int i = 0; i < 12; i++) {
            connection.send("x".repeat(500)).pause(250);
        }

        assertThat(connection.readAll()).endsWith("6000");
    }

    @Test
    void whoWasAnsweredMayAskAgain() throws IOException {
        var answers = new RawConnection(patient.port())
                .send(ASK)
                .pause(300)
                .send(ASK.replace("Host: x", "Host: x\r\nConnection: close"))
                .readAll();

        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        assertThat(slow() - slowBefore).isZero();
    }

    @Test
    void whoWasAnsweredAndAsksNoMoreIsCutOff() throws IOException {
        assertThat(new RawConnection(impatient.port()).send(ASK).readAll()).startsWith("HTTP/1.1 200 OK");
        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    /** A refusal that comes before the body has come leaves the connection to the next request. */
    @Test
    void whoIsRefusedEarlyMayAskAgain() throws IOException {
        var answers = new RawConnection(patient.port())
                .send("PATCH /api/users/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 9\r\n\r\n")
                .pause(100)
                .send("123456789" + ASK.replace("Host: x", "Host: x\r\nConnection: close"))
                .readAll();

        assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200 OK");
    }

    /** Who means to send much more is told that nobody will read it. */
    @Test
    void whoIsRefusedALongBodyIsToldToComeAgain() throws IOException {
        var answer = new RawConnection(patient.port())
                .send("PATCH /api/users/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 200000\r\n\r\n")
                .readAll();

        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .startsWith("http/1.1 401")
                .contains("connection: close");
    }

    /** Only a handshake that happened makes a socket of a connection. */
    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: x", "Upgrade: websocket", "Connection: Upgrade\r\nUpgrade: websocket"})
    void whoSpeaksOfAnUpgradeIsWaitedForLikeAnybody(String headers) throws IOException {
        new RawConnection(impatient.port())
                .send("GET /api/health/live HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n")
                .drip("GET / HTTP/1.1\r\nX: " + "x".repeat(1_500), 20);

        assertThat(slow() - slowBefore).isEqualTo(1);
    }

    @Test
    void anAnswerThatTakesItsTimeIsNotCutOff() throws IOException {
        var answer = new RawConnection(patient.port())
                .send("POST /eventbus/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .readAll();

        assertThat(answer).endsWith("at last");
    }

    @Test
    void aQuietWebSocketIsNotCutOff() throws IOException {
        var socket = new RawConnection(patient.port())
                .send("GET /eventbus/quiet HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

        // Not until it is closed: this client does not answer the closing frame.
        assertThat(socket.readUntil("still here")).startsWith("HTTP/1.1 101");
    }

    private static HttpVerticle verticle(Patience patience) {
        var vertx = Vertx.vertx();
        running.add(vertx);
        var edge = new Edge(
                vertx,
                Bounds.of(1L << 30, 0, Long.MAX_VALUE, 1_000),
                patience,
                address -> false,
                new RateLimits(Map.of(), meters),
                meters);
        var verticle = TestHttp.of(vertx, InstancesIT.config(), SlowRequestsIT::sockets, edge);
        TestServer.await(vertx.deployVerticle(verticle));
        return verticle;
    }

    private static double slow() {
        return meters.counter("webim.connections.ended", "reason", "slow_request")
                .count();
    }

    /** Longer than little patience. */
    private static Router sockets(Vertx vertx) {
        var router = Router.router(vertx);
        router.post("/slow")
                .handler(context ->
                        vertx.setTimer(3_000, later -> context.response().end("at last")));
        router.post("/body")
                .handler(context -> context.request()
                        .body()
                        .onSuccess(body -> context.response().end(Integer.toString(body.length()))));
        router.get("/quiet")
                .handler(context -> context.request()
                        .toWebSocket()
                        .onSuccess(socket -> vertx.setTimer(
                                3_000,
                                later -> socket.writeTextMessage("still here").eventually(socket::close))));
        return router;
    }
}
