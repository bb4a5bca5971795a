package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.SiteServer;
import io.webim.TestServer;
import io.webim.contract.Sha256;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    @SiteServer
    private static TestServer site;

    private final RestClient anyone = RestClient.of(server);

    @Test
    void aLogInTellsWhoAndSetsACookieThatScriptsCannotRead() {
        var ann = anyone.somebody("cookie");

        var answer = anyone.tryLogIn(ann.username(), RestClient.PASSWORD).expect(201);

        assertThat(answer.body().fieldNames())
                .containsExactlyInAnyOrder("accessToken", "expiresIn", "user", "sessionId");
        assertThat(answer.body().getInteger("expiresIn")).isEqualTo(600);
        assertThat(answer.header("set-cookie").orElseThrow())
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Strict", "; Path=/;", "; Max-Age=")
                .doesNotContain("Secure", "Domain");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.text()).doesNotContain(answer.refreshToken().orElseThrow());
    }

    @Test
    void theCookieStaysOnHttpsWhereThePublicUrlIsHttps() {
        var ann = RestClient.of(site).somebody("secure");

        var answer = RestClient.of(site).tryLogIn(ann.username(), RestClient.PASSWORD);

        assertThat(answer.header("set-cookie").orElseThrow()).contains("; Secure");
        assertThat(answer.header("strict-transport-security").orElseThrow()).startsWith("max-age=");
    }

    @Test
    void refreshTokensAreKeptAsHashesOnly() {
        var ann = anyone.somebody("hashes");
        var bytes = java.util.Base64.getUrlDecoder().decode(ann.refreshToken());

        var row = server.query("SELECT family_hash, refresh_hash FROM session WHERE id = ?", ann.sessionId())
                .get(0);

        assertThat(bytes).hasSize(32);
        assertThat(row.getBuffer(1).getBytes()).isEqualTo(Sha256.of(bytes)).isNotEqualTo(bytes);
        assertThat(row.getBuffer(0).getBytes()).isEqualTo(Sha256.of(java.util.Arrays.copyOf(bytes, 16)));
    }

    @Test
    void aRefreshGivesANewTokenAndANewCookie() {
        var ann = anyone.somebody("renewer");

        var answer = anyone.refresh(ann.refreshToken()).expect(200);

        assertThat(answer.body().fieldNames()).containsExactlyInAnyOrder("accessToken", "expiresIn");
        assertThat(next(answer)).isNotEqualTo(ann.refreshToken());
        anyone.token(answer.body().getString("accessToken"))
                .get("/api/users/me")
                .expect(200);
        anyone.refresh(next(answer)).expect(200);
    }

    @Test
    void aLostAnswerOrASecondTabGetsTheSameSuccessorWithinTheGrace() {
        var ann = anyone.somebody("grace");

        var answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> anyone.refresh(ann.refreshToken()).expect(200))
                .toList();

        var successors = answers.stream().map(SessionIT::next).distinct().toList();
        assertThat(successors).hasSize(1);
        anyone.refresh(successors.get(0)).expect(200);
    }

    @Test
    void anOldCookieAfterTheGraceEndsTheSession() {
        var ann = anyone.somebody("late");
        var successor = anyone.refresh(ann.refreshToken()).expect(200);
        server.query("UPDATE session SET rotated_at = rotated_at - INTERVAL 11 SECOND WHERE id = ?", ann.sessionId());

        anyone.refresh(ann.refreshToken()).expectProblem(401, "invalid_session");

        isOver(ann.accessToken(), next(successor));
    }

    @Test
    void anOldCookieWhoseSuccessorWasUsedEndsTheSessionAtOnce() {
        var ann = anyone.somebody("thief");
        var second = next(anyone.refresh(ann.refreshToken()).expect(200));
        var third = next(anyone.refresh(second).expect(200));

        anyone.refresh(ann.refreshToken()).expectProblem(401, "invalid_session");

        isOver(ann.accessToken(), third);
    }

    @Test
    void aCookieOfManyRefreshesAgoEndsTheSessionToo() {
        var ann = anyone.somebody("ancient");
        var token = ann.refreshToken();
        for (int i = 0; i < 5; i++) {
            token = next(anyone.refresh(token).expect(200));
        }

        anyone.refresh(ann.refreshToken()).expectProblem(401, "invalid_session");

        isOver(ann.accessToken(), token);
    }

    @Test
    void aGraceThatIsUsedKeepsNobodyOut() {
        var ann = anyone.somebody("twotabs");
        anyone.refresh(ann.refreshToken()).expect(200);

        var again = next(anyone.refresh(ann.refreshToken()).expect(200));

        anyone.token(anyone.refresh(again).expect(200).body().getString("accessToken"))
                .get("/api/users/me")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "####", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --"})
    void aMadeUpCookieIsRefused(String cookie) {
        anyone.refresh(cookie.replace(" ", "%20").replace("'", "")).expectProblem(401, "invalid_session");
    }

    @Test
    void withoutACookieThereIsNothingToRefresh() {
        anyone.call("POST", "/api/sessions/refresh").expectProblem(401, "invalid_session");
    }

    @Test
    void aSessionEndsWhenItWasNotUsedForLong() {
        var ann = anyone.somebody("idle");
        server.query("UPDATE session SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE id = ?", ann.sessionId());

        anyone.refresh(ann.refreshToken()).expectProblem(401, "invalid_session");
    }

    @Test
    void aSessionEndsWhenItIsOldHoweverMuchItIsUsed() {
        var ann = anyone.somebody("elder");
        server.query("UPDATE session SET created_at = NOW(3) - INTERVAL 179 DAY WHERE id = ?", ann.sessionId());

        anyone.refresh(ann.refreshToken()).expect(200);

        assertThat(server.query(
                                "SELECT expires_at < NOW(3) + INTERVAL 2 DAY FROM session WHERE id = ?",
                                ann.sessionId())
                        .get(0)
                        .getBoolean(0))
                .isTrue();
    }

    @Test
    void howLongASessionLivesIsConfigured() {
        var rest = RestClient.of(site);
        var ann = rest.somebody("strict");
        assertThat(rest.tryLogIn(ann.username(), RestClient.PASSWORD)
                        .header("set-cookie")
                        .orElseThrow())
                .containsPattern("Max-Age=(4319\\d\\d|432000);");
        site.query("UPDATE session SET created_at = NOW(3) - INTERVAL 4 DAY WHERE id = ?", ann.sessionId());
        var second = rest.refresh(ann.refreshToken()).expect(200);
        assertThat(second.header("set-cookie").orElseThrow()).containsPattern("Max-Age=(863\\d\\d|86400);");
        site.query("UPDATE session SET created_at = NOW(3) - INTERVAL 6 DAY WHERE id = ?", ann.sessionId());

        rest.refresh(next(second)).expectProblem(401, "invalid_session");
    }

    @Test
    void theListTellsWhenADeviceWasLastUsed() {
        var ann = anyone.somebody("lastuse");
        server.query(
                "UPDATE session SET last_used_at = NOW(3) - INTERVAL 1 DAY, created_at = NOW(3) - INTERVAL 2 DAY"
                        + " WHERE id = ?",
                ann.sessionId());
        var before = device(ann).getString("lastUsedAt");

        anyone.refresh(ann.refreshToken()).expect(200);

        assertThat(device(ann).getString("lastUsedAt")).isGreaterThan(before);
        assertThat(device(ann).getString("createdAt")).isLessThan(before);
    }

    @Test
    void theListTellsItsOwnerWhereADeviceWasLastUsed() {
        var ann = anyone.somebody("whence");
        assertThat(device(ann).getString("address")).isEqualTo("127.0.0.1");
        server.query("UPDATE session SET address = '2001:db8:a::7' WHERE id = ?", ann.sessionId());
        assertThat(device(ann).getString("address")).isEqualTo("2001:db8:a::7");

        anyone.refresh(ann.refreshToken()).expect(200);

        assertThat(device(ann).getString("address")).isEqualTo("127.0.0.1");
    }

    @Test
    void ofASessionFromBeforeItIsNotToldWhereItWas() {
        var ann = anyone.somebody("whencenot");
        server.query("UPDATE session SET address = '' WHERE id = ?", ann.sessionId());

        assertThat(device(ann).containsKey("address")).isFalse();
    }

    @Test
    void allOtherDevicesAreOutAtOnceAndTheOwnStays() {
        var own = anyone.somebody("all");
        var first = anyone.logIn(own.username());
        var second = anyone.logIn(own.username());
        var stranger = anyone.somebody("stranger");

        own.rest().delete("/api/sessions").expect(204);

        isOver(first.accessToken(), first.refreshToken());
        isOver(second.accessToken(), second.refreshToken());
        own.rest().get("/api/users/me").expect(200);
        anyone.refresh(own.refreshToken()).expect(200);
        stranger.rest().get("/api/users/me").expect(200);
        own.rest().delete("/api/sessions").expect(204);
    }

    @Test
    void everyDeviceIsListedAndTheOwnOneMarked() {
        var first = anyone.somebody("devices");
        var second = anyone.logIn(first.username());
        anyone.somebody("somebodyelse");

        var sessions = second.rest().get("/api/sessions").expect(200).body().getJsonArray("sessions");

        assertThat(sessions).hasSize(2);
        assertThat(sessions.stream().map(JsonObject.class::cast))
                .allSatisfy(session -> {
                    assertThat(session.getString("device")).isEqualTo("test");
                    assertThat(session.getString("createdAt"))
                            .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
                    assertThat(session.getBoolean("current")).isEqualTo(session.getLong("id") == second.sessionId());
                })
                .extracting(session -> session.getLong("id"))
                .containsExactlyInAnyOrder(first.sessionId(), second.sessionId());
    }

    @Test
    void aRevokedDeviceIsOutAtOnceAndTheOthersStay() {
        var lost = anyone.somebody("lost");
        var kept = anyone.logIn(lost.username());

        kept.rest().delete("/api/sessions/" + lost.sessionId()).expect(204);

        isOver(lost.accessToken(), lost.refreshToken());
        kept.rest().get("/api/users/me").expect(200);
        kept.rest().delete("/api/sessions/" + lost.sessionId()).expectProblem(404, "session_not_found");
    }

    @Test
    void loggingOutEndsTheOwnSessionAndTakesTheCookie() {
        var ann = anyone.somebody("out");

        var answer = ann.rest().delete("/api/sessions/current").expect(204);

        assertThat(answer.refreshToken()).contains("");
        assertThat(answer.header("set-cookie").orElseThrow()).contains("Max-Age=0", "Path=/;");
        isOver(ann.accessToken(), ann.refreshToken());
    }

    @Test
    void nobodyEndsTheSessionOfSomebodyElse() {
        var ann = anyone.somebody("target");
        var bob = anyone.somebody("attacker");

        bob.rest().delete("/api/sessions/" + ann.sessionId()).expectProblem(404, "session_not_found");

        ann.rest().get("/api/users/me").expect(200);
    }

    @Test
    void aRestartRevivesNoRevokedTokenAndKeepsTheGoodOnes() {
        var lost = anyone.somebody("restart");
        var kept = anyone.logIn(lost.username());
        var deleted = anyone.somebody("deleted");
        lost.rest().delete("/api/sessions/current").expect(204);
        deleted.deleteAccount();

        server.restart();

        lost.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        deleted.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        kept.rest().get("/api/users/me").expect(200);
        anyone.refresh(kept.refreshToken()).expect(200);
    }

    private static JsonObject device(RestClient.Person person) {
        return person.rest()
                .get("/api/sessions")
                .expect(200)
                .body()
                .getJsonArray("sessions")
                .getJsonObject(0);
    }

    private void isOver(String accessToken, String refreshToken) {
        anyone.token(accessToken).get("/api/users/me").expectProblem(401, "invalid_token");
        anyone.refresh(refreshToken).expectProblem(401, "invalid_session");
    }

    private static String next(Answer answer) {
        return answer.refreshToken().orElseThrow();
    }
}
