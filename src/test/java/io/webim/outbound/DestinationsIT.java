package io.webim.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.contract.Failure;
import io.webim.limits.Workers;
import io.webim.outbound.Destinations.Destination;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads for looking up hosts, one of a user; some name servers do not answer. */
class DestinationsIT {
    private static final long MALLORY = 1;
    private static final long TRUDY = 2;
    private static final long ALICE = 3;
    private static final String SLOW = "https://slow.example/push";
    private static final String QUICK = "https://quick.example/push";

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Destinations destinations =
            new Destinations(new Workers(vertx, "test-hosts", 2, 1), this::addressesOf, List.of(), "endpoint");

    @AfterEach
    void close() {
        answers.countDown();
        TestServer.await(vertx.close());
    }

    @Test
    void slowNameServersOfOneUserHoldUpNobodyElse() {
        var slow = destinations.resolve(MALLORY, SLOW);
        var another = destinations.resolve(MALLORY, SLOW);

        assertThat(TestServer.await(destinations.resolve(ALICE, QUICK)).port()).isEqualTo(443);
        assertBusy(slow);
        assertBusy(another);
    }

    @Test
    void whereAllThreadsWaitForNameServersTheOthersHearThatItIsBusy() {
        var slow = List.of(destinations.resolve(MALLORY, SLOW), destinations.resolve(TRUDY, SLOW));
        var quick = destinations.resolve(ALICE, QUICK);

        assertBusy(quick);
        slow.forEach(DestinationsIT::assertBusy);
        answers.countDown();
        assertThat(TestServer.await(destinations.resolve(ALICE, QUICK)).port()).isEqualTo(443);
    }

    private InetAddress[] addressesOf(String host) throws UnknownHostException {
        if (host.startsWith("slow")) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return new InetAddress[] {InetAddress.getByName("9.9.9.9")};
    }

    private static void assertBusy(Future<Destination> destination) {
        try {
            throw new AssertionError(TestServer.await(destination));
        } catch (IllegalStateException refused) {
            assertThat(refused.getCause()).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.code()).isEqualTo("busy");
                assertThat(failure.retryAfter()).isPositive();
            });
        }
    }
}
