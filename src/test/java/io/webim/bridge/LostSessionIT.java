package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever loses a session loses the socket within a second, however it was lost and over whatever wire. */
class LostSessionIT {
    @SharedServer
    private static TestServer server;

    private static RestClient anyone;

    @BeforeAll
    static void start() {
        anyone = RestClient.of(server);
    }

    /** What ends a session, done by another session of the same account. */
    enum End {
        REVOKED_ELSEWHERE((other, lost) ->
                other.rest().delete("/api/sessions/" + lost.sessionId()).expect(204)),
        ALL_OTHERS_REVOKED((other, lost) -> other.rest().delete("/api/sessions").expect(204)),
        LOGGED_OUT((other, lost) -> lost.rest().delete("/api/sessions/current").expect(204)),
        PASSWORD_CHANGED((other, lost) ->
                other.changePassword(RestClient.PASSWORD, "another password").expect(204)),
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
    void theSocketOfALostSessionIsToldAndClosed(End end, Transport transport) throws Exception {
        var lost = anyone.somebody("lost");
        var other = anyone.logIn(lost.username());
        try (var socket = transport.open(server, lost)) {
            end.act.accept(other, lost);

            assertThat(socket.next().getJsonObject("body").getString("type")).isEqualTo("session.revoked");
            assertThat(socket.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "session_revoked");
        }
        lost.rest().get("/api/users/me").expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theSocketsOfOtherSessionsStayOpen(Transport transport) throws Exception {
        var lost = anyone.somebody("kept");
        var kept = anyone.logIn(lost.username());
        try (var lostSocket = transport.open(server, lost);
                var keptSocket = transport.open(server, kept)) {
            kept.rest().delete("/api/sessions").expect(204);
            lostSocket.awaitClosed();

            assertThat(keptSocket.ask("contacts.list", new JsonObject()).getString("type"))
                    .isEqualTo(keptSocket.delivery());
        }
        kept.rest().get("/api/users/me").expect(200);
        assertThat(kept.rest().get("/api/sessions").body().getJsonArray("sessions"))
                .hasSize(1);
    }

    @Test
    void theSocketsOfATokenThatRunsOutAreClosed() throws Exception {
        var person = anyone.somebody("expires");
        var sockets = new EnumMap<Transport, BusClient>(Transport.class);
        for (var transport : Transport.values()) {
            sockets.put(transport, openBriefly(transport, person, 2));
        }
        for (var transport : Transport.values()) {
            assertThat(sockets.get(transport).awaitClosed())
                    .isEqualTo(transport == Transport.XHR ? "" : "token_expired");
        }
        sockets.values().forEach(BusClient::close);
    }

    /** For longer where the machine is so busy that the token has run out before it arrives. */
    private static BusClient openBriefly(Transport transport, Person person, int seconds) throws Exception {
        var socket = transport.connect(server);
        var token = new JsonObject().put("accessToken", shortToken(person, seconds));
        if (socket.ask("auth.socket.open", token).getString("type").equals(socket.delivery())) {
            return socket;
        }
        socket.close();
        return openBriefly(transport, person, 3 * seconds);
    }

    private static String shortToken(Person person, int seconds) {
        Vertx vertx = server.vertx();
        var jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(TestServer.SECRET)));
        return jwt.generateToken(
                new JsonObject().put("sub", Long.toString(person.id())).put("sid", person.sessionId()),
                new JWTOptions().setAlgorithm("HS256").setExpiresInSeconds(seconds));
    }
}
