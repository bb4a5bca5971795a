package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.TestServer;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExportIT {
    @SharedServer
    private static TestServer server;

    @LimitedServer
    private static TestServer limited;

    private final RestClient anyone = RestClient.of(server);

    @Test
    void everythingIsThereAndNothingThatTheOwnerCannotSee() {
        var ann = anyone.somebody("exporter");
        var bob = anyone.somebody("bob");
        var eve = anyone.somebody("eve");
        long withBob = ann.conversationWith(bob);
        long withEve = eve.conversationWith(bob);
        IntStream.rangeClosed(1, 250).forEach(i -> (i % 2 == 0 ? ann : bob).send(withBob, "message \"" + i + "\" 🎉"));
        eve.send(withEve, "between others");
        ann.rest()
                .delete("/api/conversations/" + withBob + "/messages/7?scope=me")
                .expect(204);
        bob.rest()
                .delete("/api/conversations/" + withBob + "/messages/9?scope=everyone")
                .expect(204);
        var mallory = anyone.somebody("mallory");
        ann.block(mallory);

        var answer = ann.rest().get("/api/users/me/export").expect(200);

        assertThat(answer.header("content-disposition"))
                .contains("attachment; filename=\"webim-" + ann.username() + ".json\"");
        assertThat(answer.header("cache-control")).contains("no-store");
        var export = answer.body();
        assertThat(export.getJsonObject("user").getString("username")).isEqualTo(ann.username());
        assertThat(export.getJsonArray("sessions")).hasSize(1);
        assertThat(export.getJsonObject("secondFactor").getBoolean("totp")).isFalse();
        assertThat(names(export.getJsonArray("contacts"))).containsExactly(bob.username());
        assertThat(names(export.getJsonArray("blocked"))).containsExactly(mallory.username());
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
    void whatActsForTheOwnerIsThereWithoutItsSecrets() {
        var ann = anyone.somebody("exporter");
        var bot = ann.bot("robot", "feed:read");
        bot.rest().get("/api/feed?consumer=billing").expect(200);
        ann.rest().get("/api/feed").expect(200);
        var proof = new JsonObject().put("password", RestClient.PASSWORD);
        var hook = ann.rest()
                .post("/api/webhooks", proof.copy().put("name", "Builds"))
                .expect(201)
                .body();
        var url = TestServer.DEAF + "/in";
        var made = ann.rest()
                .post("/api/subscriptions", proof.copy().put("url", url).put("botId", bot.id()))
                .expect(201)
                .body();

        var answer = ann.rest().get("/api/users/me/export").expect(200);

        var robot = answer.body().getJsonArray("bots").getJsonObject(0);
        assertThat(robot.getJsonObject("user").getLong("id")).isEqualTo(bot.id());
        assertThat(robot.getJsonArray("tokens").getJsonObject(0).getJsonArray("scopes"))
                .containsExactly("feed:read");
        assertThat(robot.getJsonArray("feedConsumers").getJsonObject(0).getString("consumer"))
                .isEqualTo("billing");
        assertThat(answer.body().getJsonArray("feedConsumers")).hasSize(1);
        assertThat(answer.body().getJsonArray("webhooks").getJsonObject(0).getString("name"))
                .isEqualTo("Builds");
        assertThat(answer.body().getJsonArray("subscriptions").getJsonObject(0).getString("url"))
                .isEqualTo(url);
        assertThat(answer.text())
                .doesNotContain(
                        bot.accessToken(),
                        made.getString("secret"),
                        hook.getString("url").substring(hook.getString("url").lastIndexOf('/') + 1));
    }

    @Test
    void groupsAreThereAsTheirMemberSeesThem() {
        var ann = anyone.somebody("exporter");
        var bob = anyone.somebody("bob");
        var group = new JsonObject().put("title", "Hiking");
        long id = bob.rest()
                .post("/api/groups", group)
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        bob.send(id, "before she came");
        bob.rest()
                .post("/api/groups/" + id + "/members", new JsonObject().put("userIds", List.of(ann.id())))
                .expect(200);
        bob.send(id, "welcome");
        long left = bob.rest()
                .post("/api/groups", group.copy().put("userIds", List.of(ann.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        ann.send(left, "goodbye");
        ann.rest().delete("/api/groups/" + left + "/members/me").expect(204);

        var answer = ann.rest().get("/api/users/me/export").expect(200);
        var exported = answer.body().getJsonArray("conversations").getJsonObject(0);
        assertThat(answer.body().getJsonArray("conversations")).hasSize(1);
        assertThat(exported.getLong("conversationId")).isEqualTo(id);
        assertThat(exported.getString("title")).isEqualTo("Hiking");
        assertThat(exported.getString("role")).isEqualTo("member");
        assertThat(names(exported.getJsonArray("users").stream()
                        .map(user -> new JsonObject().put("user", user))
                        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll)))
                .containsExactly(ann.username(), bob.username());
        assertThat(exported.getJsonArray("messages")).hasSize(2);
        assertThat(answer.text()).contains("welcome").doesNotContain("before she came", "goodbye");
    }

    @Test
    void whatWasMadeOfMessagesIsThere() {
        var ann = anyone.somebody("exporter");
        var bob = anyone.somebody("bob");
        long id = ann.conversationWith(bob);
        var message = "/api/conversations/" + id + "/messages";
        ann.send(id, "helo");
        ann.rest().patch(message + "/1", new JsonObject().put("text", "hello")).expect(200);
        bob.rest()
                .post(
                        message,
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", "hi")
                                .put("replyToSeq", 1))
                .expect(201);
        bob.rest().call("PUT", message + "/1/reactions/%F0%9F%91%8D").expect(200);
        bob.rest().call("PUT", "/api/conversations/" + id + "/pins/1").expect(204);

        var answer = ann.rest().get("/api/users/me/export").expect(200);
        var messages =
                answer.body().getJsonArray("conversations").getJsonObject(0).getJsonArray("messages");
        assertThat(messages).isEqualTo(ann.history(id).getJsonArray("messages"));
        assertThat(messages.getJsonObject(0).fieldNames()).contains("editedAt", "reactions", "pinned");
        assertThat(messages.getJsonObject(1).containsKey("replyTo")).isTrue();
        assertThat(answer.text()).doesNotContain("helo");
    }

    @Test
    void whatOneHasReportedIsThereAndWhatOthersDidIsNot() {
        var ann = anyone.somebody("exporter");
        var bob = anyone.somebody("bob");
        long id = ann.conversationWith(bob);
        bob.send(id, "buy this");
        var report = new JsonObject().put("conversationId", id).put("reason", "spam");
        ann.rest()
                .post("/api/reports", report.copy().put("seq", 1).put("note", "Every day."))
                .expect(201);
        ann.rest().post("/api/reports", report).expect(201);
        bob.rest().post("/api/reports", report.copy().put("reason", "abuse")).expect(201);

        var reports = ann.rest().get("/api/users/me/export").expect(200).body().getJsonArray("reports");

        assertThat(reports).hasSize(2);
        var first = reports.getJsonObject(0);
        assertThat(first.getLong("userId")).isEqualTo(bob.id());
        assertThat(first.getLong("seq")).isEqualTo(1);
        assertThat(first.getString("note")).isEqualTo("Every day.");
        assertThat(reports.getJsonObject(1).fieldNames())
                .containsExactlyInAnyOrder("conversationId", "userId", "reason", "reportedAt");
    }

    @Test
    void manyReportsComeInPages() {
        var ann = anyone.somebody("exporter");
        var bob = anyone.somebody("bob");
        long id = ann.conversationWith(bob);
        server.query(
                "INSERT INTO report (reporter_id, conversation_id, user_id, seq, reason, note, reported_at)"
                        + " SELECT ?, ?, ?, a.n * 20 + b.n, 'spam', '', UTC_TIMESTAMP(3) FROM"
                        + " (SELECT ROW_NUMBER() OVER (ORDER BY table_name) n FROM information_schema.tables LIMIT 20) a,"
                        + " (SELECT ROW_NUMBER() OVER (ORDER BY table_name) n FROM information_schema.tables LIMIT 15) b",
                ann.id(),
                id,
                bob.id());

        var export = ann.rest().get("/api/users/me/export").expect(200).body();

        assertThat(export.getJsonArray("reports")).hasSize(300);
        assertThat(export.getJsonArray("conversations")).hasSize(1);
    }

    @Test
    void anEmptyAccountIsExportedToo() {
        var export = anyone.somebody("newcomer")
                .rest()
                .get("/api/users/me/export")
                .expect(200)
                .body();

        assertThat(export.getJsonArray("reports")).isEmpty();
        assertThat(export.getJsonArray("conversations")).isEmpty();
        assertThat(export.getString("registeredAt")).isLessThan(export.getString("exportedAt"));
    }

    @Test
    void exportsAreFew() {
        var ann = RestClient.of(limited).fromElsewhere().somebody("eager");
        for (int i = 0; i < LimitedServer.EXPORTS; i++) {
            ann.rest().get("/api/users/me/export").expect(200);
        }

        ann.rest().get("/api/users/me/export").expectProblem(429, "too_many_attempts");
    }

    private static List<String> names(JsonArray contacts) {
        return contacts.stream()
                .map(contact -> ((JsonObject) contact).getJsonObject("user").getString("username"))
                .toList();
    }
}
