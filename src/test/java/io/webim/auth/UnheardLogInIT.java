package io.webim.auth;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.TestServer;
import io.webim.http.RawConnection;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.metrics.Scrape;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log-in whose answer reaches nobody leaves no session behind. */
class UnheardLogInIT {
    private static TestServer server;
    private static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("WEBIM_METRICS_PORT", "0"));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoHangsUpBeforeTheAnswer() throws IOException {
        var ann = anyone.person("impatient");
        double before = undone();
        var held = hold(ann);
        var body = credentials(ann).encode();
        var connection = new RawConnection(server.port())
                .send("POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
        waitsForTheAccount();
        connection.close();
        // By the second answer the server has heard of what was sent before the first request.
        anyone.get("/api/health/live").expect(200);
        anyone.get("/api/health/live").expect(200);

        letGo(held);

        eventually(() -> undone() == before + 1);
        assertThat(sessions(ann)).isOne();
    }

    @Test
    void whoWasAnsweredThatItTakesTooLong() {
        var bob = anyone.person("late");
        double before = undone();
        var held = hold(bob);

        anyone.post("/api/sessions", credentials(bob)).expect(503);
        letGo(held);

        eventually(() -> undone() == before + 1);
        assertThat(sessions(bob)).isOne();
        anyone.logIn(bob.username());
    }

    /** The database makes the log-in wait. */
    private static SqlConnection hold(Person person) {
        var connection = TestServer.await(server.pool().getConnection());
        TestServer.await(connection.query("BEGIN").execute());
        TestServer.await(connection
                .preparedQuery("SELECT 1 FROM account WHERE id = ? FOR UPDATE")
                .execute(Tuple.of(person.id())));
        return connection;
    }

    private static void letGo(SqlConnection held) {
        TestServer.await(held.query("COMMIT").execute());
        TestServer.await(held.close());
    }

    private static void waitsForTheAccount() {
        eventually(() -> server.query("SELECT 1 FROM information_schema.processlist WHERE info LIKE"
                                + " '%FROM account%FOR UPDATE%' AND info NOT LIKE '%processlist%'")
                        .size()
                > 0);
    }

    private static long sessions(Person person) {
        return server.query("SELECT COUNT(*) FROM session WHERE user_id = ? AND revoked_at IS NULL", person.id())
                .get(0)
                .getLong(0);
    }

    private static double undone() {
        return Scrape.of(server).get("webim_sessions_ended_total{why=\"undone\"}");
    }

    private static JsonObject credentials(Person person) {
        return new JsonObject().put("username", person.username()).put("password", RestClient.PASSWORD);
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
