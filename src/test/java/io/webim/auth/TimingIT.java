package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimingIT {
    private static final double SIMILAR = 1.3;
    private static final int LEAST_ROUNDS = 8;
    private static final int MOST_ROUNDS = 60;

    @Test
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        // Dear enough for the hash to outweigh everything else.
        try (var server = TestServer.start(Map.of("WEBIM_PASSWORD_COST", "14"))) {
            var anyone = RestClient.of(server);
            anyone.person("known");
            var known = new Fastest(anyone, "known");
            var unknown = new Fastest(anyone, "unknown");
            var impossible = new Fastest(anyone, "no näme");

            // In turn, so that other work on the machine slows all three; the fastest of each come ever closer.
            for (int round = 0; round < MOST_ROUNDS && !(unknown.isLike(known) && impossible.isLike(known)); round++) {
                Stream.of(known, unknown, impossible).forEach(Fastest::tryAgain);
            }

            assertThat(unknown.nanos / known.nanos).isBetween(1 / SIMILAR, SIMILAR);
            assertThat(impossible.nanos / known.nanos).isBetween(1 / SIMILAR, SIMILAR);
        }
    }

    private static final class Fastest {
        private final RestClient anyone;
        private final String username;
        private double nanos = Double.MAX_VALUE;
        private int times;

        Fastest(RestClient anyone, String username) {
            this.anyone = anyone;
            this.username = username;
        }

        void tryAgain() {
            long begun = System.nanoTime();
            anyone.tryLogIn(username, "wrong password").expectProblem(401, "bad_credentials");
            nanos = Math.min(nanos, System.nanoTime() - begun);
            times++;
        }

        boolean isLike(Fastest other) {
            double ratio = nanos / other.nanos;
            return times >= LEAST_ROUNDS && ratio > 1 / SIMILAR && ratio < SIMILAR;
        }
    }
}
