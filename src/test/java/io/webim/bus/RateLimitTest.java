package io.webim.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    final RateLimit limit = new RateLimit(most(2, Duration.ofMinutes(1)), most(3, Duration.ofHours(1)));

    @Test
    void eachKeyHasItsOwn() {
        limit.take("a");
        limit.take("a");

        assertThat(limit.take("a")).isPositive();
        assertThat(limit.take("b")).isZero();
    }

    @Test
    void theWaitGrowsWhenTheLongerLimitIsUsedUp() {
        limit.take("a");
        limit.take("a");
        assertThat(limit.take("a")).isBetween(1, 31);

        var longer = new RateLimit(most(5, Duration.ofMinutes(1)), most(3, Duration.ofHours(1)));
        for (int i = 0; i < 3; i++) {
            assertThat(longer.take("a")).isZero();
        }
        assertThat(longer.take("a")).isBetween(1_100, 1_201);
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        limit.take("a");
        limit.take("a");
        limit.giveBack("a");

        assertThat(limit.take("a")).isZero();
    }

    @Test
    void theLeastRecentlySeenAreForgottenFirst() {
        limit.take("busy");
        limit.take("busy");
        limit.take("quiet");
        limit.take("quiet");
        for (int i = 0; i < 49_999; i++) {
            limit.take("key" + i);
            if (i % 1000 == 0) {
                limit.take("busy");
            }
        }

        assertThat(limit.take("busy")).isPositive();
        assertThat(limit.take("quiet")).isZero();
    }

    private static Bandwidth most(int times, Duration period) {
        return Bandwidth.builder().capacity(times).refillGreedy(times, period).build();
    }
}
