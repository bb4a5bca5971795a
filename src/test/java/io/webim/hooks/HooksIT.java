package io.webim.hooks;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HooksIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @SharedServer
    private static TestServer server;

    @LimitedServer
    private static TestServer limited;

    private final RestClient anyone = RestClient.of(server);
    private Person owner;
    private Person member;
    private long group;

    @BeforeEach
    void start() {
        owner = anyone.somebody("owner");
        member = anyone.somebody("member");
        group = group(owner, "group", member);
        owner.rest()
                .patch("/api/groups/" + group, new JsonObject().put("mayAdd", "members"))
                .expect(200);
    }

    @Test
    void whatComesInIsSaidInTheGroupByABotOfTheHooks() {
        var made = hook(owner, group);
        var hook = made.getJsonObject("webhook");

        var answer = post(made, "{\"text\":\"build <https://ci.example/5|5> ok\",\"unknown\":{\"a\":1}}")
                .expect(200);

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.header("content-type")).contains("text/plain");
        var message = newest(member, group);
        assertThat(message.getString("text")).isEqualTo("build 5 (https://ci.example/5) ok");
        assertThat(message.getLong("senderId")).isEqualTo(hook.getLong("userId"));
        var sender = member.history(group).getJsonArray("users").stream()
                .map(JsonObject.class::cast)
                .filter(user -> user.getLong("id").equals(hook.getLong("userId")))
                .findFirst()
                .orElseThrow();
        assertThat(sender.getBoolean("bot")).isTrue();
        assertThat(sender.getString("displayName")).isEqualTo("CI");
    }

    @Test
    void formsAreTakenAsSlacksAndMattermostsAre() {
        var made = hook(owner, group);
        var payload = URLEncoder.encode("{\"text\":\"from a form & so on\"}", StandardCharsets.UTF_8);

        form(made, "payload=" + payload).expect(200);
        assertThat(newest(owner, group).getString("text")).isEqualTo("from a form & so on");
        form(made, "text=plain+form").expect(200);
        assertThat(newest(owner, group).getString("text")).isEqualTo("plain form");
        // curl -d '{"text": …}' says that this is a form.
        form(made, "{\"text\":\"no type\"}").expect(200);
        assertThat(newest(owner, group).getString("text")).isEqualTo("no type");
        form(made, "payload=%7Bbroken").expectProblem(400, "bad_json");
        form(made, "payload=5").expectProblem(422, "invalid");
        post(made, "{broken").expectProblem(400, "bad_json");
        post(made, "[]").expectProblem(422, "invalid");
        at(made, anyone.with("Content-Type", "text/plain"), "x").expectProblem(415, "unsupported_media_type");
    }

    @Test
    void withoutAConversationItWritesToItsOwner() {
        var made = hook(owner, 0);

        post(made, "{\"text\":\"for you alone\"}").expect(200);

        var contact = owner.contacts().stream()
                .filter(one -> one.getJsonObject("user").containsKey("bot"))
                .findFirst()
                .orElseThrow();
        assertThat(contact.getJsonObject("lastMessage").getString("text")).isEqualTo("for you alone");
        assertThat(contact.getString("status")).isEqualTo("contact");
    }

    @Test
    void nobodyFindsAWebhookAmongThePeople() {
        hook(owner, 0);
        var username = owner.contacts().stream()
                .map(contact -> contact.getJsonObject("user"))
                .filter(user -> user.containsKey("bot"))
                .findFirst()
                .orElseThrow()
                .getString("username");

        var found = member.rest().get("/api/users?q=" + username).expect(200).body();

        assertThat(found.getJsonArray("users")).isEmpty();
    }

    @Test
    void whatGitHubRepeatsIsOneMessageAndItsPingNone() {
        var made = hook(owner, group);
        long before = newest(owner, group).getLong("seq");
        var github = anyone.with("X-GitHub-Event", "release")
                .with("X-GitHub-Delivery", UUID.randomUUID().toString());
        var body =
                "{\"action\":\"published\",\"release\":{\"tag_name\":\"v1\"},\"repository\":{\"full_name\":\"o/r\"},\"sender\":{\"login\":\"ann\"}}";

        at(made, github, body).expect(200);
        at(made, github, body).expect(200);
        at(made, anyone.with("X-GitHub-Event", "ping"), "{\"zen\":\"x\"}").expect(200);

        assertThat(newest(owner, group).getLong("seq")).isEqualTo(before + 1);
    }

    @Test
    void nothingToSayIsRefusedAndALongTextCut() {
        var made = hook(owner, group);

        post(made, "{\"text\":\"\"}").expectProblem(422, "invalid");
        post(made, "{}").expectProblem(422, "invalid");
        post(made, "{\"text\":\"" + "x".repeat(20_000) + "\"}").expect(200);
        assertThat(newest(owner, group).getString("text")).hasSize(10_000).endsWith("\n…");
        post(made, "{\"text\":\"" + "x".repeat(1 << 20) + "\"}").expectProblem(413, "too_large");
    }

    @Test
    void anUnknownKeyIsNone() {
        for (var key : List.of("x", "0".repeat(26), Key.make().text(), "y".repeat(101))) {
            assertThat(anyone.call("POST", "/hooks/" + key, "{\"text\":\"x\"}").status())
                    .as(key)
                    .isIn(404, 422);
        }
        anyone.call("POST", "/hooks/" + Key.make().text(), "{broken").expectProblem(404, "webhook_not_found");
        anyone.get("/hooks/" + Key.make().text()).expect(405);
    }

    @Test
    void anAccessTokenAloneMakesNone() {
        var request = new JsonObject().put("name", "CI").put("conversationId", group);

        owner.rest().post("/api/webhooks", request).expectProblem(403, "confirmation_needed");
        owner.rest().cookie(owner.refreshToken()).post("/api/webhooks", request).expect(201);
    }

    @Test
    void whoMayNotWriteOrAddThereMakesNone() {
        var channel = owner.rest()
                .post(
                        "/api/groups",
                        new JsonObject()
                                .put("title", "News")
                                .put("kind", "channel")
                                .put("userIds", new JsonArray().add(member.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
        var stranger = anyone.somebody("stranger");

        make(member, channel).expectProblem(403, "not_permitted");
        make(member, group(owner, "group", member)).expectProblem(403, "not_permitted");
        make(stranger, group).expectProblem(404, "conversation_not_found");
        make(owner, owner.conversationWith(member)).expectProblem(404, "conversation_not_found");
        var made = make(owner, channel).expect(201).body();

        // It writes with the rights of its owner.
        post(made, "{\"text\":\"news\"}").expect(200);
        assertThat(newest(member, channel).getString("text")).isEqualTo("news");
        assertThat(server.query(
                                "SELECT COUNT(*) FROM account WHERE owner_id IN (?, ?) AND deleted_at IS NULL",
                                member.id(),
                                stranger.id())
                        .get(0)
                        .getInteger(0))
                .isZero();
    }

    @Test
    void onceItsOwnerHasLeftItIsRefused() {
        var made = hook(member, group);
        post(made, "{\"text\":\"one\"}").expect(200);

        member.rest().delete("/api/groups/" + group + "/members/me").expect(204);

        post(made, "{\"text\":\"two\"}").expectProblem(403, "not_permitted");
    }

    @Test
    void onceItsBotWasTakenOutItIsRefused() {
        var made = hook(member, group);
        owner.rest()
                .delete("/api/groups/" + group + "/members/"
                        + made.getJsonObject("webhook").getLong("userId"))
                .expect(204);

        post(made, "{\"text\":\"two\"}").expectProblem(404, "conversation_not_found");
    }

    @Test
    void aHookThatIsDeletedIsNoneAndItsBotIsGone() throws Exception {
        var made = hook(owner, group);
        long id = made.getJsonObject("webhook").getLong("id");
        post(made, "{\"text\":\"x\"}").expect(200);
        Eventually.holds(() -> hooks(owner).get(0).containsKey("lastUsedAt"));
        member.rest().delete("/api/webhooks/" + id).expectProblem(404, "webhook_not_found");

        owner.rest().delete("/api/webhooks/" + id).expect(204);

        post(made, "{\"text\":\"x\"}").expectProblem(404, "webhook_not_found");
        assertThat(hooks(owner)).isEmpty();
        Eventually.holds(() -> members().size() == 2);
    }

    @Test
    void hooksGoWithTheirOwner() throws Exception {
        var made = hook(member, group);
        member.deleteAccount();

        post(made, "{\"text\":\"x\"}").expectProblem(404, "webhook_not_found");
        Eventually.holds(() -> server.query("SELECT 1 FROM webhook WHERE owner_id = ?", member.id())
                .isEmpty());
        Eventually.holds(() -> members().size() == 1);
    }

    @Test
    void loggingOutAllOthersLeavesHooksUnlessTheOwnerAsksForTheirEnd() throws Exception {
        var made = hook(owner, group);
        owner.rest().delete("/api/sessions").expect(204);
        post(made, "{\"text\":\"x\"}").expect(200);

        owner.rest().delete("/api/sessions?services=true").expect(204);

        post(made, "{\"text\":\"x\"}").expectProblem(404, "webhook_not_found");
        assertThat(hooks(owner)).isEmpty();
        Eventually.holds(() -> members().size() == 2);
    }

    @Test
    void theKeyIsKeptAsAHashAndStandsInNoLog() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.setLevel(Level.INFO);
        root.addAppender(lines);
        try {
            var made = hook(owner, group);
            var key = key(made);
            post(made, "{\"text\":\"x\"}").expect(200);
            post(made, "{broken").expect(400);
            form(made, "payload=%zz");
            anyone.call("PATCH", "/hooks/" + key).expect(405);
            assertThat(List.copyOf(lines.list))
                    .noneMatch(line -> line.getFormattedMessage().contains(key));
            assertThat(hooks(owner))
                    .singleElement()
                    .satisfies(hook -> assertThat(hook.encode()).doesNotContain(key));
            assertThat(server.query("SELECT key_hash FROM webhook WHERE owner_id = ?", owner.id())
                            .get(0)
                            .getBuffer(0))
                    .isEqualTo(new Key(key).hash());
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }
    }

    @Test
    void aPageOfAnotherSiteSaysNothing() {
        at(hook(owner, group), anyone.with("Origin", "https://evil.example"), "{\"text\":\"x\"}")
                .expectProblem(403, "bad_origin");
    }

    /** The server's rate of messages is as low for bots: what came first is said, and then it is told when to come again. */
    @Test
    void whoeverSaysTooMuchIsToldToWait() {
        var rest = RestClient.of(limited).fromElsewhere();
        var flooder = rest.somebody("flooder");
        var made = make(flooder, 0).expect(201).body();
        int said = 0;
        var answer = at(made, rest, "{\"text\":\"x\"}");
        while (answer.status() == 200) {
            said++;
            answer = at(made, rest, "{\"text\":\"x\"}");
        }
        answer.expectProblem(429, "too_many_messages");
        assertThat(Integer.parseInt(answer.header("retry-after").orElseThrow())).isPositive();
        assertThat(said).isEqualTo(LimitedServer.MESSAGES);
    }

    /** Each is confirmed, and noted in the audit log, before it is known whether anything comes of it. */
    @Test
    void whoeverTriesToMakeTooManyIsToldToWait() {
        var maker = RestClient.of(limited).fromElsewhere().somebody("maker");
        var request = new JsonObject()
                .put("conversationId", Integer.MAX_VALUE)
                .put("name", "Hook")
                .put("password", RestClient.PASSWORD);
        for (int i = 0; i < 30; i++) {
            maker.rest().post("/api/webhooks", request).expectProblem(404, "conversation_not_found");
        }

        maker.rest().post("/api/webhooks", request).expectProblem(429, "too_many_attempts");
    }

    @Test
    void whoeverTriesKeysIsToldToWaitAndShutsOutNobodyWithAGoodOne() {
        var guesser = RestClient.of(limited).fromElsewhere();
        var neighbours = hook(RestClient.of(limited).somebody("neighbour"), 0);
        int asked = 0;
        while (guesser.call("POST", "/hooks/" + Key.make().text(), "{}").status() == 404) {
            asked++;
        }
        assertThat(asked).isBetween(100, 200);
        guesser.call("POST", "/hooks/" + Key.make().text(), "{}").expectProblem(429, "too_many_attempts");
        // Whoever shares the network with the one who tries is let in, and had not been seen before.
        at(neighbours, guesser, "{\"text\":\"after\"}").expect(200);
    }

    private static Answer make(Person person, long conversationId) {
        var request = new JsonObject().put("name", "CI").put("password", PASSWORD);
        return person.rest()
                .post("/api/webhooks", conversationId == 0 ? request : request.put("conversationId", conversationId));
    }

    private static JsonObject hook(Person person, long conversationId) {
        return make(person, conversationId).expect(201).body();
    }

    private static String key(JsonObject made) {
        return URI.create(made.getString("url")).getPath().substring("/hooks/".length());
    }

    private Answer post(JsonObject made, String body) {
        return at(made, anyone, body);
    }

    private Answer form(JsonObject made, String body) {
        return at(made, anyone.with("Content-Type", FORM), body);
    }

    private static Answer at(JsonObject made, RestClient rest, String body) {
        return rest.call("POST", URI.create(made.getString("url")).getPath(), body);
    }

    private static List<JsonObject> hooks(Person person) {
        return person.rest().get("/api/webhooks").expect(200).body().getJsonArray("webhooks").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private List<Object> members() {
        return owner.rest()
                .get("/api/groups/" + group + "/members")
                .expect(200)
                .body()
                .getJsonArray("members")
                .getList();
    }

    private static JsonObject newest(Person person, long conversationId) {
        var messages = person.history(conversationId).getJsonArray("messages");
        return messages.getJsonObject(messages.size() - 1);
    }

    private static long group(Person maker, String kind, Person other) {
        return maker.rest()
                .post(
                        "/api/groups",
                        new JsonObject()
                                .put("title", "With a hook")
                                .put("kind", kind)
                                .put("userIds", new JsonArray().add(other.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
    }
}
