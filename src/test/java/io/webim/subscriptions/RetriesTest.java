package io.webim.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T20:00:00Z");

    /** With a clock of its own: nobody waits for three days. */
    @Test
    void nineTimesOverThreeDaysAndThenNoMore() {
        var clock = BEGIN;
        var pauses = new ArrayList<Duration>();
        int attempts = 1;
        for (var pause = Retries.after(attempts, Duration.ZERO, 0); pause.isPresent(); ) {
            clock = clock.plus(pause.get());
            pauses.add(pause.get());
            pause = Retries.after(++attempts, Duration.ZERO, 0);
        }

        assertThat(attempts).isEqualTo(10);
        assertThat(pauses).isSorted().hasSize(9).startsWith(Duration.ofSeconds(5), Duration.ofMinutes(5));
        assertThat(Duration.between(BEGIN, clock)).isBetween(Duration.ofDays(3), Duration.ofDays(4));
    }

    @Test
    void thoseWhoFailedTogetherComeBackApart() {
        assertThat(Retries.after(2, Duration.ZERO, 0)).contains(Duration.ofMinutes(5));
        assertThat(Retries.after(2, Duration.ZERO, 1)).contains(Duration.ofMinutes(6));
    }

    @Test
    void whatTheReceiverAsksForIsHonouredWithinADay() {
        assertThat(Retries.after(1, Duration.ofMinutes(2), 0)).contains(Duration.ofMinutes(2));
        assertThat(Retries.after(4, Duration.ofMinutes(2), 0)).contains(Duration.ofHours(2));
        assertThat(Retries.after(1, Duration.ofDays(9), 0)).contains(Duration.ofHours(24));
    }
}
