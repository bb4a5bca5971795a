package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.contract.Scope;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for each row of the route table, none left out. */
@ExtendWith(LogWatch.class)
class EveryEndpointIT {
    @SharedServer
    private static TestServer server;

    static RestClient anyone;
    static Person ann;
    static Person bob;
    static String revokedToken;
    static long conversationId;
    static Person bot;
    static Person feedReader;
    static Person writer;

    @BeforeAll
    static void start() {
        anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
        var revoked = anyone.logIn(ann.username());
        revokedToken = revoked.accessToken();
        revoked.rest().delete("/api/sessions/current").expect(204);
        conversationId = ann.conversationWith(bob);
        ann.send(conversationId, "hello");
        bot = bob.bot("endpoints");
        feedReader = bob.bot("endpoints", "feed:read");
        writer = bob.bot("endpoints", "messages:write");
    }

    static List<Endpoint> all() {
        return Endpoints.all();
    }

    static Stream<Endpoint> closed() {
        return all().stream().filter(endpoint -> !endpoint.isOpen());
    }

    static Stream<Endpoint> withBody() {
        // What comes in at a webhook may have any fields.
        return all().stream().filter(endpoint -> endpoint.takesJson() && endpoint.gate() == null);
    }

    static Stream<Endpoint> withIds() {
        return closed().filter(endpoint -> endpoint.path().contains(":")
                && !endpoint.path().contains(":token")
                && !endpoint.path().contains(":fileId"));
    }

    static Stream<Endpoint> withUsers() {
        return withIds()
                .filter(endpoint ->
                        endpoint.path().contains(":userId") && !endpoint.path().contains(":conversationId"));
    }

    static Stream<Endpoint> withOwned() {
        return withIds()
                .filter(endpoint ->
                        !endpoint.path().contains(":userId") || endpoint.path().contains(":conversationId"));
    }

    /** Of an invite, or a link, nothing has to be said. */
    static Stream<Endpoint> withRequired() {
        return withBody()
                .filter(endpoint -> !endpoint.path().endsWith("/invites")
                        && !endpoint.path().endsWith("/link"));
    }

