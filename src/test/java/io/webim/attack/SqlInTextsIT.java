package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.contract.Address.Reach;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL wherever a text is taken: each field of each operation that {@code openapi.json} and the bus know. */
@ExtendWith(LogWatch.class)
class SqlInTextsIT {
    private static final List<String> PAYLOADS = List.of(
            "' OR '1'='1",
            "\" OR \"\"=\"",
            "'; DROP TABLE message; -- ",
            "x'; UPDATE account SET password_hash=''; #",
            "1) UNION SELECT password_hash FROM account -- ",
            "\\' OR 1=1 -- ",
            "%' AND SLEEP(5) -- ",
            "%",
            "_",
            "\\",
            "?",
            "\u0000'",
            "ʼ OR ʼ1ʼ=ʼ1",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}");

    @SharedServer
    private static TestServer server;

    private static RestClient anyone;
    private static Person ann;
    private static long conversation;
    private static Person bystander;

    @BeforeAll
    static void start() {
        anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bystander = anyone.somebody("bystander");
        conversation = ann.conversationWith(bystander);
    }

    /** @param name of the body's field or of the query's parameter */
    record Field(String method, String path, String name, boolean inBody) {}

    static Stream<Field> fields() {
        var document = anyone.get("/api/openapi.json").body();
        return document.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .flatMap(operation ->
                                        fields(path.getKey(), operation.getKey(), (JsonObject) operation.getValue())));
    }

    private static Stream<Field> fields(String path, String method, JsonObject operation) {
        var parameters = operation.getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> (JsonObject) parameter)
                .filter(parameter -> "query".equals(parameter.getString("in")))
                .map(parameter -> new Field(method, path, parameter.getString("name"), false));
        var properties = operation
                .getJsonObject("requestBody", new JsonObject())
                .getJsonObject("content", new JsonObject())
                .getJsonObject("application/json", new JsonObject())
                .getJsonObject("schema", new JsonObject())
                .getJsonObject("properties", new JsonObject());
        return Stream.concat(
                parameters, properties.fieldNames().stream().map(name -> new Field(method, path, name, true)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void overRestItIsNothingButText(Field field) {
        // What the operation does to its caller, it does to somebody of its own.
        var caller = anyone.somebody("caller");
        long before = rows();
        for (var payload : PAYLOADS) {
            var answer = call(caller, field, payload);

            assertThat(answer.status()).as(payload).isLessThan(500);
            assertThat(answer.text()).doesNotContain("SQL", "syntax", "$s0$");
        }
        assertThat(rows()).isGreaterThanOrEqualTo(before);
    }

    static Stream<Address> addresses() {
        return Arrays.stream(Address.values()).filter(address -> address.reach() == Reach.CLIENTS);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void overTheBusItIsNothingButText(Address address) throws Exception {
        long before = rows();
        try (var socket = Transport.RAW.connect(server)) {
            socket.logIn(ann.accessToken());
            for (var payload : PAYLOADS) {
                for (var name : good().fieldNames()) {
                    var answer = socket.ask(address.text(), good().put(name, payload));
                    assertThat(answer.getInteger("failureCode", 0))
                            .as(answer.encode())
                            .isLessThan(500);
                }
            }
        }
        assertThat(rows()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void whatIsStoredComesBackAsItWas() {
        var writer = anyone.somebody("writer");
        long with = writer.conversationWith(anyone.somebody("reader"));
        var stored = PAYLOADS.stream()
                .filter(payload -> payload.chars().noneMatch(Character::isISOControl))
                .toList();
        for (var payload : stored) {
            assertThat(writer.send(with, payload).getString("text")).isEqualTo(payload);
        }
        var texts = writer.history(with).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"));
        assertThat(texts).containsExactlyElementsOf(stored).hasSize(PAYLOADS.size() - 1);
    }

    @Test
    void aSearchFindsTheSignsThemselvesAndNotEverybody() {
        for (var sign : List.of("%", "\\", "%%", "a%n", "' OR '1'='1")) {
            var found = ann.rest()
                    .get("/api/users?q=" + URLEncoder.encode(sign, StandardCharsets.UTF_8))
                    .expect(200);
            assertThat(found.body().getJsonArray("users").stream()
                            .map(user -> ((JsonObject) user).getString("displayName")))
                    .as(sign)
                    .allSatisfy(name -> assertThat(name).contains(sign));
        }
    }

    @Test
    void noPasswordOpensEveryAccount() {
        for (var payload : PAYLOADS) {
            anyone.tryLogIn(ann.username(), payload).expectProblem(401, "bad_credentials");
            anyone.tryLogIn(ann.username() + payload, RestClient.PASSWORD).expectProblem(401, "bad_credentials");
        }
    }

    private static RestClient.Answer call(Person caller, Field field, String payload) {
        var path = field.path().replaceAll("\\{\\w+}", Long.toString(conversation));
        var method = field.method().toUpperCase(Locale.ROOT);
        if (!field.inBody()) {
            return caller.rest()
                    .call(method, path + "?" + field.name() + "=" + URLEncoder.encode(payload, StandardCharsets.UTF_8));
        }
        return caller.rest()
                .call(method, path, good().put(field.name(), payload).encode());
    }

    /** Acceptable to every operation, as far as it goes. */
    private static JsonObject good() {
        return new JsonObject()
                .put("username", bystander.username())
                .put("displayName", "By Stander")
                .put("password", RestClient.PASSWORD)
                .put("oldPassword", RestClient.PASSWORD)
                .put("newPassword", RestClient.PASSWORD + "!")
                .put("device", "device")
                .put("code", "123456")
                .put("challenge", "challenge")
                .put("q", "nobody at all")
                .put("clientId", UUID.randomUUID().toString())
                .put("text", "text")
                .put("emoji", "\uD83D\uDC4D")
                .put("on", true)
                .put("scope", "me")
                .put("conversationId", conversation)
                .put("userId", ann.id())
                .put("seq", 1);
    }

    private static long rows() {
        return server.query("SELECT (SELECT COUNT(*) FROM account WHERE password_hash <> '')"
                        + " + (SELECT COUNT(*) FROM message) + (SELECT COUNT(*) FROM conversation) AS n")
                .get(0)
                .getLong("n");
    }
}
