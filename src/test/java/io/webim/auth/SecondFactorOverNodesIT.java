package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.auth.SecondFactorIT.AuthenticatorApp;
import io.webim.bridge.Eventually;
import io.webim.cluster.Nodes;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log-in of two steps, each at another node, and the limits that guard it. */
class SecondFactorOverNodesIT {
    private static Nodes nodes;
    private static RestClient one;
    private static RestClient other;

    @BeforeAll
    static void start() {
        nodes = Nodes.start(2, Map.of("WEBIM_LIMITS", "on", "WEBIM_RATE_LOG_INS", "3/day"));
        one = RestClient.of(nodes.node(0));
        other = RestClient.of(nodes.node(1));
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void aLogInEndsWhereverItIsWantedAndGuessesCountEverywhere() throws Exception {
        var ann = one.somebody("ann");
        var app = AuthenticatorApp.turnOn(ann);
        var challenge = begin(one, ann);
        complete(other, challenge, "000000").expectProblem(401, "wrong_code");
        complete(other, challenge, app.code()).expect(201);
        complete(one, challenge, app.nextCode()).expectProblem(401, "invalid_challenge");

        for (int i = 0; i < 3; i++) {
            one.tryLogIn(ann.username(), "wrong, and long enough").expect(401);
        }
        Eventually.holds(
                () -> other.tryLogIn(ann.username(), RestClient.PASSWORD).status() == 429);
    }

    @Test
    void ofWhatIsBegunWhereverItIsTheLatestAreGood() {
        var bob = one.somebody("bob");
        var app = AuthenticatorApp.turnOn(bob);
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < Challenges.MOST_OF_ONE + 4; i++) {
            begun.add(begin(i % 2 == 0 ? one : other, bob));
        }

        // Where it was begun as well as at the other.
        complete(one, begun.get(0), app.nextCode()).expectProblem(401, "invalid_challenge");
        complete(one, begun.get(1), app.nextCode()).expectProblem(401, "invalid_challenge");
        complete(one, begun.get(5), "000000").expectProblem(401, "wrong_code");
        complete(other, begun.get(4), app.nextCode()).expect(201);
    }

    private static String begin(RestClient rest, Person person) {
        return rest.tryLogIn(person.username(), RestClient.PASSWORD)
                .expectProblem(401, "second_factor_required")
                .body()
                .getString("challenge");
    }

    private static Answer complete(RestClient rest, String challenge, String code) {
        return rest.post(
                "/api/sessions/second-factor",
                new JsonObject().put("challenge", challenge).put("code", code));
    }
}
