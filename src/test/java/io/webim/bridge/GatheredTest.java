package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** How much memory waits with bytes that wait. */
class GatheredTest {
    private static final int FORESEEN = 300_000;

    private final Gathered gathered = new Gathered();

    @Test
    void itHoldsLessThanTwiceWhatCameAndNeverMoreThanIsForeseen() {
        for (int length = 1_000; length <= FORESEEN; length += 1_000) {
            gathered.append(Buffer.buffer(new byte[1_000]), FORESEEN);

            assertThat(gathered.length()).isEqualTo(length);
            assertThat(gathered.capacity())
                    .isGreaterThanOrEqualTo(length)
                    .isLessThan(2 * length + 1)
                    .isLessThanOrEqualTo(FORESEEN);
        }
    }

    @Test
    void whatIsDealtWithIsHeldNoLonger() {
        gathered.append(Buffer.buffer("abc"), FORESEEN);
        gathered.append(Buffer.buffer("def"), FORESEEN);
        gathered.removeUntil(4);
        assertThat(gathered.append(Buffer.buffer("gh"), FORESEEN)).hasToString("efgh");

        gathered.removeUntil(4);
        assertThat(gathered.capacity()).isZero();
        gathered.append(Buffer.buffer(new byte[100_000]), FORESEEN);
        gathered.clear();
        assertThat(gathered.capacity()).isZero();
    }
}
