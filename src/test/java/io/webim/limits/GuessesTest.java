package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many are tried, few are looked up at once, and nobody with a good one is kept out. */
class GuessesTest {
    private static final String NETWORK = "1.2.3.4";
    private static final int LIMIT = 3;

    private final Vertx vertx = Vertx.vertx();
    private final Guesses guesses = new Guesses(
            vertx,
            new RateLimits(Map.of(Limit.UNKNOWN_TOKENS, Rate.parse(LIMIT + "/hour")), new SimpleMeterRegistry())
                    .of(Limit.UNKNOWN_TOKENS));
    private final List<Promise<Optional<String>>> lookedUp = new ArrayList<>();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void beyondTheLimitOneOfANetworkIsLookedUpAtATimeAndFewWait() {
        useUp();
        var tries = new ArrayList<Future<String>>();
        for (int i = 0; i < 1_000; i++) {
            tries.add(look("bad" + i, NETWORK));
        }

        assertThat(lookedUp).hasSize(1);
        assertThat(tries.stream().filter(Future::failed)).hasSize(1_000 - 1 - Guesses.MOST_WAITING);
        assertThat(tries.get(999).cause()).isInstanceOf(Failure.class);
        // Those of other networks are no concern of it.
        look("bad", "5.6.7.8");
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void aGoodOneIsLetInAndTheNextTimeWithoutWaiting() {
        useUp();
        var good = look("good", NETWORK);
        lookedUp.remove(0).complete(Optional.of("thing"));
        assertThat(good.result()).isEqualTo("thing");

        look("bad", NETWORK);
        var again = look("good", NETWORK);
        assertThat(lookedUp).hasSize(2);
        lookedUp.get(1).complete(Optional.of("thing"));
        assertThat(again.result()).isEqualTo("thing");
    }

    private void useUp() {
        for (int i = 0; i < LIMIT; i++) {
            look("wrong" + i, NETWORK);
        }
        lookedUp.forEach(one -> one.complete(Optional.empty()));
        lookedUp.clear();
    }

    private Future<String> look(String secret, String network) {
        return guesses.look(
                secret,
                network,
                () -> {
                    Promise<Optional<String>> found = Promise.promise();
                    lookedUp.add(found);
                    return found.future();
                },
                () -> Failure.of(ErrorCode.NOT_FOUND, "There is none."));
    }
}
