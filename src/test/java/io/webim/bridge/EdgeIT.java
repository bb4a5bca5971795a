package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.edge.Bounds;
import io.webim.edge.Edge;
import io.webim.edge.Timeouts;
import io.webim.http.HttpVerticle;
import io.webim.http.TestHttp;
import io.webim.limits.Admission;
import io.webim.limits.Limit;
import io.webim.limits.Rate;
import io.webim.limits.RateLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What strangers can make the server hold, over HTTP, WebSocket, SockJS and TCP: real sockets, budgets that are soon used
 * up, little patience. What is held is counted and not measured.
 */
@ExtendWith(LogWatch.class)
final class EdgeIT {
    private static final int MIB = 1 << 20;
    private static final int PART = 150_000;
    private static final String TOKEN = "1.10.600";
    private static final Timeouts LITTLE = new Timeouts(1_000, 2_000, 1_000, 1_000, 1_024, 50);
    private static final Bounds ROOM =
            new Bounds(1L << 30, 10_000, 1_000, 8 * MIB, 8 * MIB, 64 * MIB, 64 * MIB, 64 * MIB);

    private static final int FEW = 20;
    private static final Map<Limit, Rate> FEW_REQUESTS = Map.of(Limit.REQUESTS, Rate.parse("1/hour burst " + FEW));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Socket> open = new ArrayList<>();
    private BridgeServer bridge;
    private HttpVerticle http;

    private void start(Bounds bounds, Timeouts patience) throws Exception {
        start(Vertx.vertx(), bounds, patience);
    }

    private void start(Vertx vertx, Bounds bounds, Timeouts patience) throws Exception {
        start(vertx, bounds, patience, Map.of());
    }

    private void start(Vertx vertx, Bounds bounds, Timeouts patience, Map<Limit, Rate> rates) throws Exception {
        var limits = new RateLimits(rates, meters);
        var edge = new Edge(vertx, bounds, patience, address -> false, limits, meters);
        var admission = new Admission(limits, meters);
        bridge = new BridgeServer(SocketLimits.DEFAULT, Optional.empty(), vertx, same -> edge, admission);
        http = TestHttp.of(vertx, BridgeServer.config(Optional.empty()), bridge.bridge::sockets, edge, admission);
        BridgeServer.await(vertx.deployVerticle(http));
    }

    @AfterEach
    void stop() throws Exception {
        for (var socket : open) {
            socket.close();
        }
        Eventually.holds(() -> held("input") == 0 && held("output") == 0 && held("connections") == 0);
        bridge.close();
    }

    /** How input can be left unfinished. */
    private enum Way {
        BODY {
            @Override
            void send(Socket socket) throws IOException {
                write(socket, post("Content-Length: 250000\r\n"), text(PART));
            }
        },
        CHUNKS {
            @Override
            void send(Socket socket) throws IOException {
                write(socket, post("Transfer-Encoding: chunked\r\n"), "1\r\n \r\n".repeat(PART / 6));
            }
        },
        EXPECTED_BODY {
            @Override
            void send(Socket socket) throws IOException {
                write(socket, post("Expect: 100-continue\r\nContent-Length: 250000\r\n"), text(PART));
            }
        },
        WEB_SOCKET_FRAME {
            @Override
            void send(Socket socket) throws IOException {
                upgrade(socket);
                logIn(socket);
                socket.getOutputStream().write(frameHead(0x82, 250_000));
                write(socket, text(PART));
            }
        },
        WEB_SOCKET_FRAGMENTS {
            @Override
            void send(Socket socket) throws IOException {
                upgrade(socket);
                logIn(socket);
                for (int i = 0; i < 3; i++) {
                    socket.getOutputStream().write(frameHead(i == 0 ? 0x02 : 0x00, PART / 3));
                    write(socket, text(PART / 3));
                    socket.getOutputStream().write(PING);
                }
            }
        },
        TCP_FRAME {
            @Override
            void send(Socket socket) throws IOException {
                logInOverTcp(socket);
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(4).putInt(250_000).array());
                write(socket, text(PART));
            }
        };

