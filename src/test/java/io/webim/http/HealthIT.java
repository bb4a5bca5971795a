package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
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
}
