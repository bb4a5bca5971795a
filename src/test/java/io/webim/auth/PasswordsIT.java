package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.contract.Failure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, and what happens when there are too few of them. */
class PasswordsIT {
    final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void onlyThePasswordMatchesItsHash() {
        var passwords = Passwords.create(vertx, 10);
        var hash = TestServer.await(passwords.hash("pässwörd 密码"));

        assertThat(hash).startsWith("$s0$").isNotEqualTo(TestServer.await(passwords.hash("pässwörd 密码")));
        assertThat(TestServer.await(passwords.matches("pässwörd 密码", hash))).isTrue();
        assertThat(TestServer.await(passwords.matches("passwörd 密码", hash))).isFalse();
        assertThat(TestServer.await(passwords.matchesNothing("pässwörd 密码"))).isFalse();
    }

    @Test
    void comparingWithNothingIsTheWorkOfARealHash() {
        var passwords = Passwords.create(vertx, 10);

        assertThat(work(passwords.decoy())).isEqualTo(work(TestServer.await(passwords.hash("password"))));
    }

    /** The cost, and how much is hashed to what length. */
    private static List<Object> work(String hash) {
        var parts = hash.split("\\$");
        return List.of(parts[1], parts[2], parts[3].length(), parts[4].length());
    }

    @Test
    void aHashOfALowerCostIsOutdated() {
        var hash = TestServer.await(Passwords.create(vertx, 10).hash("password"));

        assertThat(Passwords.create(vertx, 11).isOutdated(hash)).isTrue();
        assertThat(Passwords.create(vertx, 10).isOutdated(hash)).isFalse();
        assertThat(Passwords.create(vertx, 9).isOutdated(hash)).isFalse();
    }

    @Test
    void whatCannotBeAnsweredSoonIsRefusedAtOnceAndTheQueueDrains() {
        var passwords = Passwords.create(vertx, 14);
        var context = vertx.getOrCreateContext();
        var all = TestServer.await(Future.future(done -> context.runOnContext(now -> {
            var hashes =
                    IntStream.range(0, 1_000).mapToObj(i -> passwords.hash("p")).toList();
            Future.join(hashes).onComplete(joined -> done.complete(hashes));
        })));

        var refused = ((List<?>) all)
                .stream().map(hash -> (Future<?>) hash).filter(Future::failed).toList();
        assertThat(refused).isNotEmpty().hasSizeLessThan(1_000).allSatisfy(hash -> {
            var failure = (Failure) hash.cause();
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.retryAfter()).isPositive();
        });
        assertThat(TestServer.await(passwords.hash("p"))).startsWith("$s0$");
    }
}
