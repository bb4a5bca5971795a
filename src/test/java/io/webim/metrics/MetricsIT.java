package io.webim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.LimitedServer;
import io.webim.SiteServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.http.RawConnection;
import io.webim.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class MetricsIT {
    private static final Pattern DOCUMENTED = Pattern.compile("`(webim_\\w+)[^`]*`");

    @LimitedServer
    private static TestServer server;

    @SiteServer
    private static TestServer withoutMetrics;

    private final RestClient anyone = RestClient.of(server).fromElsewhere();

    @Test
    void whatHappensIsCounted() throws Exception {
        Eventually.holds(() -> Scrape.of(server).get("webim_sockets_open") == 0);
        var before = Scrape.of(server);
        var ann = anyone.somebody("ann");
        anyone.tryLogIn(ann.username(), "wrong password").expect(401);
        long conversation = ann.conversationWith(anyone.somebody("bob"));
        for (int i = 0; i < LimitedServer.MESSAGES; i++) {
            ann.send(conversation, "hello");
        }
        ann.send(conversation, UUID.randomUUID(), "too much").expect(429);
        try (var socket = Transport.RAW.open(server, ann)) {
            var now = Scrape.of(server);
            assertThat(now.get("webim_sockets_open")).isEqualTo(1);
            assertThat(now.get("webim_users_connected")).isEqualTo(1);
            assertThat(now.get("webim_message_commit_seconds_count"))
                    .isEqualTo(now.get("webim_message_batch_count"))
                    .isPositive();
            assertThat(now.get("webim_message_waiting")).isZero();
            assertThat(rise(before, "webim_message_batch_sum")).isEqualTo(LimitedServer.MESSAGES);
            assertThat(rise(before, "webim_limit_refused_total{limit=\"messages\"}"))
                    .isEqualTo(1);
            assertThat(rise(before, "webim_log_ins_total{result=\"opened\"}")).isEqualTo(2);
            assertThat(rise(before, "webim_log_ins_total{result=\"bad_credentials\"}"))
                    .isEqualTo(1);
            assertThat(socket.isClosed()).isFalse();
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

    /** It is a port like any other: what its connections hold is counted and bounded. */
    @Test
    void itsPortIsGuardedToo() throws IOException {
        var ask = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        var refused = Scrape.of(server).get("webim_connections_ended_total{reason=\"too_many_pipelined\"}");
        assertThat(new RawConnection(server.metricsPort()).send(ask.repeat(200)).readAll())
                .doesNotContain("# EOF");
        assertThat(Scrape.of(server).get("webim_connections_ended_total{reason=\"too_many_pipelined\"}"))
                .isEqualTo(refused + 1);
    }

    @Test
    void nothingElseIsServedThere() {
        assertThat(Scrape.get(server, "/api/health/live").statusCode()).isEqualTo(404);
        anyone.get("/metrics").expect(404);
    }

    @Test
    void itIsOffUnlessAskedFor() {
        assertThat(withoutMetrics.metricsPort()).isZero();
    }

    /** By how much a sample is greater now; one that was never counted is not there. */
    private static double rise(Map<String, Double> before, String sample) {
        return Scrape.of(server).get(sample) - before.getOrDefault(sample, 0.0);
    }

    private static String family(String name) {
        return name.replaceAll("_(bucket|sum|count|max)$", "");
    }
}
