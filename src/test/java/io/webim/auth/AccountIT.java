package io.webim.auth;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.SharedServer;
import io.webim.SiteServer;
import io.webim.TestServer;
import io.webim.TextTable;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIT {
    @SharedServer
    private static TestServer server;

    @SiteServer
    private static TestServer site;

    private final RestClient anyone = RestClient.of(server);

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
    @ValueSource(
            strings = {"ab", "a b c", "名字名字", "a@b.c", "a\nbc", "a\u200bbc", "'; DROP TABLE account; --", "deleted~1"})
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
        var ann = anyone.somebody("line" + Integer.toHexString(name.hashCode()));

        ann.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", name))
                .expectProblem(422, "invalid");
    }

    @ParameterizedTest
    @MethodSource("namesToKeep")
    void aDisplayNameIsComposedAndWithoutBlankEnds(JsonObject row) {
        var ann = anyone.somebody("typed").rest();
        var answer = ann.patch("/api/users/me", new JsonObject().put("displayName", row.getString("typed")));

        if (row.getString("kept") == null) {
            answer.expectProblem(422, "invalid");
        } else {
            assertThat(answer.expect(200).body().getString("displayName")).isEqualTo(row.getString("kept"));
        }
    }

    static Stream<JsonObject> namesToKeep() {
        return TextTable.rows("names");
    }

    /** A syllable of Hangul is three letters while it is decomposed; a letter of Hindi becomes two when it is composed. */
    @Test
    void theLengthOfANameIsThatOfTheComposedOne() {
        var ann = anyone.somebody("length").rest();

        ann.patch("/api/users/me", new JsonObject().put("displayName", "\u1112\u1161\u11ab".repeat(64)))
                .expect(200);
        ann.patch("/api/users/me", new JsonObject().put("displayName", "\u0958".repeat(64)))
                .expectProblem(422, "invalid");
        ann.patch("/api/users/me", new JsonObject().put("displayName", "a" + " ".repeat(300)))
                .expectProblem(422, "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s ", " %s", "%s\u00a0", "%s\n", "\u3000%s\u200b"})
    void blankEndsOfAUsernameAreNoPartOfIt(String typed) {
        var name = FreshName.of("blank");
        var registered = registration(typed.formatted(name));

        assertThat(anyone.post("/api/users", registered).expect(201).body().getString("username"))
                .isEqualTo(name);
        assertThat(anyone.logIn(typed.formatted(name))
                        .rest()
                        .get("/api/users/me")
                        .body()
                        .getString("username"))
                .isEqualTo(name);
        anyone.post("/api/users", registered).expectProblem(409, "username_taken");
    }

    /** Names from before they were looked at. */
    @Test
    void whoHasANameThatNobodySeesGetsInAndIsCalledByTheUsername() {
        var ann = anyone.somebody("unseen");
        server.query("UPDATE account SET display_name = ? WHERE id = ?", "\u3164\u200b", ann.id());

        var again = anyone.logIn(ann.username());

        assertThat(again.rest().get("/api/users/me").expect(200).body().getString("displayName"))
                .isEqualTo(ann.username());
        again.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "Ann"))
                .expect(200);
    }

    @Test
    void theOwnerRenamesTheAccount() {
        var ann = anyone.somebody("renamed");

        var body = ann.rest()
                .patch("/api/users/me", new JsonObject().put("displayName", "<b>Änn</b> 🎉"))
                .expect(200)
                .body();

        assertThat(body.getString("displayName")).isEqualTo("<b>Änn</b> 🎉");
        assertThat(ann.rest().get("/api/users/me").body()).isEqualTo(body);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        var known = anyone.somebody("known");

        var wrong = anyone.tryLogIn(known.username(), "wrong password").expectProblem(401, "bad_credentials");
        var unknown = anyone.tryLogIn("unknown", "wrong password").expectProblem(401, "bad_credentials");
        var impossible = anyone.tryLogIn("no such näme", "x").expectProblem(401, "bad_credentials");

        assertThat(unknown.text()).isEqualTo(wrong.text()).isEqualTo(impossible.text());
    }

    @Test
    void theSameLettersComposedDifferentlyAreTheSamePassword() {
        var username = FreshName.of("composed");
        anyone.post("/api/users", registration(username).put("password", "cafe\u0301 cafe\u0301"))
                .expect(201);

        anyone.tryLogIn(username, "caf\u00e9 caf\u00e9").expect(201);
    }

    @Test
    void thePasswordIsKeptAsScryptOnly() {
        var ann = anyone.somebody("hashed");

        var hash = hash(server, ann);

        assertThat(hash).startsWith("$s0$a0801$").doesNotContain(PASSWORD);
    }

    @Test
    void aNewPasswordEndsEveryOtherSession() {
        var here = anyone.somebody("changer");
        var elsewhere = anyone.logIn(here.username());

        here.changePassword("wrong password", "another password").expectProblem(403, "bad_credentials");
        elsewhere.rest().get("/api/users/me").expect(200);
        here.changePassword(PASSWORD, "another password").expect(204);

        elsewhere.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(elsewhere.refreshToken()).expectProblem(401, "invalid_session");
        here.rest().get("/api/users/me").expect(200);
        anyone.refresh(here.refreshToken()).expect(200);
        anyone.tryLogIn(here.username(), PASSWORD).expectProblem(401, "bad_credentials");
        anyone.tryLogIn(here.username(), "another password").expect(201);
    }

    @Test
    void aNewPasswordMustBeGoodToo() {
        var ann = anyone.somebody("weak");

        ann.changePassword(PASSWORD, "short").expectProblem(422, "invalid");
        ann.changePassword(PASSWORD, "x".repeat(129)).expectProblem(422, "invalid");
    }

    @Test
    void theCommonestPasswordsAndTheUsernameAreRefusedWithTheReason() {
        var common = anyone.post("/api/users", registration("guessable").put("password", "Password123"))
                .expectProblem(422, "invalid");
        var same = anyone.post("/api/users", registration("guessable").put("password", "GUESSABLE"))
                .expectProblem(422, "invalid");
        var ann = anyone.person("guessable");
        var changed = ann.changePassword(PASSWORD, "iloveyou").expectProblem(422, "invalid");
        var changedToName = ann.changePassword(PASSWORD, "Guessable").expectProblem(422, "invalid");

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
        var gone = anyone.somebody("leaver");
        var other = anyone.somebody("stayer");
        var elsewhere = anyone.logIn(gone.username());

        var answer = gone.deleteAccount();

        assertThat(answer.refreshToken()).contains("");
        gone.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        elsewhere.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(gone.refreshToken()).expectProblem(401, "invalid_session");
        anyone.tryLogIn(gone.username(), PASSWORD).expectProblem(401, "bad_credentials");
        assertThat(other.rest().get("/api/users?q=" + gone.username()).body().getJsonArray("users"))
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
        var departed = anyone.somebody("Departed");
        departed.deleteAccount();

        anyone.post("/api/users", registration(departed.username().toLowerCase(Locale.ROOT)))
                .expectProblem(409, "username_taken");
    }

    @Test
    void aHashIsMadeStrongerAtTheNextLogInOnceTheCostHasRisen() throws Exception {
        var rest = RestClient.of(site);
        var older = rest.somebody("older");
        var weak = hash(server, anyone.somebody("weak"));
        site.query("UPDATE account SET password_hash = ? WHERE id = ?", weak, older.id());

        rest.logIn(older.username());

        Eventually.holds(() -> hash(site, older).startsWith("$s0$b0801$"));
        rest.logIn(older.username());
    }

    private static String hash(TestServer server, Person person) {
        return server.query("SELECT password_hash FROM account WHERE id = ?", person.id())
                .get(0)
                .getString(0);
    }

    private static JsonObject registration(String username) {
        return new JsonObject().put("username", username).put("password", PASSWORD);
    }
}
