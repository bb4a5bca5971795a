package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is good once is sent several times at the same moment. */
class AtOnceIT {
    private static final int TIMES = 8;
    private static final String FACTOR = "/api/users/me/second-factor";
    private static final JsonObject CONFIRM = new JsonObject().put("password", RestClient.PASSWORD);
    private static int people;

    @SharedServer
    static TestServer server;

    private RestClient anyone;
    private Person ann;
    private SoftKey key;

    @BeforeEach
    void somebody() throws GeneralSecurityException {
        // Passkeys are good at a name.
        anyone = RestClient.of(server).at("localhost");
        ann = anyone.person("atonce" + ++people);
        key = newKey();
    }

    @Test
    void anAnswerOfAPasskeyOpensOneSession() throws GeneralSecurityException {
        add(key).expect(201);
        var demand = demand();
        var answer = key.sign(demand.getString("challenge"));

        var answers = atOnce(i -> complete(demand, new JsonObject().put("passkey", answer)));

        assertThat(opened(answers)).isEqualTo(1);
        assertThat(sessions()).isEqualTo(2);
        complete(demand, new JsonObject().put("passkey", answer)).expectProblem(401, "invalid_challenge");
    }

    @Test
    void aWrongAnswerLeavesTheChallengeToTheRightOne() throws GeneralSecurityException {
        add(key).expect(201);
        var demand = demand();
        var right = key.sign(demand.getString("challenge"));

        complete(demand, new JsonObject().put("passkey", newKey().sign(demand.getString("challenge"))))
                .expectProblem(401, "wrong_passkey");

        complete(demand, new JsonObject().put("passkey", right)).expect(201);
    }

    @Test
    void aRecoveryCodeOpensOneSessionWhateverItIsBroughtFor() {
        var code = add(key).expect(201).body().getJsonArray("recoveryCodes").getString(0);
        var demands = IntStream.range(0, TIMES).mapToObj(i -> demand()).toList();

        var answers = atOnce(i -> complete(demands.get(i), new JsonObject().put("code", code)));

        assertThat(opened(answers)).isEqualTo(1);
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void aPasskeyIsAddedOnce() {
        var begun = begin();
        var made = key.create(begun.getString("challenge"));

        var answers = atOnce(i -> add(begun, made));

        assertThat(opened(answers)).isEqualTo(1);
        assertThat(passkeys()).isEqualTo(1);
    }

    @Test
    void anAccountHasTwentyPasskeysHoweverManyWereBegun() throws GeneralSecurityException {
        int begun = 22;
        var challenges = IntStream.range(0, begun).mapToObj(i -> begin()).toList();

        int added = 0;
        for (var challenge : challenges) {
            added += add(challenge, newKey().create(challenge.getString("challenge")))
                                    .status()
                            == 201
                    ? 1
                    : 0;
        }

        assertThat(added).isEqualTo(20);
        assertThat(passkeys()).isEqualTo(20);
    }

    @Test
    void whatWasBegunWithTheOldPasswordEndsWithIt() {
        var begun = begin();
        var app = ann.rest().post(FACTOR + "/totp", CONFIRM).expect(201).body();
        ann.rest()
                .put(
                        "/api/users/me/password",
                        new JsonObject().put("oldPassword", RestClient.PASSWORD).put("newPassword", "a new password"))
                .expect(204);

        add(begun, key.create(begun.getString("challenge"))).expectProblem(409, "conflict");
        ann.rest().put(FACTOR + "/totp", new JsonObject().put("code", "123456")).expectProblem(409, "totp_not_begun");

        assertThat(app.getString("secret")).isNotEmpty();
        assertThat(passkeys()).isZero();
    }

    private SoftKey newKey() throws GeneralSecurityException {
        return new SoftKey("localhost", "http://localhost:" + server.port());
    }

    private JsonObject begin() {
        return ann.rest().post(FACTOR + "/passkey-options", CONFIRM).expect(201).body();
    }

    private Answer add(SoftKey added) {
        var begun = begin();
        return add(begun, added.create(begun.getString("challenge")));
    }

    private Answer add(JsonObject begun, JsonObject made) {
        return ann.rest()
                .post(
                        FACTOR + "/passkeys",
                        new JsonObject()
                                .put("challenge", begun.getString("challenge"))
                                .put("name", "key")
                                .put("passkey", made));
    }

    private JsonObject demand() {
        return anyone.tryLogIn(ann.username(), RestClient.PASSWORD)
                .expectProblem(401, "second_factor_required")
                .body();
    }

    private Answer complete(JsonObject demand, JsonObject proof) {
        return anyone.post("/api/sessions/second-factor", proof.copy().put("challenge", demand.getString("challenge")));
    }

    private int sessions() {
        return ann.rest()
                .get("/api/sessions")
                .expect(200)
                .body()
                .getJsonArray("sessions")
                .size();
    }

    private int passkeys() {
        return ann.rest()
                .get(FACTOR)
                .expect(200)
                .body()
                .getJsonArray("passkeys")
                .size();
    }

    private static long opened(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 201).count();
    }

    private static List<Answer> atOnce(IntFunction<Answer> request) {
        var running = IntStream.range(0, TIMES)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> request.apply(i), task -> new Thread(task).start()))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }
}
