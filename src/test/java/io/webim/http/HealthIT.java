package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HealthIT {
    @Test
    void aServerWhoseDatabaseHangsIsAliveButNotReady() {
        try (var server = TestServer.startBehindProxy()) {
            var anyone = RestClient.of(server);
            anyone.get("/api/health/ready").expect(200);

            server.databaseProxy().hang();
            long begun = System.nanoTime();
            var refused = anyone.get("/api/health/ready").expectProblem(503, "database_unavailable");
            assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(3_500);
            assertThat(refused.header("retry-after")).isPresent();
            anyone.get("/api/health/live").expect(200);

            server.databaseProxy().resume();
            anyone.get("/api/health/ready").expect(200);
        }
    }

    @Test
    void whoOnlyLooksIsAnsweredToo() throws IOException {
        try (var server = TestServer.startBehindProxy()) {
            assertThat(head(server, "/api/health/live"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n");
            assertThat(head(server, "/api/health/ready"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n");

            server.databaseProxy().hang();
            assertThat(head(server, "/api/health/ready"))
                    .startsWith("HTTP/1.1 503")
                    .endsWith("\r\n\r\n");
            server.databaseProxy().resume();
        }
    }

    private static String head(TestServer server, String path) throws IOException {
        return new RawConnection(server.port())
                .send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .readAll();
    }
}
