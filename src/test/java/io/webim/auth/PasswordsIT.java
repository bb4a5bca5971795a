package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import io.webim.limits.Rate;
import io.webim.limits.RateLimits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, and what happens when there are too few of them. */
class PasswordsIT {
    static final MeterRegistry METERS = new SimpleMeterRegistry();

    final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void onlyThePasswordMatchesItsHash() {
        var passwords = passwords(10);
        var hash = TestServer.await(passwords.hash(payer("a"), "pässwörd 密码"));

        assertThat(hash).startsWith("$s0$").isNotEqualTo(TestServer.await(passwords.hash(payer("a"), "pässwörd 密码")));
        assertThat(TestServer.await(passwords.matches(payer("a"), "pässwörd 密码", hash)))
                .isTrue();
        assertThat(TestServer.await(passwords.matches(payer("a"), "passwörd 密码", hash)))
                .isFalse();
        assertThat(TestServer.await(passwords.matchesNothing(payer("a"), "pässwörd 密码")))
                .isFalse();
    }

    @Test
    void comparingWithNothingIsTheWorkOfARealHash() {
        var passwords = passwords(10);

        assertThat(work(passwords.decoy())).isEqualTo(work(TestServer.await(passwords.hash(payer("a"), "password"))));
    }

    /** The cost, and how much is hashed to what length. */
    private static List<Object> work(String hash) {
        var parts = hash.split("\\$");
        return List.of(parts[1], parts[2], parts[3].length(), parts[4].length());
    }

    @Test
    void aHashOfALowerCostIsOutdated() {
        var hash = TestServer.await(passwords(10).hash(payer("a"), "password"));

        assertThat(passwords(11).isOutdated(hash)).isTrue();
        assertThat(passwords(10).isOutdated(hash)).isFalse();
        assertThat(passwords(9).isOutdated(hash)).isFalse();
    }

    @Test
    void whatCannotBeAnsweredSoonIsRefusedAtOnceAndTheQueueDrains() {
        var passwords = passwords(14);
        var context = vertx.getOrCreateContext();
        var all = TestServer.await(Future.future(done -> context.runOnContext(now -> {
            var hashes = IntStream.range(0, 1_000)
                    .mapToObj(i -> passwords.hash(payer("a"), "p"))
                    .toList();
            Future.join(hashes).onComplete(joined -> done.complete(hashes));
        })));

        var refused = ((List<?>) all)
                .stream().map(hash -> (Future<?>) hash).filter(Future::failed).toList();
        assertThat(refused).isNotEmpty().hasSizeLessThan(1_000).allSatisfy(hash -> {
            var failure = (Failure) hash.cause();
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.retryAfter()).isPositive();
        });
        assertThat(TestServer.await(passwords.hash(payer("a"), "p"))).startsWith("$s0$");
    }

    @Test
    void noAccountAndNoNetworkTakesAllThePlaces() {
        var budget = budget(12);
        enter(budget, 2, payer("192.0.2.1", "ann"));
        assertBusy(budget, payer("198.51.100.1", "ann"));
        enter(budget, 1, payer("192.0.2.1", "bob"));
        enter(budget, 1, payer("192.0.2.1", "carol"));
        assertBusy(budget, payer("192.0.2.1", "dave"));
        for (int network = 1; network <= 2; network++) {
            for (int i = 0; i < 4; i++) {
                enter(budget, 1, payer("198.51.100." + network, "user" + network + i));
            }
        }
        assertBusy(budget, payer("203.0.113.1", "erin"));

        budget.leave(payer("192.0.2.1", "ann"));

        enter(budget, 1, payer("203.0.113.1", "erin"));
    }

    @Test
    void rightOrWrongTheyHaveARateAndWhatWasNotComputedIsGivenBack() {
        var rates = new RateLimits(Map.of(Limit.PASSWORDS, Rate.parse("2/day")), METERS);
        var budget = new PasswordBudget(12, true, rates, METERS);
        var ann = payer("192.0.2.1", "ann");
        enter(budget, 2, ann);
        budget.leave(ann);
        budget.leave(ann);

        assertThatThrownBy(() -> budget.enter(ann))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.status()).isEqualTo(429));
        budget.giveBack(ann);
        enter(budget, 1, ann);
        enter(budget, 1, payer("192.0.2.1", "bob"));
    }

    @Test
    void whatCannotBeComputedInTimeIsBusyAndNeverBegun() {
        double before =
                METERS.counter("webim.passwords.refused", "share", "late").count();
        var passwords = passwords(10);
        var late = new Payer("192.0.2.1", "ann", System.nanoTime());

        assertThatThrownBy(() -> TestServer.await(passwords.hash(late, "p")))
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("busy");
        assertThat(METERS.counter("webim.passwords.refused", "share", "late").count())
                .isEqualTo(before + 1);
    }

    @Test
    void whatTheServerWasTooBusyToDecideIsNoWrongAttempt() {
        var limits = new AttemptLimits(new RateLimits(Map.of(Limit.LOG_INS, Rate.parse("2/day")), METERS));
        for (int i = 0; i < 5; i++) {
            assertThat(attempt(limits, Failure.retryAfter(ErrorCode.BUSY, "", 1))
                            .failed())
                    .isTrue();
            assertThat(attempt(limits, new TimeoutException()).failed()).isTrue();
        }
        attempt(limits, Failure.of(ErrorCode.BAD_CREDENTIALS, ""));
        attempt(limits, Failure.of(ErrorCode.BAD_CREDENTIALS, ""));

        assertThatThrownBy(() -> attempt(limits, Failure.of(ErrorCode.BAD_CREDENTIALS, "")))
                .hasMessageContaining("too_many_attempts");
    }

    private static Future<?> attempt(AttemptLimits limits, Exception outcome) {
        return limits.logIn("ann", "192.0.2.1", () -> Future.failedFuture(outcome));
    }

    private static void enter(PasswordBudget budget, int times, Payer payer) {
        for (int i = 0; i < times; i++) {
            budget.enter(payer);
        }
    }

    private static void assertBusy(PasswordBudget budget, Payer payer) {
        assertThatThrownBy(() -> budget.enter(payer)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.code()).isEqualTo("busy");
            assertThat(failure.retryAfter()).isPositive();
        });
    }

    private static PasswordBudget budget(int most) {
        return new PasswordBudget(most, true, new RateLimits(Map.of(), METERS), METERS);
    }

    private static Payer payer(String network, String account) {
        return Payer.of(network, account);
    }

    private Passwords passwords(int cost) {
        return Passwords.create(vertx, cost, false, new RateLimits(Map.of(), METERS), METERS);
    }

    private static Payer payer(String account) {
        return Payer.of("192.0.2.1", account);
    }
}