    static Stream<Endpoint> changing() {
        return all().stream().filter(endpoint -> !endpoint.method().name().equals("GET"));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void withoutATokenNothingIsDone(Endpoint endpoint) {
        var answer = call(anyone, endpoint, "{}").expectProblem(401, "unauthenticated");

        assertThat(answer.header("www-authenticate")).contains("Bearer realm=\"webim\"");
    }

    @ParameterizedTest
    @MethodSource("closed")
    void withABadTokenNothingIsDone(Endpoint endpoint) {
        var answer = call(anyone.token("bad"), endpoint, "{}").expectProblem(401, "invalid_token");

        assertThat(answer.header("www-authenticate").orElseThrow()).contains("error=\"invalid_token\"");
    }

    @ParameterizedTest
    @MethodSource("closed")
    void withARevokedTokenNothingIsDone(Endpoint endpoint) {
        call(anyone.token(revokedToken), endpoint, "{}").expectProblem(401, "invalid_token");
    }

    @ParameterizedTest
    @MethodSource("closed")
    void aTokenOfABotWithoutItsScopeIsGoodForNothing(Endpoint endpoint) {
        var token = endpoint.address().scope() == Scope.FEED_READ ? writer : feedReader;
        call(token.rest(), endpoint, "{}")
                .expectProblem(403, endpoint.address().scope() == null ? "not_for_bots" : "scope_missing");
    }

    static Stream<Endpoint> forPeople() {
        return closed().filter(endpoint -> endpoint.address().scope() == null);
    }

    @ParameterizedTest
    @MethodSource("forPeople")
    void whatNamesNoScopeIsClosedToAllBots(Endpoint endpoint) {
        call(bot.rest(), endpoint, "{}").expectProblem(403, "not_for_bots");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void brokenJsonIsRefused(Endpoint endpoint) {
        for (var broken :
                List.of("", "{", "{\"a\":}", "{} {}", "nonsense", "{'a':1}", "{\"a\":\"\\x\"}", "[".repeat(5_000))) {
            call(ann.rest(), endpoint, broken).expectProblem(400, "bad_json");
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void otherJsonThanAnObjectIsRefused(Endpoint endpoint) {
        for (var other : List.of("[]", "1", "\"text\"", "null", "true")) {
            call(ann.rest(), endpoint, other).expectProblem(422, "invalid");
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aBodyOfAnotherTypeIsRefused(Endpoint endpoint) {
        for (var type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "x")) {
            if (endpoint.takesForm() && type.endsWith("-urlencoded")) {
                continue;
            }
            call(ann.rest().with("Content-Type", type), endpoint, "{}").expectProblem(415, "unsupported_media_type");
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aHugeBodyIsRefused(Endpoint endpoint) {
        call(ann.rest(), endpoint, "{\"text\":\"" + "x".repeat(256 * 1024) + "\"}")
                .expectProblem(413, "too_large");
    }

    @ParameterizedTest
    @MethodSource("withRequired")
    void missingFieldsAreNamed(Endpoint endpoint) {
        var fields = call(ann.rest(), endpoint, "{}")
                .expectProblem(422, "invalid")
                .body()
                .getJsonObject("fields");

        assertThat(fields.fieldNames()).isNotEmpty().isSubsetOf(endpoint.bodyFields());
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void fieldsOfAWrongTypeAreNamed(Endpoint endpoint) {
        for (var wrong : List.of(
                "true", "[\"x\"]", "{\"$gt\":\"\"}", "-1.5", "1e300", "1e9999", "9".repeat(500), "\"\\ud800\"")) {
            var body = endpoint.bodyFields().stream()
                    .map(name -> '"' + name + "\":" + wrong)
                    .collect(Collectors.joining(",", "{", "}"));

            var problem = call(ann.rest(), endpoint, body).expectProblem(422, "invalid");

            assertThat(problem.body().getJsonObject("fields").fieldNames())
                    .as(wrong)
                    .containsExactlyInAnyOrderElementsOf(endpoint.bodyFields().stream()
                            .filter(name -> !isRight(name, wrong))
                            .toList());
        }
    }

    private static boolean isRight(String name, String value) {
        return (List.of("approval", "readReceipts", "services", "rewind").contains(name) && value.equals("true"))
                || (name.equals("usernames") && value.equals("[\"x\"]"));
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void tooLongFieldsAreNamed(Endpoint endpoint) {
        var body = new JsonObject();
        var tooLong = "x".repeat(Math.min(20_000, endpoint.mostBodyBytes() / 4));
        endpoint.bodyFields().forEach(name -> body.put(name, tooLong));

        var problem = call(ann.rest(), endpoint, body.encode()).expectProblem(422, "invalid");

        assertThat(problem.body().getJsonObject("fields").fieldNames())
                .containsExactlyInAnyOrderElementsOf(endpoint.bodyFields());
        assertThat(problem.text()).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @MethodSource("withIds")
    void whatIsNoIdNamesNothing(Endpoint endpoint) {
        for (var wrong :
                List.of("x", "0", "-1", "1.0", "1e3", "0x1", "99999999999999999999", "%00", "%27", "1%20", "+1")) {
            call(ann.rest(), endpoint, wrong, "{\"seq\":1}").expectProblem(404, "not_found");
        }
    }

    @ParameterizedTest
    @MethodSource("withOwned")
    void unknownAndForeignIdsAreTheSame(Endpoint endpoint) {
        var stranger = anyone.somebody("stranger");
        var body = "{\"seq\":1,\"title\":\"mine\",\"userIds\":[1],\"role\":\"owner\",\"level\":\"all\",\"clientId\":\""
                + UUID.randomUUID() + "\",\"text\":\"let me in\",\"password\":\"" + RestClient.PASSWORD + "\"}";
        var foreign = endpoint.path().contains(":sessionId") ? ann.sessionId() : conversationId;

        var toForeign =
                call(stranger.rest(), endpoint, Long.toString(foreign), body).expect(404);
        var toUnknown =
                call(stranger.rest(), endpoint, "9007199254740991", body).expect(404);

        assertThat(toForeign.text()).isEqualTo(toUnknown.text());
        assertThat(comparable(toForeign)).isEqualTo(comparable(toUnknown));
    }

    @ParameterizedTest
    @MethodSource("withUsers")
    void nobodyActsOnAUserWhoIsNotThere(Endpoint endpoint) {
        var body = new JsonObject().put("name", "test").put("password", RestClient.PASSWORD);

        call(ann.rest(), endpoint, "9007199254740991", body.encode()).expectProblem(404, "user_not_found");
    }

    @ParameterizedTest
    @MethodSource("changing")
    void aPageOfAnotherSiteChangesNothing(Endpoint endpoint) {
        for (var origin :
                List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example")) {
            call(ann.rest().with("Origin", origin), endpoint, "{}").expectProblem(403, "bad_origin");
        }
        call(ann.rest().with("Sec-Fetch-Site", "cross-site"), endpoint, "{}").expectProblem(403, "bad_origin");
    }

    /** Uploads are begun at the address of one of them. */
    static Stream<Endpoint> alone() {
        return all().stream().filter(endpoint -> !endpoint.path().equals("/api/files"));
    }

    @ParameterizedTest
    @MethodSource("alone")
    void anotherMethodIsRefusedWithTheRightOnes(Endpoint endpoint) {
        var path = path(endpoint, "1");
        var allowed = all().stream()
                .filter(other -> other.path().equals(endpoint.path()))
                .map(other -> other.method().name())
                .toList();
        for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")) {
            if (!allowed.contains(method)) {
                var answer = ann.rest().call(method, path);
                // A path like /sessions/current is also one of /sessions/{id}'s shape.
                assertThat(answer.status()).as(method + " " + path).isIn(405, 404);
                assertThat(answer.header("allow")
                                .map(allow -> List.of(allow.split(", ")))
                                .orElse(allowed))
                        .containsAll(allowed);
            }
        }
    }

    @Test
    void everythingWasStillThereAfterwards() {
        ann.rest().get("/api/users/me").expect(200);
        assertThat(ann.history(conversationId).getJsonArray("messages")).hasSize(1);
    }

    @Test
    void anUnknownAddressIsNotFound() {
        for (var path : List.of(
                "/api", "/api/", "/api/nothing", "/api/users/5", "/api/users/me/x", "/nothing", "/api/%2e%2e/x")) {
            anyone.get(path).expectProblem(404, "not_found");
        }
    }

    @Test
    void healthAndDocumentNeedNoToken() {
        anyone.get("/api/health/live").expect(200);
        assertThat(anyone.get("/api/health/ready").expect(200).body().getString("status"))
                .isEqualTo("up");
        assertThat(anyone.get("/api/openapi.json").expect(200).body().encode())
                .isEqualTo(OpenApi.DOCUMENT.json().encode());
        assertThat(anyone.get("/api/asyncapi.json").expect(200).body().encode())
                .isEqualTo(AsyncApi.DOCUMENT.json().encode());
    }

    private static List<String> comparable(Answer answer) {
        return answer.response().headers().map().entrySet().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static Answer call(RestClient rest, Endpoint endpoint, String body) {
        return call(rest, endpoint, Long.toString(conversationId), body);
    }

    private static Answer call(RestClient rest, Endpoint endpoint, String id, String body) {
        var method = endpoint.method().name();
        if (endpoint.file().isPresent()) {
            return rest.put(path(endpoint, id), "image/png", new byte[] {1});
        }
        return endpoint.takesJson()
                ? rest.call(method, path(endpoint, id), body)
                : rest.call(method, path(endpoint, id));
    }

    private static String path(Endpoint endpoint, String id) {
        var path = endpoint.path()
                .replaceFirst(":\\w+", id)
                .replace(":emoji", "%F0%9F%91%8D")
                .replaceAll(":\\w+", "1");
        return path.endsWith("/messages/1") && endpoint.method().name().equals("DELETE") ? path + "?scope=me" : path;
    }
}
