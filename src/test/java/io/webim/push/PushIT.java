package io.webim.push;

import static io.webim.push.PushServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes on their way to a service on this machine, which reads them as a browser does. */
class PushIT {
    private static final String SUBSCRIPTIONS = "/api/push/subscriptions";
    private static final String CURRENT = SUBSCRIPTIONS + "/current";
    private static PushServer service;
    private static TestServer server;
    private static RestClient anyone;
    private Person ann;
    private Person bob;
    private Browser browser;
    private String name;
    private long conversation;

    @BeforeAll
    static void start() {
        service = new PushServer();
        server = TestServer.start(Map.of("WEBIM_PUSH_ALLOW", service.origin()));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
    }

    @BeforeEach
    void bobSubscribes() throws Exception {
        ann = person("ann");
        bob = person("bob");
        browser = Browser.create();
        name = bob.username();
        conversation = ann.conversationWith(bob);
        subscribe(bob, name, browser, null).expect(201);
    }

    @Test
    void pushSaysWhoWroteAndNoMore() throws Exception {
        var message = send("the secret text");
        var push = service.await(name, 1);

        assertThat(push.body().toString(StandardCharsets.ISO_8859_1)).doesNotContain("sender", ann.username());
        assertThat(push.read(browser))
                .isEqualTo(new JsonObject()
                        .put("type", "message")
                        .put("conversationId", conversation)
                        .put("seq", 1)
                        .put("sentAt", message.getString("sentAt"))
                        .put(
                                "sender",
                                new JsonObject()
                                        .put("id", ann.id())
                                        .put("username", ann.username())
                                        .put("displayName", ann.username())));
        assertThat(push.headers())
                .containsEntry("content-encoding", "aes128gcm")
                .containsEntry("ttl", "86400")
                .containsEntry("urgency", "high");
        assertThat(push.headers().get("topic")).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void serverSignsWithTheKeyThatBrowsersAreGiven() throws Exception {
        var key = bob.rest().get("/api/push/key").expect(200).body().getString("key");
        send("signed");
        var authorization = service.await(name, 1).headers().get("authorization");

        assertThat(authorization).startsWith("vapid t=").contains("k=" + key);
        var token =
                authorization.substring("vapid t=".length()).split("[,;]")[0].strip();
        var parts = token.split("\\.");
        var claims = new JsonObject(new String(Browser.decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(claims.getString("aud")).isEqualTo(service.origin());
        assertThat(claims.getString("sub")).startsWith("mailto:");
        assertThat(Instant.ofEpochSecond(claims.getLong("exp")))
                .isBetween(Instant.now(), Instant.now().plusSeconds(24 * 3600));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Browser.publicKey(Browser.decode(key)));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Browser.decode(parts[2]))).isTrue();
    }

    @Test
    void textIsThereForThoseWhoWantIt() throws Exception {
        subscribe(bob, name, browser, "text").expect(201);
        send("短い 🙂");
        assertThat(service.await(name, 1).read(browser).getString("text")).isEqualTo("短い 🙂");

        var carol = person("carol");
        carol.send(carol.conversationWith(bob), "🙂".repeat(10_000));
        assertThat(service.await(name, 2).read(browser).getString("text")).isEqualTo("🙂".repeat(200) + "…");
    }

