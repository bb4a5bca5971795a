package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.webim.TestServer;
import io.webim.bus.Bus;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands for a session in an address. */
class SignedLinksTest {
    private static final Caller ANN = new Caller(1, 2);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Revocations revocations = new Revocations(new Bus(vertx));
    private final SignedLinks links = new SignedLinks(new ServerSecret(new byte[48]), revocations, now::get);

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    private String token(String what, long expiresIn) {
        return TestServer.await(links.make(ANN, new SignedLinks.Make(what, expiresIn)))
                .toJson()
                .getString("token");
    }

    private void assertRefused(SignedLinks other, String what, String token) {
        assertThatThrownBy(() -> TestServer.await(other.verify(new SignedLinks.Check(what, token))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("invalid_link"));
    }

    @Test
    void standsForItsSessionAndOneThing() {
        var token = token("file/a", 600);

        var known = TestServer.await(links.verify(new SignedLinks.Check("file/a", token)))
                .toJson();

        assertThat(known.getLong("userId")).isEqualTo(1);
        assertThat(known.getLong("sessionId")).isEqualTo(2);
        assertRefused(links, "file/b", token);
        assertRefused(new SignedLinks(new ServerSecret(new byte[] {1}), revocations, now::get), "file/a", token);
    }

    @Test
    void endsWithItsTimeAndItsSession() {
        var token = token("a", 10);

        now.set(now.get().plusSeconds(10));
        assertRefused(links, "a", token);
        var another = token("a", 10);
        revocations.remember(List.of(2L));
        assertRefused(links, "a", another);
    }
}
