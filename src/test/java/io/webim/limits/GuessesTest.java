package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.webim.contract.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private static final Buffer GOOD = Buffer.buffer("good");
    private static final Buffer OTHER = Buffer.buffer("other");

    private final Guesses guesses = new Guesses(
            new RateLimits(Map.of(Limit.UNKNOWN_TOKENS, Rate.parse("1/hour burst 2")), new SimpleMeterRegistry())
                    .of(Limit.UNKNOWN_TOKENS));

    @Test
    void whoeverGuessesIsNotLookedUpAndShutsOutNobodyWhoIsKnown() {
        guesses.right(GOOD);
        for (int i = 0; i < 3; i++) {
            guesses.admit("near", OTHER);
            guesses.wrong("near", OTHER);
        }

        refused("near", OTHER);
        admitted("near", GOOD);
        admitted("far", OTHER);
    }

    @Test
    void whatIsNotGoodAnyMoreIsAGuess() {
        guesses.right(GOOD);
        for (int i = 0; i < 3; i++) {
            guesses.wrong("near", GOOD);
        }

        refused("near", GOOD);
    }

    @Test
    void whatWasGoodLongAgoIsForgotten() {
        guesses.right(GOOD);
        for (int i = 0; i < 10_000; i++) {
            guesses.right(Buffer.buffer("good " + i));
        }
        for (int i = 0; i < 3; i++) {
            guesses.wrong("near", OTHER);
        }

        refused("near", GOOD);
        admitted("near", Buffer.buffer("good 0"));
    }

    private void admitted(String network, Buffer secret) {
        assertThatCode(() -> guesses.admit(network, secret)).doesNotThrowAnyException();
    }

    private void refused(String network, Buffer secret) {
        assertThatThrownBy(() -> guesses.admit(network, secret)).isInstanceOf(Failure.class);
    }
}
