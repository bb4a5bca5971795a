package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.http.RawConnection;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites, in the browser of somebody who is logged in here: what they may send, and what they may read. */
@ExtendWith(LogWatch.class)
class OtherSitesIT {
    @SharedServer
    private static TestServer server;

    private static RestClient anyone;
    private static Person victim;

    @BeforeAll
    static void start() {
        anyone = RestClient.of(server);
        victim = anyone.somebody("victim");
    }

    static List<String> foreign() {
        return List.of(
                "https://evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://127.0.0.1.evil.example:" + server.port(),
                "http://127.0.0.1:" + server.port() + ".evil.example",
                "http://evil.example#http://127.0.0.1:" + server.port(),
                "http://evil.example@127.0.0.1.nip.io:" + server.port(),
                "https://localhost.evil.example",
                "null",
                "file://",
                "chrome-extension://abcdefgh",
                "");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /eventbus/info",
        "GET, /eventbus/000/session/eventsource",
        "POST, /eventbus/000/session/xhr",
        "POST, /eventbus/000/session/xhr_streaming",
        "POST, /eventbus/000/session/xhr_send",
        "OPTIONS, /eventbus/000/session/xhr",
        "GET, /eventbus/000/session/websocket",
        "GET, /eventbus/websocket"
    })
    void noTransportIsOpenToThem(String method, String path) throws IOException {
        assertClosed(method, path, "HTTP/1.1 403");
    }

    @ParameterizedTest
    @CsvSource({"/eventbus/000/session/htmlfile?c=x", "/eventbus/000/session/jsonp?c=x", "/eventbus/iframe.html"})
    void transportsForOtherSitesAreOpenToNobody(String path) throws IOException {
        assertClosed("GET", path, "HTTP/1.1 404");
    }

    private static void assertClosed(String method, String path, String status) throws IOException {
        for (var origin : foreign()) {
            var answer = ask(method, path, "Origin: " + origin);

            assertThat(answer).as(origin).startsWith(status);
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAW", "FRAMED"})
    void noWebSocketOpensForThemWithWhateverCookie(Transport transport) {
        for (var origin : foreign()) {
            var headers = MultiMap.caseInsensitiveMultiMap()
                    .add("Origin", origin)
                    .add("Cookie", anyone.cookieName() + "=" + victim.refreshToken());
            assertThatThrownBy(() -> transport.connect(server, headers).close())
                    .as(origin)
                    .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void theCookieAloneRenewsNothingFromThere() {
        for (var origin : foreign()) {
            anyone.cookie(victim.refreshToken())
                    .with("Origin", origin)
                    .call("POST", "/api/sessions/refresh")
                    .expectProblem(403, "bad_origin");
        }
        for (var site : List.of("cross-site", "same-site", "x")) {
            anyone.cookie(victim.refreshToken())
                    .with("Sec-Fetch-Site", site)
                    .call("POST", "/api/sessions/refresh")
                    .expectProblem(403, "bad_origin");
        }
        anyone.refresh(victim.refreshToken()).expect(200);
    }

    /** It goes along with every request to its host by now: each but the renewal asks for the access token all the same. */
    @Test
    void theCookieAloneDoesNothingElseNotEvenFromHere() {
        for (var path : List.of("/api/users/me", "/api/contacts", "/api/sessions", "/api/users/me/export")) {
            anyone.cookie(victim.refreshToken()).get(path).expectProblem(401, "unauthenticated");
        }
        anyone.cookie(victim.refreshToken()).call("DELETE", "/api/sessions").expectProblem(401, "unauthenticated");
    }

    @Test
    void theCookieGoesToItsOwnHostOnlyAndNoScriptReadsIt() {
        var cookie = anyone.tryLogIn(victim.username(), RestClient.PASSWORD)
                .expect(201)
                .header("set-cookie")
                .orElseThrow();

        assertThat(cookie)
                .containsIgnoringCase("; HttpOnly")
                .contains("; SameSite=Strict", "; Path=/;")
                .doesNotContain("Domain");
    }

    /** What a form can send without asking first. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void aFormCannotSpeakToTheApi(String type) {
        victim.rest()
                .with("Content-Type", type)
                .call("POST", "/api/contacts", "{\"username\":\"" + victim.username() + "\"}")
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    void nothingCanBeReadFromThere() throws IOException {
        for (var path : List.of("/", "/api/users/me", "/api/health/live", "/sw.js", "/api/openapi.json")) {
            var answer = ask("GET", path, "Origin: https://evil.example").toLowerCase(Locale.ROOT);

            assertThat(answer)
                    .as(path)
                    .doesNotContain("access-control-allow")
                    .contains("cross-origin-resource-policy: same-origin", "x-frame-options: deny");
        }
    }

    private static String ask(String method, String path, String header) throws IOException {
        return new RawConnection(server.port())
                .send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + header
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .readAll();
    }
}
