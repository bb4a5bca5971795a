package io.webim.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.SiteServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one origin as a browser, and as an attacker, sees it. */
@ExtendWith(LogWatch.class)
class HttpIT {
    @SharedServer
    private static TestServer server;

    @SiteServer
    private static TestServer site;

    private final RestClient anyone = RestClient.of(server);

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/users/me", "/api/health/live", "/nothing"})
    void everyAnswerTellsBrowsersWhatToRefuse(String path) {
        var answer = anyone.get(path);

        assertThat(answer.header("content-security-policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "script-src 'self' 'sha256-",
                        "style-src 'self' 'sha256-")
                .doesNotContain("unsafe", "http:", "*");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.header("referrer-policy")).contains("no-referrer");
        assertThat(answer.header("permissions-policy")).isPresent();
        assertThat(answer.header("cross-origin-opener-policy")).contains("same-origin");
        assertThat(answer.header("cross-origin-resource-policy")).contains("same-origin");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
        assertThat(answer.header("strict-transport-security")).isEmpty();
    }

    @Test
    void thePageIsServedAndWhatStandsWithinItIsAllowed() {
        var page = anyone.get("/").expect(200);

        assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
        var policy = page.header("content-security-policy").orElseThrow();
        for (var element : List.of("script", "style")) {
            var inline = page.text().split("<" + element + ">", 2)[1].split("</" + element + ">", 2)[0];
            assertThat(inline).hasSizeGreaterThan(100);
            assertThat(policy)
                    .contains(element + "-src 'self' 'sha256-" + StaticFile.sha256(inline.getBytes(UTF_8)) + "';");
        }
        assertThat(anyone.get("/index.html").expect(200).text()).isEqualTo(page.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB,en;q=0.9 | en | There is nothing at this address",
                "nl, zh-TW;q=0.9, en;q=0.5 | zh-CN | 此地址没有内容",
                "de-AT, ar;q=0.9, en;q=0.5 | de | Unter dieser Adresse gibt es nichts",
                "fr | en | There is nothing at this address",
            })
    void whoFollowsALinkThatLeadsNowhereIsShownAWayHome(String languages, String language, String title) {
        var browser = anyone.with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .with("Accept-Language", languages);

        var page = browser.get("/nothing/here").expect(404);

        assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.header("cache-control")).contains("no-store");
        assertThat(page.text()).contains("<html lang=\"" + language + '"', title, "href=\"/\"");
        assertThat(page.text())
                .containsOnlyOnce("<script")
                .contains("<script src=\"/missing/chosen.js\"></script>")
                .doesNotContain("/nothing/here", "style=");
        anyone.get("/missing/missing.css").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/%", "/%E0%A4%A", "/nothing?q=%zz"})
    void anAddressThatCannotBeReadLeadsAPersonNowhereToo(String path) throws IOException {
        assertThat(asked(path, "text/html"))
                .startsWith("HTTP/1.1 404 ")
                .contains("There is nothing at this address</h1>");
        assertThat(asked(path, "*/*")).contains("application/problem+json").doesNotContain("<html");
        assertThat(asked("/api" + path, "text/html")).contains("application/problem+json");
    }

    private static String asked(String path, String accept) throws IOException {
        return new RawConnection(server.port())
                .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: " + accept + "\r\n\r\n")
                .readAll();
    }

    @ParameterizedTest
    @CsvSource({"/nothing, */*", "/nothing, application/json", "/api/nothing, text/html", "/eventbus/nothing, text/html"
    })
    void aProgramIsToldThatThereIsNothingInItsOwnWords(String path, String accept) {
        var answer = anyone.with("Accept", accept).get(path).expect(404);

        assertThat(answer.header("content-type").orElse("none")).doesNotContain("html");
    }

