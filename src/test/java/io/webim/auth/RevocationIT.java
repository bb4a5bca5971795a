package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever loses a session loses the socket within a second, however it was lost. */
class RevocationIT {
    static TestServer server;
    static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start();
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
        LOGGED_OUT((other, lost) -> lost.rest().delete("/api/sessions/current").expect(204)),
        PASSWORD_CHANGED((other, lost) -> other.rest()
                .put(
                        "/api/users/me/password",
                        new JsonObject().put("oldPassword", RestClient.PASSWORD).put("newPassword", "another password"))
                .expect(204)),
        ACCOUNT_DELETED((other, lost) -> other.rest().delete("/api/users/me").expect(204)),
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

    @ParameterizedTest
    @EnumSource
    void theSocketOfALostSessionIsClosedWithinASecond(End end) throws Exception {
        var lost = anyone.person(end.name());
        var other = anyone.logIn(end.name());
        var closed = openSocket(lost);

        end.act.accept(other, lost);

        closed.get(1, TimeUnit.SECONDS);
        lost.rest().get("/api/users/me").expectProblem(401, "invalid_token");
    }

    @Test
    void theSocketsOfOtherSessionsStayOpen() throws Exception {
        var lost = anyone.person("lost");
        var kept = anyone.logIn("lost");
        var keptClosed = openSocket(kept);
        var lostClosed = openSocket(lost);

        lost.rest().delete("/api/sessions/current").expect(204);
        lostClosed.get(1, TimeUnit.SECONDS);

        assertThat(keptClosed).isNotDone();
        kept.rest().get("/api/users/me").expect(200);
    }

    /** Logged in; completes when the server closes it. */
    private static CompletableFuture<Void> openSocket(Person person) {
        var opened = new CompletableFuture<JsonObject>();
        var closed = new CompletableFuture<Void>();
        WebSocket socket = TestServer.await(
                server.vertx().createWebSocketClient().connect(server.port(), "127.0.0.1", "/eventbus/websocket"));
        socket.handler(frame -> opened.complete(frame.toJsonObject()));
        socket.closeHandler(gone -> closed.complete(null));
        socket.writeTextMessage(new JsonObject()
                .put("type", "send")
                .put("address", "auth.socket.open")
                .put("replyAddress", "opened")
                .put("body", new JsonObject().put("accessToken", person.accessToken()))
                .encode());
        try {
            assertThat(opened.get(5, TimeUnit.SECONDS).getString("type")).isEqualTo("rec");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return closed;
    }
}