    @Test
    void aGroupSaysItsNameAndWhoHearsOfMentionsAloneIsToldOfThese() throws Exception {
        var groups = new GroupClient(anyone);
        long group = groups.of(ann, bob);
        bobHearsOf("mentions", group);
        ann.send(group, "to nobody");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
        long mention = ann.send(group, "to @" + bob.username()).getLong("seq");
        ann.send(group, "to nobody again");

        var push = service.await(name, 1).read(browser);
        assertThat(push.getLong("seq")).isEqualTo(mention);
        assertThat(push.getString("title")).isEqualTo("A group");
        ann.send(group, "and again");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).hasSize(1);
    }

    @Test
    void anEditIsToldToWhomItMentionsAndWhomTheMessageDidNot() throws Exception {
        var groups = new GroupClient(anyone);
        long group = groups.of(ann, bob);
        bobHearsOf("mentions", group);
        long seq = ann.send(group, "to nobody").getLong("seq");
        ann.send(group, "to nobody again");
        groups.edit(ann, group, seq, "still to nobody").expect(200);
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();

        groups.edit(ann, group, seq, "to @" + bob.username()).expect(200);
        assertThat(service.await(name, 1).read(browser).getLong("seq")).isEqualTo(seq);
        groups.edit(ann, group, seq, "to @" + bob.username() + " as before").expect(200);
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).hasSize(1);
    }

    @Test
    void anEditOfWhoIsBlockedIsNotPushed() throws Exception {
        var groups = new GroupClient(anyone);
        long group = groups.of(ann, bob);
        long seq = ann.send(group, "to nobody").getLong("seq");
        service.await(name, 1);
        bob.block(ann);
        groups.edit(ann, group, seq, "to @all and @" + bob.username()).expect(200);
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).hasSize(1);
    }

    @Test
    void inAGroupNothingOfWhoIsBlockedIsPushed() throws Exception {
        var groups = new GroupClient(anyone);
        long group = groups.of(ann, bob);
        bobHearsOf("mentions", group);
        bob.block(ann);
        ann.send(group, "to @" + bob.username());
        assertNothingIsPushedBesides();
        bobHearsOf("all", group);
        ann.send(group, "to @all");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
    }

    /** Mostly within the moment in which they are gathered; else each is told, or not, by itself. */
    @Test
    void whatOthersWroteIsPushedThoughOneWhoIsBlockedWroteLast() throws Exception {
        var carol = person("carol");
        long group = new GroupClient(anyone).of(ann, bob, carol);
        bob.block(carol);
        long seq = ann.send(group, "hear me").getLong("seq");
        carol.send(group, "and me");

        eventually("it is told", () -> service.to(name).stream().anyMatch(push -> seq(push) == seq));
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).hasSize(1);
    }

    @Test
    void messagesThatComeTogetherAreOnePush() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            send("message " + i);
        }
        eventually("the newest is told", () -> service.to(name).stream().anyMatch(push -> seq(push) == 5));
        // One at once, one for the rest, and one more for each three seconds that a slow machine takes.
        long most = 2 + Duration.ofNanos(System.nanoTime() - start).toSeconds() / 3;
        assertThat(service.to(name).size()).isLessThanOrEqualTo((int) Math.min(most, 4));

        var carol = person("carol");
        carol.send(carol.conversationWith(bob), "another conversation");
        eventually(
                "carol's is told",
                () -> service.to(name).stream()
                                .map(push -> push.headers().get("topic"))
                                .distinct()
                                .count()
                        == 2);
        assertThat(service.to(name).stream()
                        .filter(push -> seq(push) != 1)
                        .map(push -> push.headers().get("topic"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whoLooksAtAPageIsNotPushed() throws Exception {
        try (var page = Page.open(server, bob.id(), bob.accessToken())) {
            send("seen");
            var seq = page.event("message.sent").getJsonObject("message").getLong("seq");
            page.ask("chat.message.received", in().put("seq", seq));
            assertNothingIsPushedBesides();
        }
        assertThat(service.to(name)).isEmpty();
    }

    @Test
    void whileNobodyLooksTheOtherBrowsersArePushed() throws Exception {
        var phone = anyone.logIn(bob.username());
        var phones = Browser.create();
        subscribe(phone, name + "-phone", phones, null).expect(201);
        try (var page = Page.open(server, bob.id(), bob.accessToken())) {
            assertThat(page.ask("chat.visibility", new JsonObject()).getInteger("failureCode"))
                    .isEqualTo(422);
            page.ask("chat.visibility", new JsonObject().put("visible", false));
            send("while the tab is hidden");
            service.await(name + "-phone", 1);

            page.ask("chat.visibility", new JsonObject().put("visible", true));
            send("seen");
            assertNothingIsPushedBesides();
        }
        // The hidden page tells by itself.
        assertThat(service.to(name)).isEmpty();
        assertThat(service.to(name + "-phone")).hasSize(1);
    }

    @Test
    void whatADeviceThatHungDidNotTakeIsPushedWhenThatIsFound() throws Exception {
        var page = Page.open(server, bob.id(), bob.accessToken());
        send("into the void");
        page.event("message.sent");
        page.close();
        assertThat(seq(service.await(name, 1))).isEqualTo(1);
    }

    @Test
    void mutedIsNotPushed() throws Exception {
        bob.add(ann);
        bob.rest().call("PUT", "/api/contacts/" + ann.id() + "/mute").expect(200);
        send("quiet");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();

        bob.rest().delete("/api/contacts/" + ann.id() + "/mute").expect(200);
        send("aloud");
        assertThat(seq(service.await(name, 1))).isEqualTo(2);
    }

    @Test
    void blockedIsNotPushed() throws Exception {
        bob.block(ann);
        send("let me in");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
    }

    /** What is read within a fraction of a second; where the machine is too busy for that, it is tried with others. */
    @Test
    void whatWasReadMeanwhileIsNotPushed() throws Exception {
        for (int i = 0; i < 10; i++) {
            bobSubscribes();
            send("read at once");
            bob.read(conversation, 1).expect(200);
            assertNothingIsPushedBesides();
            if (service.to(name).isEmpty()) {
                return;
            }
        }
        fail("it was pushed each time");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void subscriptionThatIsGoneIsForgotten(int status) throws Exception {
        service.answer(name, status);
        send("nobody there");
        service.await(name, 1);
        eventually("it is forgotten", () -> bob.rest().get(CURRENT).status() == 404);
        bob.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
    }

    @Test
    void serviceThatIsBusyIsAskedAgain() throws Exception {
        service.answer(name, 503);
        send("later");
        service.await(name, 1);
        service.answer(name, 201);
        assertThat(seq(service.await(name, 2))).isEqualTo(1);
        bob.rest().get(CURRENT).expect(200);
    }

    @Test
    void whatTheServiceRefusesIsNotRepeated() throws Exception {
        service.answer(name, 400);
        send("refused");
        service.await(name, 1);
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).hasSize(1);
        bob.rest().get(CURRENT).expect(200);
    }

    @Test
    void subscriptionEndsWithItsSession() throws Exception {
        var elsewhere = anyone.logIn(bob.username());
        elsewhere.rest().delete("/api/sessions/" + bob.sessionId()).expect(204);
        eventually(
                "it is gone",
                () -> server.query("SELECT 1 FROM push_subscription WHERE session_id = ?", bob.sessionId())
                        .isEmpty());
        send("to nobody");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
    }

    @Test
    void anAccessTokenAloneMakesNone() throws Exception {
        var carol = person("carol");
        var other = anyone.logIn(carol.username());
        var theirs = person("mallory");
        var request = request("thief", browser);

        carol.rest().post(SUBSCRIPTIONS, request).expectProblem(403, "confirmation_needed");
        for (var cookie : List.of(other.refreshToken(), theirs.refreshToken(), "AAAA", "x")) {
            carol.rest().cookie(cookie).post(SUBSCRIPTIONS, request).expectProblem(403, "confirmation_needed");
        }
        carol.rest()
                .post(SUBSCRIPTIONS, request.copy().put("password", "a guess"))
                .expectProblem(403, "bad_credentials");

        carol.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
        anyone.refresh(carol.refreshToken()).expect(200);
    }

    @Test
    void theSessionsOwnCookieMakesOneAndAnOldOneDoesNot() throws Exception {
        var carol = person("carol");
        var request = request("carol", browser);
        var second =
                anyone.refresh(carol.refreshToken()).expect(200).refreshToken().orElseThrow();
        var third = anyone.refresh(second).expect(200).refreshToken().orElseThrow();

        carol.rest()
                .cookie(carol.refreshToken())
                .post(SUBSCRIPTIONS, request)
                .expectProblem(403, "confirmation_needed");
        carol.rest().cookie(third).post(SUBSCRIPTIONS, request).expect(201);
        carol.rest().get(CURRENT).expect(200);
    }

    @Test
    void everyDeviceShowsWhatIsPushedToIt() {
        var phone = anyone.logIn(bob.username());

        var devices = phone.rest().get("/api/sessions").expect(200).body().getJsonArray("sessions");

        for (var entry : devices) {
            var device = (JsonObject) entry;
            var push = device.getJsonObject("push");
            if (device.getLong("id") == bob.sessionId()) {
                assertThat(push.getString("service")).isEqualTo("127.0.0.1");
                assertThat(push.getString("show")).isEqualTo("sender");
                assertThat(push.getString("createdAt")).endsWith("Z");
            } else {
                assertThat(push).isNull();
            }
        }
        assertThat(devices).hasSize(2);
    }

    @Test
    void aNewPasswordEndsThatOfTheSessionThatStaysToo() throws Exception {
        bob.rest()
                .put(
                        "/api/users/me/password",
                        new JsonObject().put("oldPassword", RestClient.PASSWORD).put("newPassword", "another one 12"))
                .expect(204);

        endedForGood();
    }

    @Test
    void loggingOutAllOthersEndsThatOfTheSessionThatStaysToo() throws Exception {
        bob.rest().delete("/api/sessions").expect(204);

        endedForGood();
    }

    /** Even where nobody has cleared it away. */
    private void endedForGood() throws Exception {
        bob.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
        assertThat(bob.rest()
                        .get("/api/sessions")
                        .body()
                        .getJsonArray("sessions")
                        .getJsonObject(0)
                        .containsKey("push"))
                .isFalse();
        eventually(
                "it is gone",
                () -> server.query("SELECT 1 FROM push_subscription WHERE session_id = ?", bob.sessionId())
                        .isEmpty());
        server.query(
                "INSERT INTO push_subscription (session_id, user_id, endpoint, endpoint_hash, p256dh, auth, shows,"
                        + " created_at) SELECT ?, id, ?, RANDOM_BYTES(32), ?, ?, 'text', grants_from FROM account"
                        + " WHERE id = ?",
                bob.sessionId(),
                service.endpoint(name),
                Buffer.buffer(Browser.decode(browser.keys().getString("p256dh"))),
                Buffer.buffer(Browser.decode(browser.keys().getString("auth"))),
                bob.id());
        send("to nobody");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
        bob.rest()
                .cookie(bob.refreshToken())
                .post(SUBSCRIPTIONS, request(name, browser))
                .expect(201);
        send("to bob again");
        service.await(name, 1);
    }

    @Test
    void sessionHasOneSubscriptionAndTheOtherSessionsHaveTheirs() throws Exception {
        var phone = anyone.logIn(bob.username());
        phone.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
        phone.rest().delete(CURRENT).expect(204);
        assertThat(bob.rest().get(CURRENT).expect(200).body())
                .isEqualTo(
                        new JsonObject().put("endpoint", service.endpoint(name)).put("show", "sender"));

        subscribe(bob, name + "-new", browser, "text").expect(201);
        assertThat(bob.rest().get(CURRENT).expect(200).body().getString("show")).isEqualTo("text");
        send("to the new one");
        service.await(name + "-new", 1);
        assertThat(service.to(name)).isEmpty();

        bob.rest().delete(CURRENT).expect(204);
        bob.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
    }

    @Test
    void whoeverLogsInNextInTheSameBrowserTakesItOver() throws Exception {
        var carol = person("carol");
        subscribe(carol, name, browser, null).expect(201);
        bob.rest().get(CURRENT).expectProblem(404, "subscription_not_found");
        send("not for carol's eyes");
        assertNothingIsPushedBesides();
        assertThat(service.to(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/push",
                "https://127.0.0.1/push",
                "https://localhost/push",
                "https://[::1]/push",
                "https://[::ffff:127.0.0.1]/push",
                "https://2130706433/push",
                "https://10.1.2.3/push",
                "https://169.254.169.254/latest/meta-data",
                "https://192.168.1.1/push",
                "https://1.1.1.1:8443/push",
                "https://user:password@1.1.1.1/push",
                "https://1.1.1.1/push#fragment",
                "https://does-not-exist.invalid/push",
                "https:///push",
                "https:push",
                "file:///etc/passwd",
                "jar:https://1.1.1.1!/push",
                "//1.1.1.1/push",
                "push",
                "https://1.1.1.1/\u540d",
                "https://1.1.1.1/ push"
            })
    void serverDoesNotCallWhereItShouldNot(String endpoint) throws Exception {
        var problem = bob.rest()
                .post(
                        SUBSCRIPTIONS,
                        new JsonObject()
                                .put("endpoint", endpoint)
                                .put("keys", browser.keys())
                                .put("password", RestClient.PASSWORD))
                .expectProblem(422, "invalid");
        assertThat(problem.body().getJsonObject("fields").fieldNames()).containsExactly("endpoint");
    }

    @Test
    void keysThatAreNoneAreRefused() throws Exception {
        var keys = new ArrayList<JsonObject>();
        var offTheCurve = Browser.decode(browser.keys().getString("p256dh"));
        offTheCurve[64] ^= 1;
        for (var point : List.of(new byte[65], new byte[0], new byte[33], offTheCurve)) {
            keys.add(browser.keys()
                    .put("p256dh", java.util.Base64.getUrlEncoder().encodeToString(point)));
        }
        keys.add(browser.keys().put("auth", "AAAA"));
        keys.add(browser.keys().put("auth", "***"));
        keys.add(browser.keys().put("auth", 5));
        keys.add(new JsonObject());
        for (var wrong : keys) {
            var request =
                    new JsonObject().put("endpoint", service.endpoint("x")).put("keys", wrong);
            assertThat(bob.rest()
                            .post(SUBSCRIPTIONS, request)
                            .expectProblem(422, "invalid")
                            .body()
                            .getJsonObject("fields")
                            .fieldNames())
                    .containsExactly("keys");
        }
    }

    private JsonObject send(String text) {
        return ann.send(conversation, text);
    }

    private static Answer subscribe(Person person, String name, Browser browser, String show) {
        var request = request(name, browser).put("password", RestClient.PASSWORD);
        return person.rest().post(SUBSCRIPTIONS, show == null ? request : request.put("show", show));
    }

    private static JsonObject request(String name, Browser browser) {
        return new JsonObject().put("endpoint", service.endpoint(name)).put("keys", browser.keys());
    }

    /** What is written after everything else is pushed to somebody else: what should have been by now, was. */
    private void bobHearsOf(String level, long group) {
        bob.rest()
                .put("/api/conversations/" + group + "/notify", new JsonObject().put("level", level))
                .expect(200);
    }

    private static void assertNothingIsPushedBesides() throws Exception {
        var last = person("last");
        subscribe(last, last.username(), Browser.create(), null).expect(201);
        var writer = person("writer");
        writer.send(writer.conversationWith(last), "after all the others");
        service.await(last.username(), 1);
    }

    private long seq(PushServer.Push push) {
        try {
            return push.read(browser).getLong("seq");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject in() {
        return new JsonObject().put("conversationId", conversation);
    }

    private static Person person(String name) {
        return anyone.somebody(name);
    }
}
