package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two inside, one more waits. */
class PlacesTest {
    private final Places places = new Places(2, 1);
    private final List<Promise<String>> begun = new ArrayList<>();

    @Test
    void whoHasNoPlaceWaitsOrIsRefusedAndWhoeverIsDoneMakesRoom() {
        run();
        run();
        var third = run();
        var fourth = run();
        assertThat(begun).hasSize(2);
        assertThat(fourth.cause()).isInstanceOf(Failure.class).hasMessageContaining("busy");

        begun.get(0).fail("whatever becomes of it");

        assertThat(begun).hasSize(3);
        begun.get(2).complete("third");
        assertThat(third.result()).isEqualTo("third");
        begun.get(1).complete("second");
        run();
        run();
        assertThat(begun).hasSize(5);
    }

    private Future<String> run() {
        return places.run(
                "all",
                () -> {
                    var work = Promise.<String>promise();
                    begun.add(work);
                    return work.future();
                },
                () -> Failure.retryAfter(ErrorCode.BUSY, "Busy.", 1));
    }
}