        abstract void send(Socket socket) throws IOException;
    }

    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    @ParameterizedTest
    @EnumSource
    void unfinishedBodiesOfANetworkAreRefusedAtTheBudgetAndOthersAreServed(Way way) throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, 8 * MIB, MIB, MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; i < 16; i++) {
            sendUnfinished(way, "127.0.0.1");
        }

        // So many may fit; each is counted with what it costs, which is never less than its bytes.
        Eventually.holds(() -> ended("input_of_network") >= 16 - MIB / (PART - 9_000));
        assertThat(held("input")).isBetween(1.0, (double) MIB);
        assertThat(ask("127.0.0.1", "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(ask("127.0.0.2", contact(PART))).startsWith("HTTP/1.1 404");
    }

    @Test
    void whoIsRefusedIsToldSo() throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, MIB, MIB / 8, MIB, MIB, MIB), Timeouts.DEFAULT);

        var answer = ask("127.0.0.1", post("Content-Length: 250000\r\n") + text(PART));
        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: ", "\"code\":\"overloaded\"", "Connection: close");
    }

    /** A login is short. */
    @Test
    void whoHasNotSignedInLeavesNothingLongUnfinished() throws Exception {
        start(ROOM, Timeouts.DEFAULT);
        var webSocket = connect("127.0.0.1", http.port());
        upgrade(webSocket);
        webSocket.getOutputStream().write(frameHead(0x82, 250_000));
        writeWhileItTakes(webSocket, text(PART));
        Eventually.holds(() -> ended("input_of_stranger") == 1);

        var tcp = connect("127.0.0.1", bridge.bridge.tcpPort());
        tcp.getOutputStream().write(ByteBuffer.allocate(4).putInt(5_000).array());
        assertThat(readAll(tcp.getInputStream())).contains("frame_too_large");

        assertThat(ask(
                        "127.0.0.1",
                        "POST /eventbus/000/none/xhr_send HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(held("input")).isZero();
    }

    @Test
    void allNetworksTogetherHaveABudgetToo() throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, MIB, MIB / 2, MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; i < 16; i++) {
            sendBody("127.0.0." + (10 + i), i + 2);
        }

        Eventually.holds(() -> ended("input_of_all") >= 16 - MIB / (PART - 9_000));
        assertThat(held("input")).isBetween(1.0, (double) MIB);
    }

    /** Whatever three networks hold, or somebody with a thousand of one wide network, the next one is let in. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void whoHoldsMostInputGivesWayWhenAllOfItIsUsedUp(int bodiesOfNetwork) throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, 2 * MIB, MIB, MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; ended("input_of_all") == 0; i++) {
            double held = held("input");
            sendBody("127.0.1." + (10 + i / bodiesOfNetwork), i + 2);
            Eventually.holds(() -> held("input") > held || ended("input_of_all") + ended("input_of_network") > 0);
        }

        assertThat(ask("127.0.0.2", contact(PART))).startsWith("HTTP/1.1 404");
    }

    /** From however many networks. */
    @Test
    void aUserHasNoMoreInputThanANetwork() throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, 8 * MIB, MIB, MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; i < 16; i++) {
            sendBody("127.0.0." + (10 + i), 5);
        }

        Eventually.holds(() -> ended("input_of_user") >= 16 - MIB / (PART - 9_000));
        assertThat(held("input")).isBetween(1.0, (double) MIB);
    }

    /** Though bursts have made the server read more at once. */
    @Test
    void whoLeavesALittleUnfinishedIsServedHoweverFullItIs() throws Exception {
        long fourBodies = 4 * ((256 << 10) - (8 << 10));
        start(new Bounds(1L << 30, 10_000, 1_000, fourBodies, fourBodies, MIB, MIB, MIB), Timeouts.DEFAULT);
        var socket = connect("127.0.0.2", http.port());
        upgrade(socket);
        logIn(socket);
        for (int i = 0; i < 4; i++) {
            sendUnfinished(Way.BODY, "127.0.0." + (10 + i));
        }
        Eventually.holds(() -> held("input") == fourBodies);

        var burst = ByteBuffer.allocate(150 * 131 + 8);
        for (int i = 0; i < 150; i++) {
            burst.put(frameHead(0x89, 125)).put(new byte[125]);
        }
        var nothing = "{\"type\":\"nothing\"}";
        burst.put(frameHead(0x82, nothing.length())).put((byte) '{').put((byte) '"');
        for (int i = 0; i < 5; i++) {
            socket.getOutputStream().write(burst.array());
            readUntil(socket, "\u008a}");
            write(socket, nothing.substring(2));
            readUntil(socket, "\"err\"");
        }
        assertThat(ended("input_of_all")).isZero();
    }

    @Test
    void withoutATokenNoBodyIsLong() throws Exception {
        start(ROOM, LITTLE);
        var head = "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

        assertThat(ask("127.0.0.1", head + "Content-Length: 9000\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(ask("127.0.0.1", head + "Transfer-Encoding: chunked\r\n\r\n2328\r\n" + text(9_000)))
                .startsWith("HTTP/1.1 413");
        // What it sends all the same is thrown away.
        assertThat(held("input")).isZero();
        assertThat(ask(
                        "127.0.0.1",
                        "PATCH /api/users/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 200000\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @EnumSource(names = {"WEB_SOCKET_FRAME", "WEB_SOCKET_FRAGMENTS", "TCP_FRAME", "CHUNKS"})
    void aFrameThatDoesNotComeOnIsCutOff(Way way) throws Exception {
        start(ROOM, LITTLE);
        sendUnfinished(way, "127.0.0.1");

        Eventually.holds(() -> ended("slow_request") == 1);
    }

    /** What a chunk says beside its bytes may be as long as one likes. */
    @Test
    void aBodyThatIsAllWrappingIsCutOff() throws Exception {
        start(ROOM, LITTLE);
        var socket = connect("127.0.0.1", http.port());
        write(socket, post("Transfer-Encoding: chunked\r\n"));
        var chunk = "1;x=" + "a".repeat(2_000) + "\r\n \r\n";

        Eventually.holds(() -> {
            writeWhileItTakes(socket, chunk);
            return ended("slow_request") == 1;
        });
    }

    private static void writeWhileItTakes(Socket socket, String text) throws IOException {
        try {
            write(socket, text);
        } catch (SocketException cutOff) {
            // As it should be.
        }
    }

    @Test
    void aNetworkOpensSoManyConnectionsOfAnyKind() throws Exception {
        start(new Bounds(1L << 30, 10_000, 9, MIB, MIB, MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; i < 3; i++) {
            connect("127.0.0.1", http.port());
            connect("127.0.0.1", bridge.bridge.tcpPort());
            upgrade(connect("127.0.0.1", http.port()));
        }
        Eventually.holds(() -> held("connections") == 3 * (16_384 + 16_384 + 4_096));

        assertThat(connect("127.0.0.1", http.port()).getInputStream().read()).isNegative();
        assertThat(connect("127.0.0.1", bridge.bridge.tcpPort())
                        .getInputStream()
                        .read())
                .isNegative();
        assertThat(ended("connections_of_network")).isEqualTo(2);
        assertThat(ask("127.0.0.2", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");

        open.get(0).close();
        Eventually.holds(() -> held("connections") == 3 * (16_384 + 16_384 + 4_096) - 16_384);
        assertThat(ask("127.0.0.1", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aNetworkOpensSoManyConnectionsInATime() throws Exception {
        start(Vertx.vertx(), ROOM, Timeouts.DEFAULT, Map.of(Limit.CONNECTIONS, Rate.parse("3/hour")));
        var get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        // The port is guarded from its first connection on, or the next after that.
        for (int i = 0; i < 3; i++) {
            assertThat(ask("127.0.0.9", get)).startsWith("HTTP/1.1 200");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(ask("127.0.0.1", get)).startsWith("HTTP/1.1 200");
        }

        for (int i = 0; i < 2; i++) {
            assertThat(connect("127.0.0.1", http.port()).getInputStream().read())
                    .isNegative();
        }
        assertThat(ended("connections_too_fast")).isEqualTo(2);
        assertThat(ask("127.0.0.2", get)).startsWith("HTTP/1.1 200");
    }

    /** Over a connection that is kept open one could go on for ever, sending ahead or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/users/me HTTP/1.1\r\nHost: x\r\n",
                "GET /api/nothing HTTP/1.1\r\nHost: x\r\n",
                "DELETE /api/health/live HTTP/1.1\r\nHost: x\r\n",
                "GET /api/health/live HTTP/1.1\r\nHost: x\r\n",
                "GET /eventbus/nothing HTTP/1.1\r\nHost: x\r\n",
                "GET /eventbus/../nothing HTTP/1.1\r\nHost: x\r\n",
                "GET /eventbus/%2e%2e/nothing HTTP/1.1\r\nHost: x\r\n",
                "GET /%65ventbus/nothing HTTP/1.1\r\nHost: x\r\n",
                "GET /eventbus HTTP/1.1\r\nHost: x\r\n",
                "GET /eventbus/nothing HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
                "GET /eventbus/%zz HTTP/1.1\r\nHost: x\r\n",
                "GET http://x/eventbus/nothing HTTP/1.1\r\nHost: x\r\n",
                "GET /nothing HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n"
            })
    void whateverIsAskedIsPaidByTheNetworkAndThenTheConnectionIsClosed(String request) throws Exception {
        start(Vertx.vertx(), ROOM, LITTLE, FEW_REQUESTS);

        var answers = answers(ask("127.0.0.1", (request + "\r\n").repeat(30)));
        assertThat(answers).hasSizeBetween(5, FEW + 1);
        assertThat(answers.subList(0, answers.size() - 1)).noneMatch(answer -> answer.startsWith("429"));
        assertThat(answers.get(answers.size() - 1))
                .startsWith("429")
                .contains("Connection: close", "too_many_requests");
        assertThat(meters.counter("webim.limit.refused", "limit", "requests").count())
                .isPositive();
    }

    @Test
    void whatSomebodyAsksWhoIsKnownIsPaidByThatUser() throws Exception {
        start(Vertx.vertx(), ROOM, LITTLE, FEW_REQUESTS);

        for (int user = 1; user <= 3; user++) {
            var ask = "GET /api/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + user + ".10.600\r\n\r\n";
            var answers = answers(ask("127.0.0.1", ask.repeat(30)));
            assertThat(answers).hasSizeBetween(2, FEW / 10 + 1);
            assertThat(answers.get(0)).doesNotStartWith("429");
            assertThat(answers.get(answers.size() - 1)).startsWith("429").contains("Connection: close");
        }
    }

    @Test
    void whoIsKnownIsServedThoughTheNetworkHasNothingLeft() throws Exception {
        start(Vertx.vertx(), ROOM, LITTLE, FEW_REQUESTS);
        ask("127.0.0.1", "GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(30));
        var ask = "GET /api/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n";

        assertThat(ask("127.0.0.1", ask.formatted("7.10.600"))).doesNotStartWith("HTTP/1.1 429");
        assertThat(ask("127.0.0.1", ask.formatted("forged"))).startsWith("HTTP/1.1 429");
        assertThat(ask("127.0.0.1", ask.formatted("8.10.600"))).doesNotStartWith("HTTP/1.1 429");
    }

    /** Where nothing tells those who ask apart, nobody takes the server for dead because of them. */
    @Test
    void whoAsksWhetherItLivesIsAnsweredThoughTheNetworkHasNothingLeft() throws Exception {
        start(Vertx.vertx(), ROOM, LITTLE, FEW_REQUESTS);
        ask("127.0.0.1", "GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(30));

        assertThat(ask("127.0.0.1", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 429");
        assertThat(ask("127.0.0.1", "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsRefusedBeforeItsBodyHasComeIsPaidToo() throws Exception {
        start(Vertx.vertx(), ROOM, LITTLE, FEW_REQUESTS);
        var post = "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";

        var answers = answers(ask("127.0.0.1", post.repeat(30)));
        assertThat(answers).hasSize(FEW + 1);
        assertThat(answers.get(FEW - 1)).startsWith("415");
        assertThat(answers.get(FEW)).startsWith("429").contains("Connection: close");
    }

    /** Where they all are of people who are signed in, nobody gives way. */
    @Test
    void allConnectionsComeOutOfOneBudget() throws Exception {
        start(roomFor(16_384 + 3 * 4_096), Timeouts.DEFAULT);
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 4; i++) {
            sockets.add(signedIn("127.0.0." + (10 + i)));
        }

        assertThat(connect("127.0.0.2", http.port()).getInputStream().read()).isNegative();
        assertThat(ended("connections_of_all")).isEqualTo(1);
        assertThat(ended("evicted")).isZero();
        for (var socket : sockets) {
            assertIsServed(socket);
        }
    }

    /** Ten networks with 1,900 idle connections each kept everybody else out. */
    @Test
    void whoComesTakesThePlaceOfAnIdleConnectionOfWhoHoldsMost() throws Exception {
        start(roomFor(20 * 16_384), Timeouts.DEFAULT);
        var friend = signedIn("127.0.0.1");
        var another = signedIn("127.1.0.1");
        var neighbour = connect("127.0.0.2", http.port());
        var idle = new ArrayList<Socket>();
        for (int i = 0; i < 30; i++) {
            idle.add(connect("127.1.0." + (1 + i % 3), http.port()));
        }
        Eventually.holds(() -> ended("evicted") >= 10);

        for (int i = 0; i < 30; i++) {
            assertThat(ask("127.0.0.3", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        signedIn("127.0.0.4");
        assertIsServed(friend);
        assertIsServed(another);
        write(neighbour, "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        readUntil(neighbour, "\r\n\r\n");
        assertThat(idle.get(0).getInputStream().read()).isNegative();
        assertThat(ended("connections_of_all")).isZero();
    }

    /** Each takes a file descriptor, of which a process may have few. */
    @Test
    void soManyConnectionsAreOpenAtOnceHoweverLittleTheyCost() throws Exception {
        start(new Bounds(1L << 30, 6, 1_000, MIB, MIB, 8 * MIB, MIB, MIB), Timeouts.DEFAULT);
        var friend = signedIn("127.0.0.1");
        for (int i = 0; i < 20; i++) {
            connect("127.1.0.1", http.port());
        }
        Eventually.holds(() -> ended("evicted") == 15);

        assertThat(ask("127.0.0.2", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        Eventually.holds(() -> meters.get("webim.connections.held").gauge().value() <= 6);
        assertIsServed(friend);
    }

    /** An attacker has more addresses than others. */
    @Test
    void whoHasManyAddressesOfOneNetworkGivesWayFirst() throws Exception {
        start(roomFor(15 * 16_384), Timeouts.DEFAULT);
        var household = new ArrayList<Socket>();
        for (int i = 0; i < 3; i++) {
            household.add(connect("127.1.0.1", http.port()));
        }
        for (int i = 0; i < 24; i++) {
            connect("127.2.0." + (1 + i), http.port());
        }
        Eventually.holds(() -> ended("evicted") >= 12);

        for (var socket : household) {
            write(socket, "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            readUntil(socket, "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr", "xhr_streaming"})
    void fallbacksOfThoseWhoAreSignedInAreNotGivenToOthers(String transport) throws Exception {
        start(roomFor(10 * 16_384), Timeouts.DEFAULT);
        var stream = poll(null, transport);
        readUntil(stream, "o\n");
        stream = poll(stream, transport);
        sendPolled(BridgeProtocol.login(BridgeProtocol.ALICE).put("replyAddress", "opened"));
        readUntil(stream, "pingInterval");
        stream = poll(stream, transport);
        // The poll was there before.
        assertThat(ask("127.0.0.2", "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");

        for (int i = 0; i < 40; i++) {
            connect("127.0.0.1", http.port());
        }
        Eventually.holds(() -> ended("evicted") >= 30);
        sendPolled(new JsonObject().put("type", "nothing"));
        readUntil(stream, "\\\"err\\\"");
    }

    /** A stream goes on, a poll is followed by another. */
    private Socket poll(@Nullable Socket before, String transport) throws IOException {
        if (before != null && transport.equals("xhr_streaming")) {
            return before;
        }
        var next = connect("127.0.0.1", http.port());
        write(next, "POST /eventbus/000/polled/" + transport + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        return next;
    }

    private void sendPolled(JsonObject frame) throws IOException {
        var body = new JsonArray().add(frame.encode()).encode();
        assertThat(ask(
                        "127.0.0.2",
                        "POST /eventbus/000/polled/xhr_send HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 204");
    }

    private static Bounds roomFor(long connections) {
        return new Bounds(connections, 10_000, 1_000, MIB, MIB, 8 * MIB, MIB, MIB);
    }

    private Socket signedIn(String from) throws IOException {
        var socket = connect(from, http.port());
        upgrade(socket);
        logIn(socket);
        return socket;
    }

    private static void assertIsServed(Socket socket) throws IOException {
        var nothing = "{\"type\":\"nothing\"}";
        socket.getOutputStream().write(frameHead(0x82, nothing.length()));
        write(socket, nothing);
        readUntil(socket, "\"err\"");
    }

    @Test
    void whoDoesNotReadIsCutOff() throws Exception {
        start(ROOM, LITTLE);
        askWithoutReading("127.0.0.1");

        Eventually.holds(() -> ended("slow_reader") == 1);
    }

    /** A byte now and then is no progress. */
    @Test
    void whoReadsAByteNowAndThenIsCutOff() throws Exception {
        start(ROOM, LITTLE);
        var socket = askWithoutReading("127.0.0.1");

        Eventually.holds(() -> {
            readByte(socket);
            return ended("slow_reader") == 1;
        });
    }

    @Test
    void answersThatNobodyReadStayInTheBudget() throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, MIB, MIB, 8 * MIB, MIB, MIB), Timeouts.DEFAULT);
        for (int i = 0; i < 40; i++) {
            askWithoutReading("127.0.0.1");
        }

        Eventually.holds(() -> ended("output_of_network") > 0);
        // What was refused counts until it has been let go.
        Eventually.holds(() -> held("output") > 0 && held("output") <= MIB);
        assertThat(ask("127.0.0.1", "GET /index.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    /** As the jar runs on Linux, where the system would take megabytes for each. */
    @Test
    void whatTheSystemTakesOfAnswersThatNobodyReadsIsLittle() throws Exception {
        start(Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)), ROOM, Timeouts.DEFAULT);
        for (int i = 0; i < 20; i++) {
            write(connect("127.0.0.1", http.port()), "GET /vendor/emoji-en.json HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        Eventually.holds(() -> held("output") > 20 * 200_000);
    }

    /** Each answer is copied before it is known whether it waits, and what was refused is let go after all of them. */
    @Test
    void whoAskInTheSameMomentHoldNoMoreThanOthers() throws Exception {
        var one = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        start(one, new Bounds(1L << 30, 10_000, 1_000, MIB, MIB, MIB, MIB, MIB), Timeouts.DEFAULT, Map.of());
        var asked = new ArrayList<Socket>();
        for (int i = 0; i < 40; i++) {
            asked.add(connect("127.0.0." + (10 + i), http.port()));
        }
        Eventually.holds(() -> held("connections") == 40 * 16_384);
        var goOn = new CountDownLatch(1);
        one.runOnContext(wait -> await(goOn));
        for (var socket : asked) {
            write(socket, "GET /vendor/emoji-en.json HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        goOn.countDown();

        Eventually.holds(() -> ended("output_of_all") >= 35);
        int answered = 0;
        for (var socket : asked) {
            answered += isAnswered(socket) ? 1 : 0;
        }
        assertThat(answered).isBetween(1, 10);
    }

    @Test
    void whoLeavesALittleUnreadIsServedHoweverFullItIs() throws Exception {
        var bounds = new Bounds(1L << 30, 10_000, 1_000, MIB, MIB, 1, 1, 1);
        start(Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)), bounds, Timeouts.DEFAULT);
        var friend = signedIn("127.0.0.1");
        friend.getOutputStream().write(registration());
        assertIsServed(friend);

        var event = new JsonObject().put("type", "x".repeat(1_000));
        Eventually.holds(() -> {
            bridge.delivery.deliver(1, event);
            return held("output") > 0;
        });
        assertIsServed(friend);
        assertThat(ended("output_of_user")).isZero();
    }

    /** Though it is the one that is written to when there is no room. */
    @Test
    void whoHoldsMostGivesWayWhenAllOfItIsUsedUp() throws Exception {
        var bounds = new Bounds(1L << 30, 10_000, 1_000, MIB, MIB, 4 * MIB, 2 * MIB, 2 * MIB);
        start(Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)), bounds, Timeouts.DEFAULT);
        var friend = signedIn("127.0.0.1");
        friend.getOutputStream().write(registration());
        assertIsServed(friend);
        for (int i = 20; ended("output_of_all") == 0; i++) {
            double held = held("output");
            askWithoutReading("127.0.0." + i / 2);
            Eventually.holds(() -> held("output") > held || ended("output_of_all") > 0);
        }
        double before = ended("output_of_all");

        var event = new JsonObject().put("type", "x".repeat(20_000));
        Eventually.holds(() -> {
            bridge.delivery.deliver(1, event);
            return ended("output_of_all") > before;
        });
        assertIsServed(friend);
    }

    private static byte[] registration() throws IOException {
        var registration = "{\"type\":\"register\",\"address\":\"chat.inbox.1\"}";
        var frame = new ByteArrayOutputStream();
        frame.write(frameHead(0x82, registration.length()));
        frame.write(registration.getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
    }

    /** Beyond the head. */
    private static boolean isAnswered(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readNBytes(10_000).length == 10_000;
        } catch (SocketException reset) {
            return false;
        }
    }

    /** Memory that is given back twice may be written to by two: {@link LogWatch} sees it. */
    @Test
    void whoIsCutOffInTheMiddleOfAnAnswerGivesNothingBackTwice() throws Exception {
        start(new Bounds(1L << 30, 10_000, 1_000, MIB, MIB, 8 * MIB, MIB / 4, MIB / 4), Timeouts.DEFAULT);
        for (int i = 0; i < 20; i++) {
            int before = i;
            askWithoutReading("127.0.0.1");
            Eventually.holds(() -> ended("output_of_network") > before);
        }
    }

    @Test
    void whoLeavesBeforeTheAnswerIsNoEventForTheLog() throws Exception {
        start(ROOM, Timeouts.DEFAULT);
        for (int i = 0; i < 10; i++) {
            // The last of them wait for room to be answered.
            askWithoutReading("127.0.0.1").close();
        }
        for (int i = 0; i < 200; i++) {
            var socket = connect("127.0.0.1", http.port());
            write(socket, "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
            socket.setSoLinger(true, 0);
            socket.close();
        }

        Eventually.holds(() -> held("connections") == 0);
    }

    @Test
    void pingsOfWhoDoesNotReadCostNothing() throws Exception {
        start(ROOM, LITTLE);
        var socket = connect("127.0.0.1", http.port());
        upgrade(socket);
        // Who is not has few of them.
        logIn(socket);
        var pings = pings();

        double most = 0;
        try {
            while (ended("slow_reader") == 0) {
                socket.getOutputStream().write(pings);
                most = Math.max(most, held("output"));
            }
        } catch (SocketException cutOff) {
            Eventually.holds(() -> ended("slow_reader") == 1);
        }
        // One pong, and what Netty counts beside its bytes.
        assertThat(most).isLessThan(1_000);
    }

    @Test
    void whoGoesOnAfterTheCloseIsCutOff() throws Exception {
        start(ROOM, Timeouts.DEFAULT);
        var socket = connect("127.0.0.1", http.port());
        upgrade(socket);
        var pings = pings();

        long written = 0;
        try {
            for (; written < 256 * MIB; written += pings.length) {
                socket.getOutputStream().write(pings);
            }
        } catch (SocketException cutOff) {
            // As it should be.
        }
        assertThat(written).isLessThan(64 * MIB);
    }

    private static byte[] pings() {
        var pings = ByteBuffer.allocate(1_000 * 131);
        while (pings.hasRemaining()) {
            pings.put(frameHead(0x89, 125)).put(new byte[125]);
        }
        return pings.array();
    }

    @Test
    void requestsSentAheadAreFew() throws Exception {
        start(ROOM, Timeouts.DEFAULT);
        var ask = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
        var answers = ask(
                "127.0.0.1", ask.repeat(30) + "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(32);

        var waiting = connect("127.0.0.1", http.port());
        // The server reads more at once from who has sent much.
        write(waiting, contact(PART).replace("Connection: close\r\n", ""));
        readUntil(waiting, "user_not_found");
        write(
                waiting,
                "GET /api/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer held:1\r\n\r\n" + ask.repeat(200));
        assertThat(readAll(waiting.getInputStream())).doesNotContain("HTTP/1.1");
        assertThat(ended("too_many_pipelined")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n", ""})
    void twoHostsAreNone(String hosts) throws Exception {
        start(ROOM, Timeouts.DEFAULT);

        assertThat(ask("127.0.0.1", "GET / HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    private void sendUnfinished(Way way, String from) throws IOException {
        int port = way == Way.TCP_FRAME ? bridge.bridge.tcpPort() : http.port();
        var socket = connect(from, port);
        try {
            way.send(socket);
        } catch (SocketException refused) {
            // In the middle of it.
        }
    }

    /** An unfinished one of some user's. */
    private void sendBody(String from, int userId) throws IOException {
        var socket = connect(from, http.port());
        try {
            write(socket, post(userId + ".10.600", "Content-Length: 250000\r\n"), text(PART));
        } catch (SocketException refused) {
            // In the middle of it.
        }
    }

    /** More than the system takes from the server, of a client that takes almost nothing. */
    private Socket askWithoutReading(String from) throws IOException {
        var socket = connect(from, http.port());
        write(socket, "GET /vendor/emoji-en.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(30));
        return socket;
    }

    private Socket connect(String from, int port) throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(30_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private String ask(String from, String request) throws IOException {
        var socket = connect(from, http.port());
        try {
            write(socket, request);
        } catch (SocketException refused) {
            // The answer is there all the same.
        }
        return readAll(socket.getInputStream());
    }

    private double ended(String reason) {
        return meters.counter("webim.connections.ended", "reason", reason).count();
    }

    private double held(String what) {
        return meters.get("webim." + what + ".bytes.held").gauge().value();
    }

    private static List<String> answers(String all) {
        return Stream.of(all.split("HTTP/1\\.1 "))
                .filter(answer -> !answer.isEmpty())
                .toList();
    }

    private static String readAll(InputStream input) throws IOException {
        var read = new ByteArrayOutputStream();
        try {
            input.transferTo(read);
        } catch (SocketException reset) {
            // What came before counts.
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    private static void readByte(Socket socket) {
        try {
            int unused = socket.getInputStream().read();
        } catch (IOException cutOff) {
            // The counter tells.
        }
    }

    private static String post(String headers) {
        return post(TOKEN, headers);
    }

    private static String post(String token, String headers) {
        return "POST /api/conversations/1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\n" + headers + "\r\n";
    }

    /** A whole request of somebody else's with a long body, which is answered 404. */
    private static String contact(int length) {
        var body = "{\"username\":\"" + text(length) + "\"}";
        return "POST /api/contacts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + "2000.10.600\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    private static void write(Socket socket, String... texts) throws IOException {
        for (var text : texts) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void upgrade(Socket socket) throws IOException {
        write(
                socket,
                "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        readUntil(socket, "\r\n\r\n");
    }

    private static void logIn(Socket socket) throws IOException {
        var login = BridgeProtocol.login(BridgeProtocol.ALICE)
                .put("replyAddress", "opened")
                .encode();
        socket.getOutputStream().write(frameHead(0x82, login.length()));
        write(socket, login);
        readUntil(socket, "pingInterval");
    }

    private static void logInOverTcp(Socket socket) throws IOException {
        var login = BridgeProtocol.login(BridgeProtocol.ALICE)
                .put("replyAddress", "opened")
                .encode();
        socket.getOutputStream()
                .write(ByteBuffer.allocate(4).putInt(login.length()).array());
        write(socket, login);
        readUntil(socket, "pingInterval");
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new SocketException("closed after " + read);
            }
            read.append((char) next);
        }
    }

    /** Masked with zeros. */
    private static byte[] frameHead(int opcode, int length) {
        var head = ByteBuffer.allocate(14).put((byte) opcode);
        if (length < 126) {
            head.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            head.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            head.put((byte) (0x80 | 127)).putLong(length);
        }
        head.putInt(0).flip();
        var bytes = new byte[head.remaining()];
        head.get(bytes);
        return bytes;
    }
}
