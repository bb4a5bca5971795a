package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.SharedPlaces.Bounds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two places, one for each; five wait, of one three. */
class SharedPlacesTest {
    private static final long LONG = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final SharedPlaces places = new SharedPlaces(new Bounds(2, 1, 5, 3));
    private final List<String> begun = new ArrayList<>();
    private final List<Promise<String>> underWay = new ArrayList<>();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void usersTakeTurnsAndNobodyHasAllPlaces() {
        for (int i = 0; i < 4; i++) {
            run("many", LONG);
        }
        assertThat(begun).containsExactly("many");
        var few = run("few", LONG);
        run("few", LONG);
        assertThat(begun).containsExactly("many", "few");

        run("last", LONG);
        underWay.get(0).complete("done");
        underWay.get(1).fail("whatever becomes of it");
        assertThat(few.failed()).isTrue();
        underWay.get(2).complete("done");
        assertThat(begun).as("one of each before").endsWith("many", "few", "last");
        for (int i = 3; i < underWay.size(); i++) {
            underWay.get(i).complete("done");
        }
        assertThat(begun).hasSize(7);
        assertThat(places.waiting()).isZero();
    }

    @Test
    void workThatFailsAtOnceLeavesItsPlace() {
        for (int i = 0; i < 3; i++) {
            var failed = places.run(vertx, "a", LONG, SharedPlacesTest::failAtOnce, SharedPlacesTest::busy);
            assertThat(failed.failed()).isTrue();
        }
        run("a", LONG);
        assertThat(begun).containsExactly("a");
    }

    @Test
    void thoseWhoWaitAreBoundedAndKeepNobodyOut() {
        run("a", LONG);
        run("b", LONG);
        for (int i = 0; i < 3; i++) {
            run("a", LONG);
        }
        assertBusy(run("a", LONG));
        run("b", LONG);
        run("b", LONG);
        assertThat(places.waiting()).isEqualTo(5);

        assertBusy(run("b", LONG));
        var newcomer = run("newcomer", LONG);
        assertBusy(run("newcomer", LONG));
        underWay.get(0).complete("done");
        underWay.get(1).complete("done");
        underWay.get(2).complete("done");

        assertThat(begun).containsExactly("a", "b", "a", "b", "newcomer");
        underWay.get(4).complete("found");
        assertThat(newcomer.result()).isEqualTo("found");
    }

    @Test
    void whatWaitsTooLongIsBusyNeverBegunAndWaitsNoMore() {
        run("a", LONG);
        var late = run("a", 1);

        assertThatThrownBy(() -> TestServer.await(late)).hasCauseInstanceOf(Failure.class);
        assertThat(places.waiting()).isZero();
        underWay.get(0).complete("done");
        assertThat(begun).hasSize(1);
        run("a", LONG);
        assertThat(begun).hasSize(2);
    }

    private Future<String> run(String whose, long patienceMillis) {
        return places.run(
                vertx,
                whose,
                patienceMillis,
                () -> {
                    begun.add(whose);
                    var work = Promise.<String>promise();
                    underWay.add(work);
                    return work.future();
                },
                SharedPlacesTest::busy);
    }

    private static Future<String> failAtOnce() {
        throw new IllegalStateException("There is no future yet.");
    }

    private static Failure busy() {
        return Failure.retryAfter(ErrorCode.BUSY, "Busy.", 1);
    }

    private static void assertBusy(Future<String> refused) {
        assertThat(refused.cause()).isInstanceOf(Failure.class).hasMessageContaining("busy");
    }
}
