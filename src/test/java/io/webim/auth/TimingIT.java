package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimingIT {
    @Test
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        // Dear enough for the hash to outweigh everything else.
        try (var server = TestServer.start(Map.of("WEBIM_PASSWORD_COST", "14"))) {
            var anyone = RestClient.of(server);
            anyone.person("known");
            fastest(anyone, "known");

            double known = fastest(anyone, "known");
            double unknown = fastest(anyone, "unknown");
            double impossible = fastest(anyone, "no näme");

            assertThat(unknown / known).isBetween(0.6, 1.7);
            assertThat(impossible / known).isBetween(0.6, 1.7);
        }
    }

    /** The fastest of several, which other work on the machine disturbs least. */
    private static double fastest(RestClient anyone, String username) {
        return LongStream.range(0, 8)
                .map(i -> {
                    long begun = System.nanoTime();
                    anyone.tryLogIn(username, "wrong password").expectProblem(401, "bad_credentials");
                    return System.nanoTime() - begun;
                })
                .min()
                .orElseThrow();
    }
}
