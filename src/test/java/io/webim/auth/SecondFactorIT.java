package io.webim.auth;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.SiteServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecondFactorIT {
    static final String TOTP = "/api/users/me/second-factor/totp";
    static final JsonObject CONFIRM = new JsonObject().put("password", PASSWORD);
    static final JsonObject NONE = new JsonObject()
            .put("totp", false)
            .put("recoveryCodes", 0)
            .put("passkeys", new JsonArray())
            .put("passkeysAvailable", false);

    @SharedServer(name = "rough")
    private static TestServer server;

    @SiteServer
    private static TestServer site;

    @LimitedServer
    private static TestServer limited;

    private final RestClient anyone = RestClient.of(server);

    @Test
    void aSecretIsShownOnceAsUriAndAsBase32AndIsNotAskedForBeforeACodeOfItWasRight() {
        var ann = anyone.somebody("begins");

        var begun = ann.rest().post(TOTP, CONFIRM).expect(201).body();

        assertThat(begun.getString("secret")).matches("[A-Z2-7]{32}");
        assertThat(begun.getString("uri"))
                .isEqualTo("otpauth://totp/webim:" + ann.username() + "?secret=" + begun.getString("secret")
                        + "&issuer=webim");
        assertThat(factors(ann)).isEqualTo(NONE);
        anyone.logIn(ann.username());
        ann.rest().put(TOTP, code("000000")).expectProblem(403, "wrong_code");
        anyone.logIn(ann.username());
    }

    @Test
    void onceItIsOnThePasswordAloneOpensNothing() {
        var ann = anyone.somebody("protected");
        var app = AuthenticatorApp.turnOn(ann);

        var demand = anyone.tryLogIn(ann.username().toUpperCase(Locale.ROOT), PASSWORD)
                .expectProblem(401, "second_factor_required");

        assertThat(demand.refreshToken()).isEmpty();
        assertThat(demand.body().getJsonArray("methods")).containsExactly("totp", "recovery_code");
        assertThat(demand.body().getInteger("expiresIn")).isEqualTo(300);
        var challenge = demand.body().getString("challenge");
        anyone.token(challenge).get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(challenge).expectProblem(401, "invalid_session");
        var entered = complete(challenge, app.code()).expect(201);
        assertThat(entered.refreshToken()).isPresent();
        assertThat(entered.body().getJsonObject("user").getString("username")).isEqualTo(ann.username());
        anyone.token(entered.body().getString("accessToken"))
                .get("/api/users/me")
                .expect(200);
        complete(challenge, app.nextCode()).expectProblem(401, "invalid_challenge");
    }

    @Test
    void aWrongPasswordTellsNothingOfTheSecondFactor() {
        var ann = anyone.somebody("silent");
        AuthenticatorApp.turnOn(ann);

        var wrong = anyone.tryLogIn(ann.username(), "wrong password").expectProblem(401, "bad_credentials");

        assertThat(wrong.text())
                .isEqualTo(anyone.tryLogIn("nobody", "wrong password").text());
    }

    @Test
    void aCodeIsTakenOnceEvenByTwoWhoHurry() {
        var ann = anyone.somebody("replay");
        var app = AuthenticatorApp.turnOn(ann);
        var code = app.code();
        var challenges = IntStream.range(0, 4).mapToObj(i -> challenge(ann)).toList();

        var answers = challenges.stream()
                .parallel()
                .map(challenge -> complete(challenge, code).status())
                .toList();

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 401).hasSize(3);
        complete(challenge(ann), app.codeOfStep(-1)).expectProblem(401, "wrong_code");
        complete(challenge(ann), app.nextCode()).expect(201);
    }

    @Test
    void theCodeOfTheEnablingIsUsedUp() {
        var ann = anyone.somebody("enabling");
        var app = AuthenticatorApp.begin(ann);
        var code = app.code();
        ann.rest().put(TOTP, code(code)).expect(200);

        complete(challenge(ann), code).expectProblem(401, "wrong_code");
    }

    @Test
    void codesFarFromThePresentAreWrong() {
        var ann = anyone.somebody("farcodes");
        var app = AuthenticatorApp.turnOn(ann);
        var challenge = challenge(ann);

        for (int step : new int[] {-10, -3, 3, 10}) {
            complete(challenge, app.codeOfStep(step)).expectProblem(401, "wrong_code");
        }
        for (var nonsense : List.of("12345", "1234567", "abcdef", "' OR '1'='1", "０１２３４５", "\u0000")) {
            complete(challenge, nonsense).expectProblem(401, "wrong_code");
        }
        complete(challenge, app.code().replaceFirst("(...)", "$1 ")).expect(201);
    }

    @Test
    void eachRecoveryCodeOpensTheAccountOnceHoweverItIsTyped() {
        var ann = anyone.somebody("recover");
        var codes = AuthenticatorApp.turnOn(ann).recoveryCodes();

        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        complete(challenge(ann), codes.get(0)).expect(201);
        complete(challenge(ann), codes.get(0)).expectProblem(401, "wrong_code");
        complete(challenge(ann), " " + codes.get(1).replace("-", " ").toUpperCase(Locale.ROOT))
                .expect(201);
        assertThat(factors(ann).getInteger("recoveryCodes")).isEqualTo(8);
    }

    @Test
    void newRecoveryCodesVoidTheOldOnes() {
        var ann = anyone.somebody("renewed");
        var old = AuthenticatorApp.turnOn(ann).recoveryCodes();

        var renewed = ann.rest()
                .post("/api/users/me/second-factor/recovery-codes", CONFIRM)
                .expect(201)
                .body()
                .getJsonArray("recoveryCodes");

        complete(challenge(ann), old.get(0)).expectProblem(401, "wrong_code");
        complete(challenge(ann), renewed.getString(0)).expect(201);
    }

    @Test
    void withoutASecondFactorThereIsNothingToRecoverFrom() {
        anyone.somebody("plain")
                .rest()
                .post("/api/users/me/second-factor/recovery-codes", CONFIRM)
                .expectProblem(409, "second_factor_off");
    }

    @Test
    void everyChangeNeedsThePassword() {
        var ann = anyone.somebody("guarded");
        AuthenticatorApp.turnOn(ann);
        var wrong = new JsonObject().put("password", "wrong password");

        ann.rest().post(TOTP, wrong).expectProblem(403, "bad_credentials");
        ann.rest().call("DELETE", TOTP, wrong.encode()).expectProblem(403, "bad_credentials");
        ann.rest().post("/api/users/me/second-factor/recovery-codes", wrong).expectProblem(403, "bad_credentials");
        ann.rest().post(TOTP, CONFIRM).expectProblem(409, "totp_enabled");
        ann.rest().put(TOTP, code("000000")).expectProblem(409, "totp_enabled");

        anyone.tryLogIn(ann.username(), PASSWORD).expectProblem(401, "second_factor_required");
    }

    @Test
    void turnedOffItIsNotAskedForAndTheRecoveryCodesAreGone() {
        var ann = anyone.somebody("turnsoff");
        AuthenticatorApp.turnOn(ann);

        ann.rest().call("DELETE", TOTP, CONFIRM.encode()).expect(204);

        anyone.logIn(ann.username());
        assertThat(factors(ann)).isEqualTo(NONE);
        ann.rest().call("DELETE", TOTP, CONFIRM.encode()).expectProblem(404, "totp_not_enabled");
        ann.rest().put(TOTP, code("000000")).expectProblem(409, "totp_not_begun");
    }

    @Test
    void theDatabaseAloneGivesAwayNeitherSecretNorRecoveryCodes() {
        var ann = anyone.somebody("sealed");
        var app = AuthenticatorApp.turnOn(ann);

        var sealed = server.query("SELECT secret FROM totp WHERE user_id = ?", ann.id())
                .get(0)
                .getBuffer(0);

        assertThat(sealed.getBytes()).hasSize(12 + 20 + 16);
        assertThat(sealed.toString("ISO-8859-1"))
                .doesNotContain(new String(app.secret(), java.nio.charset.StandardCharsets.ISO_8859_1));
        var hashes = server.query("SELECT code_hash FROM recovery_code WHERE user_id = ?", ann.id()).stream()
                .map(row -> row.getBuffer(0).getBytes())
                .toList();
        assertThat(hashes)
                .usingRecursiveFieldByFieldElementComparator()
                .contains(RecoveryCodes.hash(app.recoveryCodes().get(0)));
    }

    @Test
    void aSecretMovedToAnotherAccountOpensNothing() {
        var ann = anyone.somebody("mover");
        var bob = anyone.somebody("moved");
        var app = AuthenticatorApp.turnOn(ann);
        AuthenticatorApp.turnOn(bob);

        server.query(
                "UPDATE totp b JOIN totp a ON a.user_id = ? SET b.secret = a.secret, b.last_step = 0 WHERE b.user_id = ?",
                ann.id(),
                bob.id());

        complete(challenge(bob), app.nextCode()).expectProblem(401, "wrong_code");
    }

    @Test
    void aNewPasswordVoidsALogInThatWaitsForItsCode() {
        var ann = anyone.somebody("waiting");
        var app = AuthenticatorApp.turnOn(ann);
        var challenge = challenge(ann);
        ann.changePassword(PASSWORD, "another good one").expect(204);

        complete(challenge, app.code()).expectProblem(401, "invalid_challenge");
    }

    @Test
    void aChallengeIsGoodForOneAccountOnly() {
        var mallory = AuthenticatorApp.turnOn(anyone.somebody("mallory"));
        var victim = anyone.somebody("victim");
        AuthenticatorApp.turnOn(victim);

        complete(challenge(victim), mallory.code()).expectProblem(401, "wrong_code");
        complete("AAAA", mallory.code()).expectProblem(401, "invalid_challenge");
        complete("null", mallory.code()).expectProblem(401, "invalid_challenge");
    }

    @Test
    void codesCannotBeGuessed() {
        var rest = RestClient.of(limited).fromElsewhere();
        var ann = rest.somebody("guessed");
        var app = AuthenticatorApp.turnOn(ann);
        var challenge = challenge(rest, ann);
        for (int i = 0; i < 10; i++) {
            complete(rest, challenge, "guess" + i).expectProblem(401, "wrong_code");
        }

        var refused = complete(rest, challenge(rest, ann), app.code());

        refused.expectProblem(429, "too_many_attempts");
        assertThat(refused.header("retry-after").map(Integer::parseInt).orElseThrow())
                .isBetween(1, 60);
    }

    @Test
    void aTokenAloneUsesUpNoAttempts() {
        var rest = RestClient.of(limited).fromElsewhere();
        var ann = rest.somebody("copied");
        var app = AuthenticatorApp.turnOn(ann);
        for (int i = 0; i < 20; i++) {
            assertThat(ann.rest().put(TOTP, code("000000")).status()).isIn(409, 429);
        }

        complete(rest, challenge(rest, ann), app.code()).expect(201);
    }

    @Test
    void itIsStillAskedForAfterARestartAndTheAppStillKnowsTheCode() {
        var ann = anyone.somebody("restarts");
        var app = AuthenticatorApp.turnOn(ann);
        var before = challenge(ann);

        server.restart();

        complete(before, app.code()).expectProblem(401, "invalid_challenge");
        complete(challenge(ann), app.code()).expect(201);
    }

    @Test
    void theAppShowsAtWhichSiteTheAccountIs() {
        var ann = RestClient.of(site).somebody("located");

        assertThat(AuthenticatorApp.begin(ann).uri())
                .startsWith("otpauth://totp/webim:" + ann.username() + "@chat.example.org?");
    }

    @Test
    void nothingOfItStaysOfADeletedAccount() {
        var ann = anyone.somebody("leaves");
        AuthenticatorApp.turnOn(ann);

        ann.deleteAccount();

        assertThat(server.query("SELECT 1 FROM totp WHERE user_id = ?", ann.id()))
                .isEmpty();
        assertThat(server.query("SELECT 1 FROM recovery_code WHERE user_id = ?", ann.id()))
                .isEmpty();
    }

    private static JsonObject factors(Person person) {
        return person.rest().get("/api/users/me/second-factor").expect(200).body();
    }

    private String challenge(Person person) {
        return challenge(anyone, person);
    }

    private static String challenge(RestClient rest, Person person) {
        return rest.tryLogIn(person.username(), PASSWORD)
                .expectProblem(401, "second_factor_required")
                .body()
                .getString("challenge");
    }

    private Answer complete(String challenge, String code) {
        return complete(anyone, challenge, code);
    }

    private static Answer complete(RestClient rest, String challenge, String code) {
        return rest.post(
                "/api/sessions/second-factor",
                new JsonObject().put("challenge", challenge).put("code", code));
    }

    private static JsonObject code(String code) {
        return new JsonObject().put("code", code);
    }

    /** What a phone does. */
    record AuthenticatorApp(byte[] secret, String uri, List<String> recoveryCodes) {
        private static final Totp CODES = new Totp(Optional.empty());
        private static final long STEP_MILLIS = 30_000;

        static AuthenticatorApp begin(Person person) {
            var begun = person.rest().post(TOTP, CONFIRM).expect(201).body();
            return new AuthenticatorApp(decode(begun.getString("secret")), begun.getString("uri"), List.of());
        }

        /** With the code of the step before, so that the present one is still to be had. */
        static AuthenticatorApp turnOn(Person person) {
            var app = begin(person);
            awaitRoomInTheStep();
            JsonArray codes = person.rest()
                    .put(TOTP, SecondFactorIT.code(app.codeOfStep(-1)))
                    .expect(200)
                    .body()
                    .getJsonArray("recoveryCodes");
            return new AuthenticatorApp(
                    app.secret, app.uri, codes.stream().map(String::valueOf).toList());
        }

        /** Whoever looks at the code of the step before has to do so before the next one begins. */
        private static void awaitRoomInTheStep() {
            Eventually.that(
                    () -> assertThat(System.currentTimeMillis() % STEP_MILLIS).isLessThan(STEP_MILLIS - 3_000));
        }

        String code() {
            return codeOfStep(0);
        }

        String nextCode() {
            return codeOfStep(1);
        }

        String codeOfStep(int fromNow) {
            return CODES.code(secret, System.currentTimeMillis() / STEP_MILLIS + fromNow);
        }

        private static byte[] decode(String base32) {
            var bits = new StringBuilder();
            base32.chars()
                    .map("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"::indexOf)
                    .forEach(value -> bits.append(
                            "%5s".formatted(Integer.toBinaryString(value)).replace(' ', '0')));
            var bytes = new byte[bits.length() / 8];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
            }
            return bytes;
        }
    }
}
