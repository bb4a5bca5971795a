package io.webim.auth;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenIT {
    static final String SECRET = TestServer.SECRET;

    @SharedServer
    private static TestServer server;

    private static RestClient anyone;
    private static Person ann;

    @BeforeAll
    static void start() {
        anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
    }

    @Test
    void aTokenMadeWithTheServersKeyIsAccepted() {
        use(sign("HS256", "HmacSHA256", SECRET, claims(60))).expect(200);
    }

    @Test
    void anExpiredTokenIsRefused() {
        use(sign("HS256", "HmacSHA256", SECRET, claims(-1))).expectProblem(401, "invalid_token");
    }

    @Test
    void aTokenThatNeverExpiresIsRefused() {
        var claims = claims(60);
        claims.remove("exp");

        use(sign("HS256", "HmacSHA256", SECRET, claims)).expectProblem(401, "invalid_token");
    }

    @Test
    void aTokenWithoutASessionIsRefused() {
        var claims = claims(60);
        claims.remove("sid");

        use(sign("HS256", "HmacSHA256", SECRET, claims)).expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x", "", "1.5", "99999999999999999999"})
    void aTokenOfNoUserIsRefused(String subject) {
        use(sign("HS256", "HmacSHA256", SECRET, claims(60).put("sub", subject))).expectProblem(401, "invalid_token");
    }

    @Test
    void aTokenSignedWithAnotherKeyIsRefused() {
        use(sign("HS256", "HmacSHA256", SECRET + "!", claims(60))).expectProblem(401, "invalid_token");
        use(sign("HS256", "HmacSHA256", "\0", claims(60))).expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", ""})
    void anUnsignedTokenIsRefused(String algorithm) {
        var unsigned =
                base64(new JsonObject().put("alg", algorithm).put("typ", "JWT").encode())
                        + '.'
                        + base64(claims(60).encode());

        use(unsigned + '.').expectProblem(401, "invalid_token");
        use(unsigned).expectProblem(401, "invalid_token");
        use(unsigned + "." + signatureOf(ann.accessToken())).expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS384", "HS512", "RS256"})
    void aTokenOfAnotherAlgorithmIsRefused(String algorithm) {
        var mac = algorithm.startsWith("HS") ? "HmacSHA" + algorithm.substring(2) : "HmacSHA256";

        use(sign(algorithm, mac, SECRET, claims(60))).expectProblem(401, "invalid_token");
    }

    @Test
    void aTokenWhoseClaimsWereChangedIsRefused() {
        var other = anyone.somebody("bob");
        var parts = ann.accessToken().split("\\.");
        var forged = base64(claims(60).put("sub", Long.toString(other.id())).encode());

        use(parts[0] + '.' + forged + '.' + parts[2]).expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "..", "....", "eyJhbGciOiJIUzI1NiJ9.e30.", "{}", "null"})
    void nonsenseIsRefused(String token) {
        use(token).expectProblem(401, "invalid_token");
    }

    @Test
    void anEndlessTokenIsRefused() {
        use("a".repeat(10_000)).expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YW5uOnBhc3N3b3Jk", "Bearer", "Bearer:abc", "bear abc", ""})
    void anotherKindOfAuthorizationIsNone(String header) {
        anyone.with("Authorization", header).get("/api/users/me").expectProblem(401, "unauthenticated");
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        anyone.with("Authorization", "bearer " + ann.accessToken())
                .get("/api/users/me")
                .expect(200);
    }

    private static RestClient.Answer use(String token) {
        return anyone.token(token).get("/api/users/me");
    }

    private static JsonObject claims(int secondsToLive) {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("sub", Long.toString(ann.id()))
                .put("sid", ann.sessionId())
                .put("iat", now - 60)
                .put("exp", now + secondsToLive);
    }

    private static String sign(String algorithm, String macName, String secret, JsonObject claims) {
        var signed =
                base64(new JsonObject().put("alg", algorithm).put("typ", "JWT").encode())
                        + '.'
                        + base64(claims.encode());
        try {
            var mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), macName));
            return signed + '.' + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
