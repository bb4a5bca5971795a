package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.testrun.Soak;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link TimingIT} counts, by the clock of somebody who asks; for a machine that has nothing else to do. */
class TimingSoak {
    private static final double SIMILAR = 1.3;
    private static final int LEAST_ROUNDS = 8;

    @SharedServer("WEBIM_PASSWORD_COST=14")
    private static TestServer server;

    @Test
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        var soak = Soak.begin("timing");
        var anyone = RestClient.of(server);
        var known = new Fastest(anyone, anyone.somebody("known").username());
        var unknown = new Fastest(anyone, "unknown");
        var impossible = new Fastest(anyone, "no näme");

        // In turn, so that other work on the machine slows all three; the fastest of each come ever closer.
        for (int round = 0; round < LEAST_ROUNDS || soak.goesOn(); round++) {
            Stream.of(known, unknown, impossible).forEach(Fastest::tryAgain);
        }

        soak.say("known %s, unknown %s, impossible %s".formatted(known, unknown, impossible));
        assertThat(unknown.nanos / known.nanos).isBetween(1 / SIMILAR, SIMILAR);
        assertThat(impossible.nanos / known.nanos).isBetween(1 / SIMILAR, SIMILAR);
    }

    private static final class Fastest {
        private final RestClient anyone;
        private final String username;
        private double nanos = Double.MAX_VALUE;

        Fastest(RestClient anyone, String username) {
            this.anyone = anyone;
            this.username = username;
        }

        void tryAgain() {
            long begun = System.nanoTime();
            anyone.tryLogIn(username, "wrong password").expectProblem(401, "bad_credentials");
            nanos = Math.min(nanos, System.nanoTime() - begun);
        }

        @Override
        public String toString() {
            return "%.1f ms".formatted(nanos / 1e6);
        }
    }
}
