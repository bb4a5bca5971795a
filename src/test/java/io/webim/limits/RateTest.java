package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.webim.limits.Rate.Part;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @Test
    void partsAreRead() {
        assertThat(Rate.parse("20/second burst 200, 100/day").parts())
                .containsExactly(new Part(20, Duration.ofSeconds(1), 200), new Part(100, Duration.ofDays(1), 100));
        assertThat(Rate.parse("3/minute,4/hour").parts()).hasSize(2);
        assertThat(Rate.parse("20MiB/hour burst 50MiB, 3KiB/day").parts())
                .containsExactly(
                        new Part(20 << 20, Duration.ofHours(1), 50 << 20),
                        new Part(3 << 10, Duration.ofDays(1), 3 << 10));
        assertThat(Rate.parse("off")).isEqualTo(Rate.UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "0/second",
                "5/week",
                "5/second burst",
                "5/second burst 0",
                "-1/day",
                "5/day,",
                "on",
                "5KB/day",
                "KiB/day",
                "1000MiB/second"
            })
    void whatIsNoRateIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text));
    }
}
