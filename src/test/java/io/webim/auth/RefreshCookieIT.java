package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which cookie carries a session, and which does not. */
class RefreshCookieIT {
    private static final String REFRESH = "/api/sessions/refresh";
    private static final String OLD = "webim_refresh";
    private static int people;

    @SharedServer
    static TestServer server;

    @SharedServer("WEBIM_PUBLIC_URL=https://chat.example.org")
    static TestServer secure;

    private RestClient anyone;
    private Person ann;

    @BeforeEach
    void somebody() {
        anyone = RestClient.of(server);
        ann = anyone.person("cookies" + ++people);
    }

    @Test
    void overHttpItsNameIsThatOfThisWebim() {
        assertThat(anyone.cookieName()).isEqualTo(OLD + "_" + instance(server)).matches("webim_refresh_[0-9a-f]{8}");
    }

    @Test
    void overHttpsNoOtherHostOfTheDomainCanSetIt() {
        var there = RestClient.of(secure);
        var name = "secure" + ++people;
        there.person(name);

        var cookies = setCookies(there.tryLogIn(name, RestClient.PASSWORD).expect(201));

        assertThat(cookies).hasSize(1);
        assertThat(cookies.get(0))
                .startsWith("__Host-webim_refresh_" + instance(secure) + "=")
                .contains("; Path=/;", "; Secure", "; SameSite=Strict")
                .doesNotContain("Domain");
        assertThat(instance(secure)).isNotEqualTo(instance(server));
        there.refresh(there.logIn(name).refreshToken()).expect(200);
    }

    @Test
    void twoOnOneHostKnowTheirOwn() {
        var there = RestClient.of(secure).person("neighbour" + ++people);
        var both = anyone.cookieName() + "=" + ann.refreshToken() + "; "
                + RestClient.of(secure).cookieName() + "=" + there.refreshToken();

        refresh(both).expect(200);
        RestClient.of(secure).with("Cookie", both).call("POST", REFRESH).expect(200);
    }

    @Test
    void somebodyWhoIsLoggedInWithTheOldCookieStaysSo() {
        openedBeforeTheUpgrade(ann);
        var renewed = refresh(OLD + "=" + ann.refreshToken()).expect(200);

        assertThat(setCookies(renewed))
                .hasSize(2)
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith(anyone.cookieName() + "=").contains("; Path=/;"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith(OLD + "=;").contains("Max-Age=0", "Path=/api/sessions"));
        var next = anyone.refresh(renewed.refreshToken().orElseThrow()).expect(200);
        assertThat(setCookies(next)).hasSize(1);
        anyone.refresh(next.refreshToken().orElseThrow()).expect(200);
    }

    @Test
    void theOldCookieIsNoWayInForASessionThatNeverHadIt() {
        for (var there : List.of(anyone, RestClient.of(secure))) {
            var mallory = there.person("neighbour" + ++people);

            there.with("Cookie", OLD + "=" + mallory.refreshToken())
                    .call("POST", REFRESH)
                    .expectProblem(401, "invalid_session");

            there.refresh(mallory.refreshToken()).expect(200);
        }
    }

    @Test
    void theOldCookieIsNotLookedAtBesideTheNewOne() {
        var other = anyone.person("othercookie" + ++people);

        var renewed = refresh(OLD + "=" + other.refreshToken() + "; " + own(ann.refreshToken()))
                .expect(200);

        assertThat(setCookies(renewed)).hasSize(1);
        assertThat(anyone.token(renewed.body().getString("accessToken"))
                        .get("/api/users/me")
                        .body()
                        .getString("username"))
                .isEqualTo(ann.username());
        anyone.refresh(other.refreshToken()).expect(200);
    }

    @Test
    void severalOfThemAreNone() {
        var mallory = anyone.person("planter" + ++people);
        var right = own(ann.refreshToken());
        var planted = own(mallory.refreshToken());

        for (var cookies : List.of(
                planted + "; " + right,
                right + "; " + planted,
                right + "; " + right,
                right + ";" + anyone.cookieName() + "=",
                OLD + "=" + mallory.refreshToken() + "; " + OLD + "=" + ann.refreshToken())) {
            refresh(cookies).expectProblem(401, "invalid_session");
        }
        anyone.refresh(ann.refreshToken()).expect(200);
    }

    private static void openedBeforeTheUpgrade(Person person) {
        server.query("UPDATE session SET created_at = created_at - INTERVAL 1 DAY WHERE user_id = ?", person.id());
    }

    private Answer refresh(String cookies) {
        return anyone.with("Cookie", cookies).call("POST", REFRESH);
    }

    private String own(String refreshToken) {
        return anyone.cookieName() + "=" + refreshToken;
    }

    private static List<String> setCookies(Answer answer) {
        return answer.response().headers().allValues("set-cookie");
    }

    private static String instance(TestServer server) {
        return server.query("SELECT id FROM instance").get(0).getString(0);
    }
}
