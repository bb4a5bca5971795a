package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private static final int MOST_WAITING = 8;

    private final OneByOne jobs = new OneByOne();
    private final List<Promise<String>> begun = new ArrayList<>();

    @Test
    void aUserHasOneJobUnderWayAndFewThatWait() {
        var results = new ArrayList<Future<String>>();
        for (int i = 0; i <= MOST_WAITING; i++) {
            results.add(run(1));
        }
        var refused = run(1);
        run(2);

        assertThat(begun).as("one of each").hasSize(2);
        assertThat(refused.cause()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.code()).isEqualTo("too_many_requests");
        });
        begun.get(0).complete("done");
        assertThat(results.get(0).result()).isEqualTo("done");
        assertThat(begun).hasSize(3);
    }

    @Test
    void oneThatFailsLetsTheNextBegin() {
        var failing = run(1);
        var next = run(1);
        begun.get(0).fail("no");
        begun.get(1).complete("done");

        assertThat(failing.failed()).isTrue();
        assertThat(next.result()).isEqualTo("done");
        run(1);
        assertThat(begun).as("nothing was under way any more").hasSize(3);
    }

    private Future<String> run(long userId) {
        return jobs.run(userId, () -> {
            var promise = Promise.<String>promise();
            begun.add(promise);
            return promise.future();
        });
    }
}
