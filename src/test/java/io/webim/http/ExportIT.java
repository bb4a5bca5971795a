package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExportIT {
    static TestServer server;
    static RestClient anyone;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everythingIsThereAndNothingThatTheOwnerCannotSee() {
        var ann = anyone.person("exporter");
        var bob = anyone.person("bob");
        var eve = anyone.person("eve");
        long withBob = add(ann, bob);
        long withEve = add(eve, bob);
        IntStream.rangeClosed(1, 250).forEach(i -> send(i % 2 == 0 ? ann : bob, withBob, "message \"" + i + "\" 🎉"));
        send(eve, withEve, "between others");
        ann.rest()
                .delete("/api/conversations/" + withBob + "/messages/7?scope=me")
                .expect(204);
        bob.rest()
                .delete("/api/conversations/" + withBob + "/messages/9?scope=everyone")
                .expect(204);
        var mallory = anyone.person("mallory");
        ann.rest().call("PUT", "/api/contacts/" + mallory.id() + "/block").expect(204);

        var answer = ann.rest().get("/api/users/me/export").expect(200);

        assertThat(answer.header("content-disposition")).contains("attachment; filename=\"webim-exporter.json\"");
        assertThat(answer.header("cache-control")).contains("no-store");
        var export = answer.body();
        assertThat(export.getJsonObject("user").getString("username")).isEqualTo("exporter");
        assertThat(export.getJsonArray("sessions")).hasSize(1);
        assertThat(export.getJsonObject("secondFactor").getBoolean("totp")).isFalse();
        assertThat(names(export.getJsonArray("contacts"))).containsExactly("bob");
        assertThat(names(export.getJsonArray("blocked"))).containsExactly("mallory");
        assertThat(export.getJsonArray("conversations")).hasSize(1);
        var messages = export.getJsonArray("conversations").getJsonObject(0).getJsonArray("messages");
        assertThat(messages.stream().map(message -> ((JsonObject) message).getLong("seq")))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 250)
                        .filter(seq -> seq != 7)
                        .boxed()
                        .toList());
        assertThat(messages.getJsonObject(7).getBoolean("deleted")).isTrue();
        assertThat(messages.getJsonObject(7).containsKey("text")).isFalse();
        assertThat(messages.getJsonObject(248).getString("text")).isEqualTo("message \"250\" 🎉");
        assertThat(answer.text()).doesNotContain("between others", "password", "scrypt", "$s0$");
    }

    @Test
    void anEmptyAccountIsExportedToo() {
        var export = anyone.person("newcomer")
                .rest()
                .get("/api/users/me/export")
                .expect(200)
                .body();

        assertThat(export.getJsonArray("conversations")).isEmpty();
        assertThat(export.getString("registeredAt")).isLessThan(export.getString("exportedAt"));
    }

    @Test
    void exportsAreFew() {
        try (var limited = TestServer.start(Map.of("WEBIM_LIMITS", "on", "WEBIM_RATE_EXPORTS", "2/hour"))) {
            var ann = RestClient.of(limited).person("eager");
            ann.rest().get("/api/users/me/export").expect(200);
            ann.rest().get("/api/users/me/export").expect(200);

            ann.rest().get("/api/users/me/export").expectProblem(429, "too_many_attempts");
        }
    }

    private static List<String> names(JsonArray contacts) {
        return contacts.stream()
                .map(contact -> ((JsonObject) contact).getJsonObject("user").getString("username"))
                .toList();
    }

    private static long add(Person person, Person other) {
        return person.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .expect(201)
                .body()
                .getLong("conversationId");
    }

    private static void send(Person person, long conversationId, String text) {
        person.rest()
                .post(
                        "/api/conversations/" + conversationId + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", text))
                .expect(201);
    }
}
