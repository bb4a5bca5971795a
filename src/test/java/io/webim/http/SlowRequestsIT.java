package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.webim.TestServer;
import io.webim.chat.bridge.LogWatch;
import io.webim.http.SlowRequests.Patience;
import io.webim.limits.Admission;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real connections to the HTTP verticle alone, with little patience. */
@ExtendWith(LogWatch.class)
class SlowRequestsIT {
    /** For those who are to be cut off. */
    private static final Patience HARDLY_ANY = new Patience(100, 200, 300);
    /** For those who are not: a busy machine may take a while over a request. */
    private static final Patience SOME = new Patience(1_000, 1_000, 300);

    private static final int LONGER_THAN_ANY_PATIENCE = 2_500;
    private static final String ASK = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HALF_A_HEAD = "GET / HTTP/1.1\r\nX: " + "x".repeat(500);
    private static final String HEAD_OF_A_BODY = "POST /api/users HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n";

    private static Vertx vertx;
    private static HttpVerticle impatient;
    private static HttpVerticle patient;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        impatient = new HttpVerticle(InstancesIT.config(), SlowRequestsIT::sockets, Admission.FREE, HARDLY_ANY);
        patient = new HttpVerticle(InstancesIT.config(), SlowRequestsIT::sockets, Admission.FREE, SOME);
        TestServer.await(vertx.deployVerticle(impatient));
        TestServer.await(vertx.deployVerticle(patient));
    }

    @AfterAll
    static void stop() {
        TestServer.await(vertx.close());
    }

    @Test
    void whoNeverAsksIsCutOff() throws IOException {
        assertThat(new RawConnection(impatient.port()).readAll()).isEmpty();
    }

    @Test
    void whoDripsAHeadIsCutOffHoweverSteadily() throws IOException {
        assertThat(new RawConnection(impatient.port()).drip(HALF_A_HEAD, 20)).isLessThan(HALF_A_HEAD.length());
    }

    @Test
    void whoDripsABodyIsCutOffHoweverSteadily() throws IOException {
        var connection = new RawConnection(patient.port()).send(HEAD_OF_A_BODY);

        assertThat(connection.drip("x".repeat(500), 20)).isLessThan(500);
    }

    @Test
    void whoWasAnsweredAndAsksNoMoreIsCutOff() throws IOException {
        assertThat(new RawConnection(patient.port()).send(ASK).readAll()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void neitherAnAnswerThatTakesItsTimeNorAQuietWebSocketIsCutOff() throws IOException {
        var answer = new RawConnection(patient.port())
                .send("POST /eventbus/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var socket = new RawConnection(patient.port())
                .send("GET /eventbus/quiet HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

        assertThat(answer.readAll()).endsWith("at last");
        // Not until it is closed: this client does not answer the closing frame.
        assertThat(socket.readUntil("still here")).startsWith("HTTP/1.1 101");
    }

    private static Router sockets(Vertx vertx) {
        var router = Router.router(vertx);
        router.post("/slow")
                .handler(context -> vertx.setTimer(
                        LONGER_THAN_ANY_PATIENCE, later -> context.response().end("at last")));
        router.get("/quiet")
                .handler(context -> context.request()
                        .toWebSocket()
                        .onSuccess(socket -> vertx.setTimer(
                                LONGER_THAN_ANY_PATIENCE,
                                later -> socket.writeTextMessage("still here").eventually(socket::close))));
        return router;
    }
}