    @Test
    void aCopyIsCheckedEachTimeAndSentOnlyWhenItChanged() {
        var first = anyone.get("/sw.js").expect(200);
        var etag = first.header("etag").orElseThrow();

        assertThat(first.header("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(first.header("cache-control")).contains("no-cache");
        var again =
                anyone.with("If-None-Match", "\"other\", " + etag).get("/sw.js").expect(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.header("etag")).contains(etag);
        anyone.with("If-None-Match", "\"other\"").get("/sw.js").expect(200);
    }

    @Test
    void whatIsNamedByItsContentIsAskedForOnce() {
        var script = anyone.get(named("/app/main-\\w+\\.js")).expect(200);

        assertThat(script.header("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(script.header("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(anyone.get("/").header("cache-control")).contains("no-cache");
        anyone.get("/app/main-AAAAAAAA.js").expect(404);
    }

    @Test
    void filesArePackedForThoseWhoTakeIt() throws IOException {
        var plain = anyone.get("/sw.js").expect(200);
        var packed = anyone.with("Accept-Encoding", "gzip, br").get("/sw.js").expect(200);

        assertThat(packed.header("content-encoding")).contains("gzip");
        assertThat(packed.header("vary").orElseThrow()).containsIgnoringCase("accept-encoding");
        assertThat(unpack(packed)).isEqualTo(plain.response().body());
        assertThat(packed.response().body()).hasSizeLessThan(plain.response().body().length);
    }

    @Test
    void whatIsPackedAlreadyIsNotPackedAgain() {
        var font = anyone.with("Accept-Encoding", "gzip")
                .get(named("/app/inter-latin-\\w+\\.woff2"))
                .expect(200);

        assertThat(font.header("content-type")).contains("font/woff2");
        assertThat(font.header("content-encoding").orElse("identity")).isEqualTo("identity");
        assertThat(font.response().body()).startsWith('w', 'O', 'F', '2');
    }

    @Test
    void longRepliesArePackedAndShortOnesAreNot() throws IOException {
        var ann = anyone.somebody("packer");
        long conversation = ann.conversationWith(anyone.somebody("receiver"));
        ann.send(conversation, "long ".repeat(1_000));
        var path = "/api/conversations/" + conversation + "/messages";

        // Not through OpenApi's check, which reads plain answers.
        var packed = new RawConnection(server.port())
                .send("GET " + path
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer "
                        + ann.accessToken() + "\r\n\r\n")
                .readAll();

        assertThat(packed).contains("content-encoding: gzip").doesNotContain("long long");
        assertThat(packed.length()).isLessThan(1_500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/..%2fpom.xml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/js/../../application.properties",
                "/js/..%5c..%5cpom.xml",
                "/..;/openapi.json",
                "/.%00/index.html",
                "//etc/passwd",
                "/WEB-INF/web.xml",
                "/logback.xml",
                "/openapi.json",
                "/db/migration/V1__account.sql",
                "/io/webim/Main.class",
                "/js",
                "/js/",
                "/%E0%A4%A",
                "/%"
            })
    void noPathLeavesTheWebroot(String path) throws IOException {
        var answer = new RawConnection(server.port())
                .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .readAll();

        assertThat(answer).matches("(?s)HTTP/1\\.1 (404 Not Found|400 Bad Request)\r\n.*");
        assertThat(answer).doesNotContain("root:", "<project", "CREATE TABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/users?q=%", "/api/users?q=%zz", "/api/users?limit=%", "/api/users?q=%ff", "/api/users/%"})
    void aQueryThatCannotBeReadIsRefused(String path) throws IOException {
        var ann = anyone.somebody("reader");

        var answer = new RawConnection(server.port())
                .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + ann.accessToken() + "\r\n\r\n")
                .readAll();

        assertThat(answer).matches("(?s)HTTP/1\\.1 (200|400|404|422) .*");
    }

    @Test
    void headsAreAnsweredWithoutABody() throws IOException {
        var answer = new RawConnection(server.port())
                .send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .readAll();

        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).containsPattern("content-length: [1-9]");
    }

    @Test
    void filesAreOnlyRead() {
        var answer = anyone.call("POST", "/", "{}").expectProblem(405, "method_not_allowed");

        assertThat(answer.header("allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:PORT, 401",
        "http://localhost:PORT, 401",
        "http://localhost:1, 403",
        "http://localhost, 403",
        "https://evil.example:PORT, 403",
        "file://, 403",
        "null, 403",
        "garbage, 403",
    })
    void onLoopbackBothNamesOfItAreTheOwnOrigin(String origin, int status) {
        anyone.with("Origin", origin.replace("PORT", Integer.toString(server.port())))
                .call("POST", "/api/sessions/refresh")
                .expect(status);
    }

    @Test
    void withAPublicUrlOnlyThatIsTheOwnOrigin() {
        var rest = RestClient.of(site);

        rest.with("Origin", SiteServer.URL)
                .call("POST", "/api/sessions/refresh")
                .expect(401);
        rest.with("Origin", "https://chat.example.org:443")
                .call("POST", "/api/sessions/refresh")
                .expect(401);
        rest.with("Origin", "http://chat.example.org")
                .call("POST", "/api/sessions/refresh")
                .expect(403);
        rest.with("Origin", "https://evil.chat.example.org")
                .call("POST", "/api/sessions/refresh")
                .expect(403);
        rest.with("Origin", site.url("")).call("POST", "/api/sessions/refresh").expect(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Xength", "Xontent-Length", "content-xength"})
    void noOtherHeaderIsTakenForTheContentLength(String other) throws IOException {
        var ask = "GET /api/health/live HTTP/1.1\r\nHost: x\r\n";
        var hidden = ask + "\r\n";
        var request = ask + other + ": " + hidden.length() + "\r\n\r\n" + hidden;

        var answers = new RawConnection(server.port())
                .send(request + ask + "Connection: close\r\n\r\n")
                .readAll();

        assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(4);
    }

    @Test
    void theConnectionSurvivesARefusedBody() throws IOException {
        var body = "{\"username\":";
        var request = "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        var last = "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        var answers =
                new RawConnection(server.port()).send(request + request + last).readAll();

        assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(4);
        assertThat(answers).endsWith("{\"status\":\"up\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nX: HUGE\r\n\r\n",
                "GET /HUGE HTTP/1.1\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n",
                "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
                "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n"
            })
    void whatIsNoDecentRequestIsRefusedAndTheServerLives(String request) throws IOException {
        var answer = new RawConnection(server.port())
                .send(request.replace("HUGE", "h".repeat(20_000)))
                .readAll();

        assertThat(answer).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5", "Exception", "at io.");
        anyone.get("/api/health/live").expect(200);
    }

    private static byte[] unpack(RestClient.Answer packed) throws IOException {
        try (var gzip =
                new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))) {
            return gzip.readAllBytes();
        }
    }

    /** An address that the page names. */
    private String named(String pattern) {
        return Pattern.compile(pattern)
                .matcher(anyone.get("/").text())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }
}
