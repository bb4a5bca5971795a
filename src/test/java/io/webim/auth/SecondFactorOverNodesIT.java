package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.auth.SecondFactorIT.AuthenticatorApp;
import io.webim.bridge.Eventually;
import io.webim.cluster.Nodes;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log-in of two steps, each at another node, and the limits that guard it. */
class SecondFactorOverNodesIT {
    @Test
    void aLogInEndsWhereverItIsWantedAndGuessesCountEverywhere() throws Exception {
        try (var nodes = Nodes.start(2, Map.of("WEBIM_LIMITS", "on", "WEBIM_RATE_LOG_INS", "3/day"))) {
            var one = RestClient.of(nodes.node(0));
            var other = RestClient.of(nodes.node(1));
            var ann = one.somebody("ann");
            var app = AuthenticatorApp.turnOn(ann);
            var challenge = one.tryLogIn(ann.username(), RestClient.PASSWORD)
                    .expectProblem(401, "second_factor_required")
                    .body()
                    .getString("challenge");
            complete(other, challenge, "000000").expectProblem(401, "wrong_code");
            complete(other, challenge, app.code()).expect(201);
            complete(one, challenge, app.nextCode()).expectProblem(401, "invalid_challenge");

            for (int i = 0; i < 3; i++) {
                one.tryLogIn(ann.username(), "wrong, and long enough").expect(401);
            }
            Eventually.holds(
                    () -> other.tryLogIn(ann.username(), RestClient.PASSWORD).status() == 429);
        }
    }

    private static Answer complete(RestClient rest, String challenge, String code) {
        return rest.post(
                "/api/sessions/second-factor",
                new JsonObject().put("challenge", challenge).put("code", code));
    }
}
