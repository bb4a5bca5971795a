package io.webim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.chat.bridge.Eventually;
import io.webim.chat.bridge.Transport;
import io.webim.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricsIT {
    private static final Pattern DOCUMENTED = Pattern.compile("`(webim_\\w+)[^`]*`");

    private static TestServer server;
    private static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                Map.of("WEBIM_METRICS_PORT", "0", "WEBIM_LIMITS", "on", "WEBIM_RATE_MESSAGES", "1/hour burst 2"));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        var ann = anyone.person("ann");
        anyone.person("bob");
        anyone.tryLogIn("ann", "wrong password").expect(401);
        long conversation = ann.rest()
                .post("/api/contacts", new JsonObject().put("username", "bob"))
                .body()
                .getLong("conversationId");
        var before = Scrape.of(server);
        for (int i = 0; i < 3; i++) {
            ann.rest()
                    .post(
                            "/api/conversations/" + conversation + "/messages",
                            new JsonObject()
                                    .put("clientId", UUID.randomUUID().toString())
                                    .put("text", "hello"));
        }
        try (var socket = Transport.RAW.connect(server)) {
            socket.logIn(ann.accessToken());
            var now = Scrape.of(server);
            assertThat(now.get("webim_sockets_open")).isEqualTo(1);
            assertThat(now.get("webim_users_connected")).isEqualTo(1);
            assertThat(now.get("webim_message_batch_sum") - before.get("webim_message_batch_sum"))
                    .isEqualTo(2);
            assertThat(now.get("webim_message_commit_seconds_count"))
                    .isEqualTo(now.get("webim_message_batch_count"))
                    .isPositive();
            assertThat(now.get("webim_message_waiting")).isZero();
            assertThat(now.get("webim_limit_refused_total{limit=\"messages\"}")).isEqualTo(1);
            assertThat(now.get("webim_log_ins_total{result=\"opened\"}")).isGreaterThanOrEqualTo(2);
            assertThat(now.get("webim_log_ins_total{result=\"bad_credentials\"}"))
                    .isEqualTo(1);
        }
        Eventually.holds(() -> Scrape.of(server).get("webim_sockets_open") == 0);
    }

    @Test
    void documentNamesEveryMetricAndNoOther() throws IOException {
        var documented = new TreeSet<String>();
        DOCUMENTED
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .forEach(found -> documented.add(family(found.group(1))));
        var scraped = new TreeSet<String>();
        Scrape.of(server).keySet().stream()
                .map(name -> name.replaceAll("\\{.*", ""))
                .filter(name -> name.startsWith("webim_"))
                .forEach(name -> scraped.add(family(name)));

        assertThat(documented).isEqualTo(scraped);
        assertThat(Scrape.of(server).keySet()).anyMatch(name -> name.startsWith("jvm_memory_used_bytes"));
    }

    @Test
    void nothingElseIsServedThere() {
        assertThat(Scrape.get(server, "/api/health/live").statusCode()).isEqualTo(404);
        anyone.get("/metrics").expect(404);
    }

    @Test
    void itIsOffUnlessAskedFor() {
        try (var quiet = TestServer.start()) {
            assertThat(quiet.metricsPort()).isZero();
        }
    }

    private static String family(String name) {
        return name.replaceAll("_(bucket|sum|count|max)$", "");
    }
}
