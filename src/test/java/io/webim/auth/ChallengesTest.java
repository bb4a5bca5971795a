package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Claims;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private static final long ANN = 1;
    private static final long MALLORY = 2;

    private final Challenges<Long> challenges =
            new Challenges<>("x", Claims.ALONE, userId -> userId, userId -> new JsonObject(), json -> none());

    private static Future<Optional<Long>> none() {
        return Future.succeededFuture(Optional.empty());
    }

    @Test
    void whoeverBeginsWithoutEndKeepsNobodyElseFromEnding() {
        var anns = challenges.open(ANN);
        IntStream.range(0, 20_000).forEach(i -> challenges.open(MALLORY));

        assertThat(challenges.take(anns, 401).result().step()).isEqualTo(ANN);
    }

    @Test
    void ofOneAccountTheLatestAreGood() {
        var begun = IntStream.rangeClosed(0, Challenges.MOST_OF_ONE)
                .mapToObj(i -> challenges.open(ANN))
                .toList();

        assertThat(challenges.take(begun.get(0), 401).failed()).isTrue();
        for (var later : begun.subList(1, begun.size())) {
            assertThat(challenges.take(later, 401).succeeded()).isTrue();
        }
    }

    @Test
    void whoeverBeginsIsNotMadeToWaitForALookAtEverybody() {
        var looks = new AtomicLong();
        var many = new Challenges<Long>(
                "x",
                Claims.ALONE,
                userId -> {
                    looks.incrementAndGet();
                    return userId;
                },
                userId -> new JsonObject(),
                json -> none());
        LongStream.rangeClosed(1, 2_000).forEach(many::open);

        assertThat(looks).hasValueLessThan(3 * 2_000);
    }

    @Test
    void nothingIsKeptOfWhomeverHasNoneOpen() {
        LongStream.rangeClosed(1, 12_000).forEach(challenges::open);
        assertThat(challenges.accounts()).isEqualTo(10_000);

        var only =
                new Challenges<Long>("x", Claims.ALONE, userId -> userId, userId -> new JsonObject(), json -> none());
        only.take(only.open(ANN), 401);
        assertThat(only.accounts()).isZero();
    }

    @Test
    void whatIsGivenBackIsNoneMore() {
        var begun = IntStream.range(0, Challenges.MOST_OF_ONE)
                .mapToObj(i -> challenges.open(ANN))
                .toList();
        for (int i = 0; i < 3; i++) {
            var taken = challenges.take(begun.get(0), 401).result();
            challenges.giveBack(begun.get(0), taken);
        }

        begun.forEach(one -> assertThat(challenges.take(one, 401).succeeded()).isTrue());
    }
}
