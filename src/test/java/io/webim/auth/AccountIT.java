package io.webim.auth;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIT {
    static TestServer server;
    static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aNewAccountIsShownAsTyped() {
        var body = anyone.post(
                        "/api/users", registration("Zoë".replace('ë', 'e')).put("displayName", "佐伊 👩‍💻 שלום"))
                .expect(201)
                .body();

        assertThat(body.fieldNames()).containsExactlyInAnyOrder("id", "username", "displayName");
        assertThat(body.getString("username")).isEqualTo("Zoe");
        assertThat(body.getString("displayName")).isEqualTo("佐伊 👩‍💻 שלום");
        assertThat(anyone.logIn("zOE").rest().get("/api/users/me").body()).isEqualTo(body);
    }

    @Test
    void withoutADisplayNameTheUsernameIsShown() {
        var body = anyone.post("/api/users", registration("Plain.Name_1-2"))
                .expect(201)
                .body();

        assertThat(body.getString("displayName")).isEqualTo("Plain.Name_1-2");
    }

    @Test
    void aUsernameIsTakenInAnyCase() {
        anyone.post("/api/users", registration("Casey")).expect(201);

        anyone.post("/api/users", registration("cASEY")).expectProblem(409, "username_taken");
    }

    @Test
    void onlyOneOfManyWhoRegisterANameAtOnceGetsIt() {
        var taken = java.util.stream.IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> anyone.post("/api/users", registration("Rush")).status())
                .toList();

        assertThat(taken).filteredOn(status -> status == 201).hasSize(1);
        assertThat(taken).filteredOn(status -> status == 409).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a b c", "名字名字", "a@b.c", "abc\n", "'; DROP TABLE account; --", "deleted~1"})
    void aUsernameHasLettersDigitsAndThreeSigns(String username) {
        var problem = anyone.post("/api/users", registration(username)).expectProblem(422, "invalid");

        assertThat(problem.body().getJsonObject("fields").fieldNames()).containsExactly("username");
    }

    @Test
    void lengthsCountCodePointsAndTheirLimitsAreExact() {
        anyone.post("/api/users", registration("u".repeat(33))).expectProblem(422, "invalid");
        anyone.post("/api/users", registration("u".repeat(32)).put("displayName", "😀".repeat(65)))
                .expectProblem(422, "invalid");
        anyone.post("/api/users", registration("u".repeat(32)).put("password", "😀".repeat(7)))
                .expectProblem(422, "invalid");
        anyone.post("/api/users", registration("u".repeat(32)).put("password", "😀".repeat(129)))
                .expectProblem(422, "invalid");

        anyone.post(
                        "/api/users",
                        registration("u".repeat(32))
                                .put("displayName", "😀".repeat(64))
                                .put("password", "😀".repeat(128)))
                .expect(201);
        anyone.tryLogIn("u".repeat(32), "😀".repeat(128)).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "line\nbreak",
                "nul\u0000",
                "\u2028",
                "escape\u001b[31m",
                "turned\u202Edna",
                "set\u2067apart"
            })
    void aDisplayNameIsOneVisibleLine(String name) {
        var ann = anyone.person("line" + Integer.toHexString(name.hashCode()));

        ann.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", name))
                .expectProblem(422, "invalid");
    }

    @Test
    void theOwnerRenamesTheAccount() {
        var ann = anyone.person("renamed");

        var body = ann.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "<b>Änn</b> 🎉"))
                .expect(200)
                .body();

        assertThat(body.getString("displayName")).isEqualTo("<b>Änn</b> 🎉");
        assertThat(ann.rest().get("/api/users/me").body()).isEqualTo(body);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        anyone.person("known");

        var wrong = anyone.tryLogIn("known", "wrong password").expectProblem(401, "bad_credentials");
        var unknown = anyone.tryLogIn("unknown", "wrong password").expectProblem(401, "bad_credentials");
        var impossible = anyone.tryLogIn("no such näme", "x").expectProblem(401, "bad_credentials");

        assertThat(unknown.text()).isEqualTo(wrong.text()).isEqualTo(impossible.text());
    }

    @Test
    void theSameLettersComposedDifferentlyAreTheSamePassword() {
        anyone.post("/api/users", registration("composed").put("password", "cafe\u0301 cafe\u0301"))
                .expect(201);

        anyone.tryLogIn("composed", "caf\u00e9 caf\u00e9").expect(201);
    }

    @Test
    void thePasswordIsKeptAsScryptOnly() {
        anyone.person("hashed");

        var hash = server.query("SELECT password_hash FROM account WHERE username = 'hashed'")
                .get(0)
                .getString(0);

        assertThat(hash).startsWith("$s0$a0801$").doesNotContain(PASSWORD);
    }

    @Test
    void aNewPasswordEndsEveryOtherSession() {
        var here = anyone.person("changer");
        var elsewhere = anyone.logIn("changer");

        here.rest()
                .put("/api/users/me/password", passwords("wrong password", "another password"))
                .expectProblem(403, "bad_credentials");
        elsewhere.rest().get("/api/users/me").expect(200);
        here.rest()
                .put("/api/users/me/password", passwords(PASSWORD, "another password"))
                .expect(204);

        elsewhere.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(elsewhere.refreshToken()).expectProblem(401, "invalid_session");
        here.rest().get("/api/users/me").expect(200);
        anyone.refresh(here.refreshToken()).expect(200);
        anyone.tryLogIn("changer", PASSWORD).expectProblem(401, "bad_credentials");
        anyone.tryLogIn("changer", "another password").expect(201);
    }

    @Test
    void aNewPasswordMustBeGoodToo() {
        var ann = anyone.person("weak");

        ann.rest().put("/api/users/me/password", passwords(PASSWORD, "short")).expectProblem(422, "invalid");
        ann.rest()
                .put("/api/users/me/password", passwords(PASSWORD, "x".repeat(129)))
                .expectProblem(422, "invalid");
    }

    @Test
    void theCommonestPasswordsAndTheUsernameAreRefusedWithTheReason() {
        var common = anyone.post("/api/users", registration("guessable").put("password", "Password123"))
                .expectProblem(422, "invalid");
        var same = anyone.post("/api/users", registration("guessable").put("password", "GUESSABLE"))
                .expectProblem(422, "invalid");
        var ann = anyone.person("guessable");
        var changed = ann.rest()
                .put("/api/users/me/password", passwords(PASSWORD, "iloveyou"))
                .expectProblem(422, "invalid");
        var changedToName = ann.rest()
                .put("/api/users/me/password", passwords(PASSWORD, "Guessable"))
                .expectProblem(422, "invalid");

        assertThat(common.body().getJsonObject("fields").getString("password"))
                .isEqualTo("is one of the commonest passwords");
        assertThat(same.body().getJsonObject("fields").getString("password")).isEqualTo("is the username");
        assertThat(changed.body().getJsonObject("fields").getString("newPassword"))
                .isEqualTo("is one of the commonest passwords");
        assertThat(changedToName.body().getJsonObject("fields").getString("newPassword"))
                .isEqualTo("is the username");
        anyone.logIn("guessable");
    }

    @Test
    void nothingPersonalStaysOfADeletedAccount() {
        var gone = anyone.person("leaver");
        var other = anyone.person("stayer");
        var elsewhere = anyone.logIn("leaver");

        var answer = gone.deleteAccount();

        assertThat(answer.refreshToken()).contains("");
        gone.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        elsewhere.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(gone.refreshToken()).expectProblem(401, "invalid_session");
        anyone.tryLogIn("leaver", PASSWORD).expectProblem(401, "bad_credentials");
        assertThat(other.rest().get("/api/users?q=leaver").body().getJsonArray("users"))
                .isEmpty();
        var row = server.query("SELECT username, display_name, password_hash FROM account WHERE id = ?", gone.id())
                .get(0);
        assertThat(row.getString(0)).isEqualTo("deleted~" + gone.id());
        assertThat(row.getString(1)).isEqualTo("Deleted account");
        assertThat(row.getString(2)).isEmpty();
        assertThat(server.query("SELECT 1 FROM session WHERE user_id = ? AND device <> ''", gone.id()))
                .isEmpty();
    }

    @Test
    void nobodyCanTakeTheNameOfADeletedAccount() {
        anyone.person("Departed").deleteAccount();

        anyone.post("/api/users", registration("departed")).expectProblem(409, "username_taken");
    }

    @Test
    void aHashIsMadeStrongerAtTheNextLogInOnceTheCostHasRisen() {
        try (var stronger = TestServer.start(Map.of("WEBIM_PASSWORD_COST", "11"))) {
            var rest = RestClient.of(stronger);
            rest.person("older");
            var weak = server.query(
                            "SELECT password_hash FROM account WHERE id = ?",
                            anyone.person("older").id())
                    .get(0)
                    .getString(0);
            stronger.query("UPDATE account SET password_hash = ? WHERE username = 'older'", weak);

            rest.logIn("older");

            org.assertj.core.api.Assertions.assertThatNoException()
                    .isThrownBy(() -> waitForHash(stronger, "$s0$b0801$"));
            rest.logIn("older");
        }
    }

    private static void waitForHash(TestServer server, String prefix) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!server.query("SELECT password_hash FROM account WHERE username = 'older'")
                .get(0)
                .getString(0)
                .startsWith(prefix)) {
            assertThat(System.nanoTime()).as("still the weak hash").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static JsonObject registration(String username) {
        return new JsonObject().put("username", username).put("password", PASSWORD);
    }

    private static JsonObject passwords(String before, String after) {
        return new JsonObject().put("oldPassword", before).put("newPassword", after);
    }
}
