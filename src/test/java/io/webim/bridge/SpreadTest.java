package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
    private final List<Integer> done = new ArrayList<>();
    private final Deque<Promise<Void>> pauses = new ArrayDeque<>();
    private long waited;

    @ParameterizedTest
    @CsvSource({"1000, 500, 5", "7, 5000, 7", "3, 0, 1", "1, 5000, 1", "0, 5000, 1", "10000, 300000, 3000"})
    void allAreReachedInShares(int count, long millis, int shares) {
        var all = spread(count, millis);
        int seen = 1;
        while (!pauses.isEmpty()) {
            assertThat(all.isComplete()).isFalse();
            assertThat(done.size()).isBetween(count * (seen - 1) / shares, count * seen / shares + 1);
            pauses.remove().complete();
            seen++;
        }

        assertThat(all.succeeded()).isTrue();
        assertThat(seen).isEqualTo(shares);
        assertThat(waited).isLessThanOrEqualTo(millis);
        assertThat(done).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void oneThatFailsHoldsUpNobody() {
        var all = Spread.over(List.of(1, 2), 1_000, this::pause, some -> {
            done.addAll(some);
            return Future.failedFuture("closed already");
        });
        pauses.remove().complete();

        assertThat(all.isComplete()).isTrue();
        assertThat(done).containsExactly(1, 2);
    }

    private Future<Void> spread(int count, long millis) {
        return Spread.over(IntStream.range(0, count).boxed().toList(), millis, this::pause, some -> {
            done.addAll(some);
            return Future.succeededFuture();
        });
    }

    private Future<?> pause(long millis) {
        waited += millis;
        var pause = Promise.<Void>promise();
        pauses.add(pause);
        return pause.future();
    }
}
