package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.webim.contract.Failure;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RateLimit limit = limit("2/minute, 3/hour");

    @Test
    void eachKeyHasItsOwn() {
        limit.take("a");
        limit.take("a");

        assertThat(wait(limit, "a")).isPositive();
        assertThat(wait(limit, "b")).isZero();
    }

    @Test
    void theWaitGrowsWhenTheLongerLimitIsUsedUp() {
        limit.take("a");
        limit.take("a");
        assertThat(wait(limit, "a")).isBetween(1, 31);

        var longer = limit("5/minute, 3/hour");
        for (int i = 0; i < 3; i++) {
            longer.take("a");
        }
        assertThat(wait(longer, "a")).isBetween(1_100, 1_201);
    }

    @Test
    void aBurstIsTakenAfterAPause() {
        var bursting = limit("1/day burst 200");
        for (int i = 0; i < 200; i++) {
            bursting.take(7L);
        }

        assertThat(wait(bursting, 7L)).isGreaterThan(80_000);
    }

    @Test
    void whatIsOffIsUnlimited() {
        var off = limit("off");

        assertThatCode(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        off.take("a");
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        limit.take("a");
        limit.take("a");
        limit.giveBack("a");

        assertThat(wait(limit, "a")).isZero();
    }

    @Test
    void whatIsOwedIsPaidBeforeAnythingElse() {
        var hourly = limit("3600/hour burst 10");
        assertThat(hourly.has("a", 4)).isTrue();
        assertThat(hourly.has("a", 7)).isFalse();
        assertThat(hourly.isOwing("a")).isFalse();

        hourly.owe("a", 30);
        assertThat(hourly.isOwing("a")).isTrue();
        assertThat(wait(hourly, "a")).isBetween(24, 26);
        assertThat(hourly.isOwing("b")).isFalse();
        hourly.owe("b", 0);
        assertThat(hourly.has("b", 0)).isTrue();
    }

    @Test
    void refusalsAreCounted() {
        limit.take("a");
        limit.take("a");
        wait(limit, "a");
        wait(limit, "a");

        assertThat(meters.get("webim.limit.refused")
                        .tag("limit", "searches")
                        .counter()
                        .count())
                .isEqualTo(2);
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
                wait(limit, "busy");
            }
        }

        assertThat(wait(limit, "busy")).isPositive();
        assertThat(wait(limit, "quiet")).isZero();
    }

    private RateLimit limit(String rate) {
        return new RateLimits(Map.of(Limit.SEARCHES, Rate.parse(rate)), meters).of(Limit.SEARCHES);
    }

    /** Takes one, or tells how long to wait for it. */
    private static int wait(RateLimit limit, Object key) {
        var refused = Assertions.catchThrowableOfType(Failure.class, () -> limit.take(key));
        return refused == null ? 0 : refused.retryAfter();
    }
}
