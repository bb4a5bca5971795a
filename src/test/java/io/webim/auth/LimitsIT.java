package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsIT {
    TestServer server;
    RestClient anyone;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of("WEBIM_LIMITS", "on"));
        anyone = RestClient.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void guessingAtAnAccountIsStoppedEvenForTheRightPasswordAndOthersStillGetIn() {
        anyone.person("victim");
        anyone.person("bystander");
        for (int i = 0; i < 10; i++) {
            anyone.tryLogIn("VICTIM", "guess number " + i).expectProblem(401, "bad_credentials");
        }

        var refused = anyone.tryLogIn("victim", RestClient.PASSWORD).expectProblem(429, "too_many_attempts");

        int wait = Integer.parseInt(refused.header("retry-after").orElseThrow());
        assertThat(wait).isBetween(1, 60);
        assertThat(refused.body().getInteger("retryAfter")).isEqualTo(wait);
        anyone.tryLogIn("bystander", RestClient.PASSWORD).expect(201);
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
        int refused = 0;
        for (int i = 0; i < 70; i++) {
            refused += anyone.tryLogIn("name" + i, "password1").status() == 429 ? 1 : 0;
        }

        assertThat(refused).isBetween(5, 10);
    }

    @Test
    void whoKnowsThePasswordIsNotSlowedDown() {
        anyone.person("often");

        for (int i = 0; i < 80; i++) {
            anyone.tryLogIn("often", RestClient.PASSWORD).expect(201);
        }
    }

    @Test
    void theOldPasswordCannotBeGuessedWithAStolenToken() {
        var ann = anyone.person("stolen");
        var guess = new JsonObject().put("oldPassword", "a guess").put("newPassword", "new password");
        for (int i = 0; i < 10; i++) {
            ann.rest().put("/api/users/me/password", guess).expectProblem(403, "bad_credentials");
        }

        ann.rest().put("/api/users/me/password", guess).expectProblem(429, "too_many_attempts");
    }

    @Test
    void anAddressRegistersThirtyAccountsAnHour() {
        for (int i = 0; i < 30; i++) {
            register(i).expect(201);
        }

        var refused = register(30).expectProblem(429, "too_many_attempts");

        assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow()))
                .isBetween(60, 121);
    }

    private RestClient.Answer register(int number) {
        return anyone.post(
                "/api/users", new JsonObject().put("username", "user" + number).put("password", RestClient.PASSWORD));
    }
}
