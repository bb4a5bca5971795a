package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.LimitedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AttemptLimitsIT {
    @LimitedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server).fromElsewhere();

    @Test
    void guessingAtAnAccountIsStoppedEvenForTheRightPasswordAndOthersStillGetIn() {
        var victim = anyone.somebody("victim");
        var bystander = anyone.somebody("bystander");
        for (int i = 0; i < 10; i++) {
            anyone.tryLogIn(victim.username().toUpperCase(Locale.ROOT), "guess number " + i)
                    .expectProblem(401, "bad_credentials");
        }

        var refused = anyone.tryLogIn(victim.username(), RestClient.PASSWORD).expectProblem(429, "too_many_attempts");

        int wait = Integer.parseInt(refused.header("retry-after").orElseThrow());
        assertThat(wait).isBetween(1, 60);
        assertThat(refused.body().getInteger("retryAfter")).isEqualTo(wait);
        anyone.tryLogIn(bystander.username(), RestClient.PASSWORD).expect(201);
    }

    @Test
    void anUnknownNameIsLimitedLikeAKnownOne() {
        for (int i = 0; i < 10; i++) {
            anyone.tryLogIn("nobody", "guess number " + i).expectProblem(401, "bad_credentials");
        }

        anyone.tryLogIn("nobody", "guess").expectProblem(429, "too_many_attempts");
    }

    @Test
    void guessingAtManyAccountsFromOneAddressIsStopped() {
        long start = System.nanoTime();
        int tries = 0;
        while (tries < 1_000 && anyone.tryLogIn("name" + tries, "password1").status() != 429) {
            tries++;
        }

        // Sixty at once, and one more for each second that they take.
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertThat((long) tries).isBetween(60L, 60 + seconds + 1);
    }

    @Test
    void whoKnowsThePasswordIsNotSlowedDown() {
        var often = anyone.somebody("often");

        for (int i = 0; i < 80; i++) {
            anyone.tryLogIn(often.username(), RestClient.PASSWORD).expect(201);
        }
    }

    @Test
    void rightPasswordsHaveARateToo() {
        var ann = anyone.somebody("tireless");
        var bystander = anyone.somebody("bystander");
        // The one that it was set with, and the log-in above.
        for (int i = 2; i < 120; i++) {
            anyone.tryLogIn(ann.username(), RestClient.PASSWORD).expect(201);
        }

        var refusals = new ArrayList<Integer>();
        for (int i = 0; i < 60; i++) {
            refusals.add(anyone.tryLogIn(ann.username().toUpperCase(Locale.ROOT), RestClient.PASSWORD)
                    .status());
        }

        assertThat(refusals).contains(429).isSubsetOf(201, 429);
        anyone.tryLogIn(bystander.username(), RestClient.PASSWORD).expect(201);
    }

    @Test
    void theOldPasswordCannotBeGuessedWithAStolenToken() {
        var ann = anyone.somebody("stolen");
        for (int i = 0; i < 10; i++) {
            ann.changePassword("a guess", "new password").expectProblem(403, "bad_credentials");
        }

        ann.changePassword("a guess", "new password").expectProblem(429, "too_many_attempts");
    }

    @Test
    void anAddressRegistersThirtyAccountsAnHour() {
        for (int i = 0; i < 30; i++) {
            register().expect(201);
        }

        var refused = register().expectProblem(429, "too_many_attempts");

        assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                .isBetween(60, 121);
    }

    private RestClient.Answer register() {
        return anyone.post(
                "/api/users",
                new JsonObject().put("username", FreshName.of("user")).put("password", RestClient.PASSWORD));
    }
}
