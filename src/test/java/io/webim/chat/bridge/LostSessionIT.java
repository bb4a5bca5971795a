package io.webim.chat.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever loses a session loses the socket within a second, however it was lost and over whatever wire. */
class LostSessionIT {
    private static final String SECRET = "a secret for tests, of more than thirty-two characters";
    private static TestServer server;
    private static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("WEBIM_JWT_SECRET", SECRET));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What ends a session, done by another session of the same account. */
    enum End {
        REVOKED_ELSEWHERE((other, lost) ->
                other.rest().delete("/api/sessions/" + lost.sessionId()).expect(204)),
        ALL_OTHERS_REVOKED((other, lost) -> other.rest().delete("/api/sessions").expect(204)),
        LOGGED_OUT((other, lost) -> lost.rest().delete("/api/sessions/current").expect(204)),
        PASSWORD_CHANGED((other, lost) -> other.rest()
                .put(
                        "/api/users/me/password",
                        new JsonObject().put("oldPassword", RestClient.PASSWORD).put("newPassword", "another password"))
                .expect(204)),
        ACCOUNT_DELETED((other, lost) -> other.deleteAccount()),
        REFRESH_TOKEN_COPIED((other, lost) -> {
            var successor = anyone.refresh(lost.refreshToken()).expect(200).refreshToken();
            anyone.refresh(successor.orElseThrow()).expect(200);
            anyone.refresh(lost.refreshToken()).expectProblem(401, "invalid_session");
        });

        final BiConsumer<Person, Person> act;

        End(BiConsumer<Person, Person> act) {
            this.act = act;
        }
    }

    static Stream<Arguments> endsOverEveryWire() {
        return Arrays.stream(End.values())
                .flatMap(end -> Arrays.stream(Transport.values()).map(transport -> Arguments.of(end, transport)));
    }

    @ParameterizedTest
    @MethodSource("endsOverEveryWire")
    void theSocketOfALostSessionIsToldAndClosedWithinASecond(End end, Transport transport) throws Exception {
        var username = "lost_" + end.ordinal() + transport;
        var lost = anyone.person(username);
        var other = anyone.logIn(username);
        try (var socket = transport.connect(server)) {
            socket.logIn(lost.accessToken());
            socket.register("chat.inbox." + lost.id());
            socket.ask("contacts.list", new JsonObject());

            end.act.accept(other, lost);
            long begun = System.nanoTime();

            assertThat(socket.next().getJsonObject("body").getString("type")).isEqualTo("session.revoked");
            assertThat(socket.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "session_revoked");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }
        lost.rest().get("/api/users/me").expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theSocketsOfOtherSessionsStayOpen(Transport transport) throws Exception {
        var lost = anyone.person("kept_" + transport);
        var kept = anyone.logIn(lost.username());
        try (var lostSocket = transport.connect(server);
                var keptSocket = transport.connect(server)) {
            lostSocket.logIn(lost.accessToken());
            keptSocket.logIn(kept.accessToken());

            kept.rest().delete("/api/sessions").expect(204);
            lostSocket.awaitClosed();

            assertThat(keptSocket.ask("contacts.list", new JsonObject()).getString("type"))
                    .isEqualTo(keptSocket.delivery());
        }
        kept.rest().get("/api/users/me").expect(200);
        assertThat(kept.rest().get("/api/sessions").body().getJsonArray("sessions"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aSocketWhoseTokenRunsOutIsClosedWithinASecond(Transport transport) throws Exception {
        var person = anyone.person("expires_" + transport);
        int seconds = 2;
        try (var socket = transport.connect(server)) {
            long begun = System.nanoTime();
            socket.logIn(shortToken(person, seconds));

            assertThat(socket.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "token_expired");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(seconds + 1));
        }
    }

    private static String shortToken(Person person, int seconds) {
        Vertx vertx = server.vertx();
        var jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(SECRET)));
        return jwt.generateToken(
                new JsonObject().put("sub", Long.toString(person.id())).put("sid", person.sessionId()),
                new JWTOptions().setAlgorithm("HS256").setExpiresInSeconds(seconds));
    }
}
