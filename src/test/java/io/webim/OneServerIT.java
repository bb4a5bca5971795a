package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.database.TestSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that know nothing of each other never serve one database, and one that stops or is killed leaves it. */
class OneServerIT {
    @TempDir
    static Path folder;

    private TestSchema schema;

    @BeforeEach
    void database() throws SQLException {
        schema = TestSchema.on(SharedDatabase.url());
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    @Test
    void aSecondServerIsRefusedInOneLineAndTheFirstServesUntilItsEnd() throws Exception {
        var loaded = folder.resolve("loaded");
        try (var first = launch("first", 300, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded))) {
            first.awaitReady();
            // Of several nodes it knows nothing, and it takes nothing to know nothing.
            assertThat(Files.readString(loaded))
                    .contains("io.webim.Server ")
                    .doesNotContain("io.vertx.redis", "io.webim.cluster.Engine");
            try (var second = launch("second", 0)) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.errors())
                        .singleElement()
                        .asString()
                        .startsWith("webim cannot start: Another webim serves the database mysql://")
                        .endsWith(": stop it, or give this one a database of its own");
            }
            assertThat(status(first, "ready")).isEqualTo(200);
            try (var doctor = launch("first", 0, "doctor")) {
                assertThat(doctor.awaitEnd()).isZero();
            }
            assertDrains(first);
        }
    }

    @Test
    void whatAKilledServerHasLeftIsTakenByItsOwnNextStartAtOnceAndByOthersOnceItHasLapsed() throws Exception {
        try (var killed = launch("killed", 0)) {
            killed.awaitReady();
            killed.signal("KILL");
            killed.awaitEnd();
        }
        // It would lapse in an hour.
        schema.execute("UPDATE lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = 1");
        try (var again = launch("killed", 0)) {
            again.awaitReady();
            again.signal("KILL");
            again.awaitEnd();
        }
        try (var other = launch("other", 0)) {
            other.awaitReady();
            other.signal("TERM");
            other.awaitEnd();
        }
        assertThat(schema.rows("SELECT 1 FROM lease WHERE id = 1 AND expires_at > UTC_TIMESTAMP(6)"))
                .isEmpty();
    }

    /** It may have been stopped for a minute, with its machine. */
    @Test
    void aServerThatFindsAnotherInItsPlaceEnds() throws Exception {
        try (var webim = launch("slept", 0)) {
            webim.awaitReady();
            schema.execute("UPDATE lease SET node = 'other', holder = 'other'");
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.errors()).last().asString().contains("Another webim serves the database now");
        }
    }

    /** It goes on serving meanwhile. */
    private static void assertDrains(WebimProcess webim) throws Exception {
        webim.signal("TERM");
        WebimProcess.await(
                "draining", () -> Optional.of(statusOf(webim, "ready")).filter(status -> status == 503));
        assertThat(status(webim, "live")).isEqualTo(200);
        assertThat(get(webim, "ready").body()).contains("\"code\":\"draining\"");
        webim.signal("KILL");
    }

    private WebimProcess launch(String name, int drainSeconds, String... args) throws Exception {
        return launch(name, drainSeconds, Map.of(), args);
    }

    private WebimProcess launch(String name, int drainSeconds, Map<String, String> more, String... args)
            throws Exception {
        var environment = new HashMap<>(Map.of(
                "WEBIM_DATABASE_URL",
                SharedDatabase.textOf(schema.url(), schema.url().database()),
                "WEBIM_DRAIN_SECONDS",
                String.valueOf(drainSeconds)));
        environment.putAll(more);
        return WebimProcess.launch(Files.createDirectories(folder.resolve(name)), environment, args);
    }

    private static int statusOf(WebimProcess webim, String health) {
        try {
            return status(webim, health);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int status(WebimProcess webim, String health) throws Exception {
        return get(webim, health).statusCode();
    }

    private static HttpResponse<String> get(WebimProcess webim, String health) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(webim.url().orElseThrow() + "/api/health/" + health));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
