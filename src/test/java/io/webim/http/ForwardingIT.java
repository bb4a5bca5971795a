package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.SharedServer;
import io.webim.TestServer;
import org.junit.jupiter.api.Test;

/** Behind a proxy, and beside one. */
class ForwardingIT {
    @SharedServer({"WEBIM_LIMITS=on", "WEBIM_RATE_REGISTRATIONS=2/hour", "WEBIM_TRUSTED_PROXIES=127.0.0.0/8"})
    private static TestServer behind;

    @SharedServer({"WEBIM_LIMITS=on", "WEBIM_RATE_REGISTRATIONS=2/hour", "WEBIM_TRUSTED_PROXIES=192.0.2.1"})
    private static TestServer beside;

    @Test
    void behindATrustedProxyEachClientCountsAlone() {
        for (var client : new String[] {"198.51.100.1", "198.51.100.2", "2001:db8::1"}) {
            register(behind, client).expect(201);
            register(behind, client).expect(201);
            register(behind, client).expectProblem(429, "too_many_attempts");
        }
    }

    @Test
    void whatAClientClaimsBeforeTheProxyIsNotBelieved() {
        register(behind, "1.1.1.1, 198.51.100.9").expect(201);
        register(behind, "2.2.2.2, 198.51.100.9").expect(201);
        register(behind, "3.3.3.3, 198.51.100.9").expectProblem(429, "too_many_attempts");
    }

    @Test
    void whoeverIsNoTrustedProxyIsNotBelieved() {
        register(beside, "198.51.100.1").expect(201);
        register(beside, "198.51.100.2").expect(201);
        register(beside, "198.51.100.3").expectProblem(429, "too_many_attempts");
    }

    @Test
    void overTlsInFrontBrowsersAreToldToStayThereAndTheCookieIsSecure() {
        var account = new JsonObject().put("username", "secure").put("password", RestClient.PASSWORD);
        from(behind, "198.51.100.20").post("/api/users", account).expect(201);
        for (var proto : new String[] {"https", "http, https", "HTTPS"}) {
            var answer = from(behind, "198.51.100.20")
                    .with("X-Forwarded-Proto", proto)
                    .post("/api/sessions", account)
                    .expect(201);
            assertThat(answer.header("strict-transport-security")).contains("max-age=31536000");
            assertThat(answer.header("set-cookie").orElseThrow()).contains("Secure");
        }
        for (var proto : new String[] {"http", "https, http", ""}) {
            var answer = from(behind, "198.51.100.20")
                    .with("X-Forwarded-Proto", proto)
                    .post("/api/sessions", account)
                    .expect(201);
            assertThat(answer.header("strict-transport-security")).isEmpty();
            assertThat(answer.header("set-cookie").orElseThrow()).doesNotContain("Secure");
        }
        assertThat(RestClient.of(beside)
                        .with("X-Forwarded-Proto", "https")
                        .get("/")
                        .header("strict-transport-security"))
                .isEmpty();
    }

    private static RestClient.Answer register(TestServer server, String forwardedFor) {
        return from(server, forwardedFor)
                .post(
                        "/api/users",
                        new JsonObject().put("username", FreshName.of("user")).put("password", RestClient.PASSWORD));
    }

    private static RestClient from(TestServer server, String forwardedFor) {
        return RestClient.of(server).with("X-Forwarded-For", forwardedFor);
    }
}
