package io.webim.e2e;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real browser makes and uses passkeys, with an authenticator of its own. */
class PasskeyIT {
    static final String PASSKEYS = "/api/users/me/second-factor/passkeys";
    static final String OPTIONS = "/api/users/me/second-factor/passkey-options";
    static final JsonObject CONFIRM = new JsonObject().put("password", PASSWORD);
    static final String CREATE = "async text => JSON.stringify((await navigator.credentials.create({publicKey:"
            + " PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(text))})).toJSON())";
    static final String GET = "async text => JSON.stringify((await navigator.credentials.get({publicKey:"
            + " PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(text))})).toJSON())";

    @SharedServer
    static TestServer server;

    static RestClient anyone;
    static BrowserContext browser;
    static Page page;

    @BeforeAll
    static void start() {
        var localhost = server.url("").replace("127.0.0.1", "localhost");
        anyone = RestClient.of(server).at("localhost");
        browser = Chromium.running().newContext();
        page = browser.newPage();
        page.navigate(localhost + "/api/health/live");
        Authenticator.plugInto(page);
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    void aPasskeyCompletesTheLogInAndEachAnswerIsGoodOnce() {
        var ann = anyone.person("ann");
        var added = add(ann, "Ann's laptop").expect(201).body();
        assertThat(added.getJsonArray("recoveryCodes")).hasSize(10);

        var demand = demand("ann");
        assertThat(demand.getJsonArray("methods")).containsExactly("passkey", "recovery_code");
        var answer = sign(demand);
        var entered = complete(demand, answer).expect(201);

        anyone.token(entered.body().getString("accessToken"))
                .get("/api/users/me")
                .expect(200);
        complete(demand, answer).expectProblem(401, "invalid_challenge");
        complete(demand("ann"), answer).expectProblem(401, "wrong_passkey");
        var shown = factors(ann).getJsonArray("passkeys").getJsonObject(0);
        assertThat(shown.getString("name")).isEqualTo("Ann's laptop");
        assertThat(shown.getString("lastUsedAt")).isGreaterThan(shown.getString("createdAt"));
    }

    @Test
    void aForgedAnswerIsWrong() {
        add(anyone.person("forged"), "laptop").expect(201);
        var demand = demand("forged");
        var answer = sign(demand);

        for (var field : new String[] {"signature", "authenticatorData", "clientDataJSON"}) {
            complete(demand, tampered(answer, field)).expectProblem(401, "wrong_passkey");
        }
        complete(demand, new JsonObject().put("id", answer.getString("id")).put("response", new JsonObject()))
                .expectProblem(401, "wrong_passkey");
        complete(demand, answer.copy().put("id", "AAAA")).expectProblem(401, "wrong_passkey");
        complete(demand, answer).expect(201);
    }

    @Test
    void aPasskeyOpensOnlyItsOwnAccount() {
        add(anyone.person("victim"), "laptop").expect(201);
        add(anyone.person("mallory"), "laptop").expect(201);
        var victim = demand("victim");
        var options = demand("mallory").getJsonObject("passkey").copy();

        // What Mallory's passkey signs is the victim's challenge.
        var answer = sign(options.put("challenge", victim.getString("challenge")), page);

        complete(victim, answer).expectProblem(401, "wrong_passkey");
    }

    @Test
    void aCopyThatCountsBehindIsWrong() {
        var ann = anyone.person("cloned");
        add(ann, "laptop").expect(201);
        server.query("UPDATE passkey SET sign_count = 1000 WHERE user_id = ?", ann.id());

        var demand = demand("cloned");

        complete(demand, sign(demand)).expectProblem(401, "wrong_passkey");
    }

    @Test
    void nobodyAddsAPasskeyWithoutThePasswordOrForSomebodyElse() {
        var ann = anyone.person("owner");
        var bob = anyone.person("other");
        ann.rest().post(OPTIONS, new JsonObject().put("password", "a guess")).expectProblem(403, "bad_credentials");
        var begun = ann.rest().post(OPTIONS, CONFIRM).expect(201).body();
        var made = create(begun.getJsonObject("options"));

        add(bob, begun, made, "stolen").expectProblem(403, "wrong_passkey");
        add(ann, begun, claiming(made, "origin", "https://evil.example"), "x").expectProblem(403, "wrong_passkey");
        add(ann, begun, claiming(made, "challenge", "AAAA"), "x").expectProblem(403, "wrong_passkey");
        add(ann, begun, claiming(made, "type", "webauthn.get"), "x").expectProblem(403, "wrong_passkey");
        add(ann, begun, made, "mine").expect(201);
        add(ann, begun, made, "again").expectProblem(403, "invalid_challenge");
        assertThat(factors(bob).getJsonArray("passkeys")).isEmpty();
    }

    @Test
    void aRemovedPasskeyIsNotAskedForAndTheRecoveryCodesGoWithTheLast() {
        var ann = anyone.person("removes");
        long id = add(ann, "laptop").expect(201).body().getJsonObject("passkey").getLong("id");
        var stranger = anyone.person("stranger");

        stranger.rest().call("DELETE", PASSKEYS + "/" + id, CONFIRM.encode()).expectProblem(404, "passkey_not_found");
        ann.rest()
                .call("DELETE", PASSKEYS + "/" + id, "{\"password\":\"a guess\"}")
                .expectProblem(403, "bad_credentials");
        ann.rest().call("DELETE", PASSKEYS + "/" + id, CONFIRM.encode()).expect(204);

        anyone.logIn("removes");
        assertThat(factors(ann).getInteger("recoveryCodes")).isZero();
    }

    @Test
    void atAnAddressPasskeysAreNotOfferedButTheSecondFactorIsStillAskedFor() {
        var ann = anyone.person("elsewhere");
        var codes = add(ann, "laptop").expect(201).body().getJsonArray("recoveryCodes");
        var byAddress = RestClient.of(server);

        var demand = byAddress.tryLogIn("elsewhere", PASSWORD).expectProblem(401, "second_factor_required");

        assertThat(demand.body().getJsonArray("methods")).containsExactly("recovery_code");
        assertThat(demand.body().containsKey("passkey")).isFalse();
        var entered = byAddress
                .post(
                        "/api/sessions/second-factor",
                        new JsonObject()
                                .put("challenge", demand.body().getString("challenge"))
                                .put("code", codes.getString(0)))
                .expect(201);
        var there = byAddress.token(entered.body().getString("accessToken"));
        assertThat(there.get("/api/users/me/second-factor").body().getBoolean("passkeysAvailable"))
                .isFalse();
        there.post(OPTIONS, CONFIRM).expectProblem(409, "passkeys_unavailable");
        assertThat(factors(ann).getBoolean("passkeysAvailable")).isTrue();
    }

    @Test
    void noPasskeyStaysOfADeletedAccount() {
        var ann = anyone.person("leaves");
        add(ann, "laptop").expect(201);

        ann.deleteAccount();

        assertThat(server.query("SELECT 1 FROM passkey WHERE user_id = ?", ann.id()))
                .isEmpty();
    }

    private static Answer add(Person person, String name) {
        var begun = person.rest().post(OPTIONS, CONFIRM).expect(201).body();
        return add(person, begun, create(begun.getJsonObject("options")), name);
    }

    private static Answer add(Person person, JsonObject begun, JsonObject made, String name) {
        return person.rest()
                .post(
                        PASSKEYS,
                        new JsonObject()
                                .put("challenge", begun.getString("challenge"))
                                .put("name", name)
                                .put("passkey", made));
    }

    private static JsonObject create(JsonObject options) {
        return new JsonObject((String) page.evaluate(CREATE, options.encode()));
    }

    private static JsonObject demand(String username) {
        return anyone.tryLogIn(username, PASSWORD)
                .expectProblem(401, "second_factor_required")
                .body();
    }

    private static JsonObject sign(JsonObject demand) {
        return sign(demand.getJsonObject("passkey"), page);
    }

    private static JsonObject sign(JsonObject options, Page page) {
        return new JsonObject((String) page.evaluate(GET, options.encode()));
    }

    private static Answer complete(JsonObject demand, JsonObject answer) {
        return anyone.post(
                "/api/sessions/second-factor",
                new JsonObject().put("challenge", demand.getString("challenge")).put("passkey", answer));
    }

    private static JsonObject factors(Person person) {
        return person.rest().get("/api/users/me/second-factor").expect(200).body();
    }

    /** Another client's word, which the authenticator does not sign while a passkey is made. */
    private static JsonObject claiming(JsonObject answer, String member, String value) {
        var copy = answer.copy();
        var response = copy.getJsonObject("response");
        var said = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(response.getString("clientDataJSON"))));
        var bytes = said.put(member, value).encode().getBytes(StandardCharsets.UTF_8);
        response.put("clientDataJSON", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return copy;
    }

    /** One bit in the middle of the field is another. */
    private static JsonObject tampered(JsonObject answer, String field) {
        var copy = answer.copy();
        var bytes = Base64.getUrlDecoder().decode(copy.getJsonObject("response").getString(field));
        bytes[bytes.length / 2] ^= 1;
        copy.getJsonObject("response")
                .put(field, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return copy;
    }
}
