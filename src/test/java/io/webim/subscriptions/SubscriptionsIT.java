package io.webim.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import io.webim.subscriptions.Receiver.Hook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsIT {
    private static Receiver receiver;
    private static TestServer server;

    private RestClient anyone;
    private Person ann;
    private Person bob;
    private long conversation;

    @BeforeAll
    static void start() {
        receiver = new Receiver();
        server = TestServer.start(Map.of("WEBIM_WEBHOOK_ALLOW", receiver.origin()));
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    @BeforeEach
    void people() {
        anyone = RestClient.of(server);
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
        conversation = ann.conversationWith(bob);
        bob.add(ann).expect(201);
    }

    @Test
    void whatHappensIsPostedInOrderAndSigned() throws Exception {
        var url = receiver.url();
        ann.send(conversation, "before");
        var made = subscribe(bob, url).expect(201).body();
        for (int i = 0; i < 5; i++) {
            ann.send(conversation, "text " + i);
        }

        var hooks = receiver.await(url, 5);

        assertThat(hooks).extracting(Hook::text).containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
        for (var hook : hooks) {
            assertThat(hook.json().fieldNames()).containsExactlyInAnyOrder("type", "timestamp", "data");
            assertThat(hook.headers().get("webhook-id")).startsWith("evt_" + bob.id() + "_");
            assertThat(hook.headers().get("webhook-signature")).isEqualTo(signature(made.getString("secret"), hook));
        }
    }

    @Test
    void onlyTheWantedTypesArePosted() throws Exception {
        var url = receiver.url();
        subscribe(bob, url, new JsonObject().put("events", new JsonArray().add("message.deleted")))
                .expect(201);
        long seq = ann.send(conversation, "unwanted").getLong("seq");
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                .expect(204);

        assertThat(receiver.await(url, 1))
                .extracting(hook -> hook.json().getString("type"))
                .containsExactly("message.deleted");
    }

    @Test
    void whatFailsIsTriedAgainAndHoldsUpItsOwnConversationAlone() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        var carol = anyone.somebody("carol");
        long other = carol.conversationWith(bob);
        receiver.answer("stumble " + id, 500);
        ann.send(conversation, "stumble " + id);
        ann.send(conversation, "after it");
        carol.send(other, "beside it");

        Eventually.that(() -> assertThat(texts(url)).contains("stumble " + id, "beside it"));
        assertThat(texts(url)).doesNotContain("after it");
        receiver.answer("stumble " + id, 200);
        dueNow(id);

        Eventually.that(() -> assertThat(texts(url)).endsWith("stumble " + id, "after it"));
        var first = deliveries(bob, id).get(deliveries(bob, id).size() - 1);
        assertThat(first.getString("state")).isEqualTo("done");
    }

    @Test
    void whatTheReceiverAsksForIsHonoured() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        receiver.answer(url, 503);
        ann.send(conversation, "later");
        receiver.await(url, 1);

        Eventually.that(
                () -> assertThat(Instant.parse(deliveries(bob, id).get(0).getString("dueAt")))
                        .isAfter(Instant.now().plusSeconds(3_000)));
        assertThat(deliveries(bob, id).get(0).getInteger("status")).isEqualTo(503);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        receiver.answer(url, 302);
        ann.send(conversation, "elsewhere?");
        receiver.await(url, 1);

        Eventually.that(() ->
                assertThat(deliveries(bob, id).get(0).getInteger("status")).isEqualTo(302));
        assertThat(receiver.at(receiver.origin() + "/elsewhere")).isEmpty();
    }

    @Test
    void anAddressThatIsGoneIsTakenOff() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        receiver.answer(url, 410);
        ann.send(conversation, "gone?");

        Eventually.that(() -> assertThat(one(bob, id).getString("reason")).isEqualTo("gone"));
        ann.send(conversation, "not sent");
        assertThat(receiver.at(url)).hasSize(1);
        // The owner is told by a bot of its own, among the contacts, as something to be read.
        Eventually.that(
                () -> assertThat(notices(bob)).singleElement().asString().contains(url, "410"));
        bob.rest().call("POST", path(id) + "/resume").expect(200);
        Eventually.that(() -> assertThat(notices(bob)).hasSize(2));
        assertThat(bob.rest().get("/api/bots").body().getJsonArray("bots")).isEmpty();
    }

    /** Conversations do not wait for each other. */
    @Test
    void ofSeveralThatFindItGoneOneTellsTheOwner() throws Exception {
        var carl = anyone.somebody("carl");
        long other = carl.conversationWith(bob);
        bob.add(carl).expect(201);
        var url = receiver.url();
        receiver.answer(url, 410);
        receiver.answerTogether(url, 2);
        long id = id(subscribe(bob, url));

        ann.send(conversation, "gone?");
        carl.send(other, "gone?");

        Eventually.that(() -> assertThat(deliveries(bob, id))
                .hasSize(2)
                .allSatisfy(delivery -> assertThat(delivery.getString("state")).isEqualTo("failed")));
        Eventually.that(() -> assertThat(notices(bob)).hasSize(1));
        bob.rest().call("POST", path(id) + "/resume").expect(200);
        ann.send(conversation, "again");
        carl.send(other, "again");
        Eventually.that(() -> assertThat(deliveries(bob, id)).hasSizeGreaterThanOrEqualTo(4));
        Eventually.that(() -> assertThat(notices(bob)).hasSize(2));
        assertThat(one(bob, id).getString("reason")).isEqualTo("gone");
        assertThat(notices(bob)).hasSize(2);
    }

    @Test
    void anAddressThatHasFailedForThreeDaysIsTakenOff() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        receiver.answer(url, 500);
        ann.send(conversation, "one");
        receiver.await(url, 1);
        Eventually.that(() ->
                assertThat(deliveries(bob, id).get(0).getInteger("attempts")).isEqualTo(1));
        server.query("UPDATE subscription_delivery SET attempts = 9 WHERE subscription_id = ?", id);
        dueNow(id);

        Eventually.that(() -> assertThat(one(bob, id).getString("reason")).isEqualTo("failing"));
        assertThat(deliveries(bob, id).get(0).getString("state")).isEqualTo("failed");
        Eventually.that(
                () -> assertThat(notices(bob)).singleElement().asString().contains(url, "three days"));
    }

    @Test
    void whatWasTakenOffGoesOnWhereItLeftOffOnceItsOwnerSaysSo() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        receiver.answer("gone " + id, 410);
        ann.send(conversation, "gone " + id);
        Eventually.that(() -> assertThat(one(bob, id).getString("state")).isEqualTo("off"));
        ann.send(conversation, "meanwhile " + id);
        ann.rest().call("POST", "/api/subscriptions/" + id + "/resume").expectProblem(404, "subscription_not_found");

        var resumed = bob.rest()
                .call("POST", "/api/subscriptions/" + id + "/resume")
                .expect(200)
                .body();

        assertThat(resumed.getJsonObject("subscription").getString("state")).isEqualTo("on");
        Eventually.that(() -> assertThat(said(url)).endsWith("meanwhile " + id));
        // What is on stays on, and is delivered once.
        bob.rest().call("POST", "/api/subscriptions/" + id + "/resume").expect(200);
        ann.send(conversation, "last " + id);
        Eventually.that(() -> assertThat(said(url)).endsWith("meanwhile " + id, "last " + id));
    }

    @Test
    void whileAThousandWaitTheRestStaysInTheFeed() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        var beside = receiver.url();
        id(subscribe(bob, beside));
        server.query("""
                INSERT INTO subscription_delivery (subscription_id, position, conversation_id, due_at)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                SELECT ?, 1000000 + i, 0, '2100-01-01' FROM n""", id);

        ann.send(conversation, "held up");
        // Both hear of it together.
        receiver.await(beside, 1);
        assertThat(receiver.at(url)).isEmpty();
        assertThat(waiting(id)).isEqualTo(1_000);

        server.query("DELETE FROM subscription_delivery WHERE subscription_id = ? AND position = 1000001", id);
        ann.send(conversation, "after it");
        Eventually.that(() -> assertThat(texts(url)).containsExactly("held up", "after it"));
        // What has come is noted once it is answered.
        Eventually.that(() -> assertThat(waiting(id)).isEqualTo(999));
    }

    private static long waiting(long id) {
        return server.query(
                        "SELECT COUNT(*) FROM subscription_delivery WHERE subscription_id = ? AND state = 'waiting'",
                        id)
                .get(0)
                .getLong(0);
    }

    @Test
    void somethingIsDeliveredOnceMoreWhereItIsAskedFor() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        ann.send(conversation, "again");
        receiver.await(url, 1);
        Eventually.that(
                () -> assertThat(deliveries(bob, id).get(0).getString("state")).isEqualTo("done"));
        var eventId = deliveries(bob, id).get(0).getString("eventId");

        bob.rest().call("POST", path(id) + "/deliveries/" + eventId + "/replay").expect(200);

        assertThat(receiver.await(url, 2))
                .extracting(hook -> hook.headers().get("webhook-id"))
                .containsOnly(eventId);
        bob.rest()
                .call("POST", path(id) + "/deliveries/evt_" + bob.id() + "_99/replay")
                .expectProblem(404, "delivery_not_found");
    }

    @Test
    void whatWaitedWhenTheServerStoppedIsDeliveredAfterwards() throws Exception {
        var url = receiver.url();
        receiver.answer(url, 500);
        long id = id(subscribe(bob, url));
        ann.send(conversation, "before the stop");
        receiver.await(url, 1);
        Eventually.that(() ->
                assertThat(deliveries(bob, id).get(0).getInteger("attempts")).isEqualTo(1));
        receiver.answer(url, 200);
        dueNow(id);

        server.restart();
        ann.send(conversation, "after it");

        Eventually.that(() -> assertThat(texts(url)).endsWith("before the stop", "after it"));
    }

    @Test
    void aTextThatIsDeletedMeanwhileIsNotPosted() throws Exception {
        var url = receiver.url();
        receiver.answer(url, 500);
        long id = id(subscribe(bob, url));
        long seq = ann.send(conversation, "a secret").getLong("seq");
        receiver.await(url, 1);
        Eventually.that(() ->
                assertThat(deliveries(bob, id).get(0).getInteger("attempts")).isEqualTo(1));
        ann.rest()
                .delete("/api/conversations/" + conversation + "/messages/" + seq + "?scope=everyone")
                .expect(204);
        receiver.answer(url, 200);
        dueNow(id);

        assertThat(receiver.await(url, 2).get(1).body()).doesNotContain("a secret");
    }

    @Test
    void anAccessTokenAloneMakesNone() {
        var request = new JsonObject().put("url", receiver.url());

        bob.rest().post("/api/subscriptions", request).expectProblem(403, "confirmation_needed");
        bob.rest()
                .cookie(bob.refreshToken())
                .post("/api/subscriptions", request)
                .expect(201);
        bob.rest()
                .post("/api/subscriptions", request.copy().put("password", "not this one"))
                .expectProblem(403, "bad_credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "https://example.com:8443/",
                "https://127.0.0.1/",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://user:secret@example.com/",
                "ftp://example.com/",
                "nonsense"
            })
    void addressesOfTheInsideAreRefused(String url) {
        var problem = subscribe(bob, url).expectProblem(422, "invalid");

        assertThat(problem.body().getJsonObject("fields").fieldNames()).containsExactly("url");
    }

    @Test
    void aBotOfOnesOwnIsFollowedAndNobodyElse() throws Exception {
        var url = receiver.url();
        var bot = bob.bot("followed", "feed:read");
        var made = subscribe(bob, url, new JsonObject().put("botId", bot.id())).expect(201);
        assertThat(made.body().getJsonObject("subscription").getLong("botId")).isEqualTo(bot.id());
        ann.send(ann.conversationWith(bot), "hello, bot");

        assertThat(receiver.await(url, 2).get(1).text()).isEqualTo("hello, bot");
        for (long other : List.of(ann.id(), ann.bot("foreign").id())) {
            subscribe(bob, receiver.url(), new JsonObject().put("botId", other)).expectProblem(404, "user_not_found");
        }
        bob.rest().delete("/api/bots/" + bot.id()).expect(204);
        Eventually.that(() -> assertThat(rows(bob)).isZero());
    }

    @Test
    void thereAreSoManyAndNoMore() {
        for (int i = 0; i < SubscriptionService.MOST; i++) {
            subscribe(bob, receiver.url()).expect(201);
        }

        subscribe(bob, receiver.url()).expectProblem(409, "too_many_subscriptions");
    }

    @Test
    void aRemovedOneIsGone() throws Exception {
        var url = receiver.url();
        long id = id(subscribe(bob, url));
        assertThat(list(bob)).hasSize(1);

        ann.rest().delete(path(id)).expectProblem(404, "subscription_not_found");
        bob.rest().delete(path(id)).expect(204);
        ann.send(conversation, "nobody hears it");

        assertThat(list(bob)).isEmpty();
        bob.rest().get(path(id) + "/deliveries").expectProblem(404, "subscription_not_found");
        assertThat(receiver.at(url)).isEmpty();
    }

    @Test
    void endsWithAChangedPassword() throws Exception {
        subscribe(bob, receiver.url()).expect(201);

        bob.changePassword(RestClient.PASSWORD, "another long password").expect(204);

        Eventually.that(() -> assertThat(rows(bob)).isZero());
    }

    @Test
    void endsWhenAllOthersAreLoggedOut() throws Exception {
        subscribe(bob, receiver.url()).expect(201);

        bob.rest().delete("/api/sessions").expect(204);

        Eventually.that(() -> assertThat(rows(bob)).isZero());
    }

    @Test
    void endsWithItsOwner() throws Exception {
        subscribe(bob, receiver.url()).expect(201);

        bob.deleteAccount();

        Eventually.that(() -> assertThat(rows(bob)).isZero());
    }

    private static Answer subscribe(Person person, String url) {
        return subscribe(person, url, new JsonObject().put("events", new JsonArray().add("message.sent")));
    }

    private static Answer subscribe(Person person, String url, JsonObject request) {
        return person.rest().post("/api/subscriptions", request.put("url", url).put("password", RestClient.PASSWORD));
    }

    private static long id(Answer made) {
        return made.expect(201).body().getJsonObject("subscription").getLong("id");
    }

    private static String path(long id) {
        return "/api/subscriptions/" + id;
    }

    private static List<JsonObject> list(Person person) {
        return objects(
                person.rest().get("/api/subscriptions").expect(200).body().getJsonArray("subscriptions"));
    }

    private static JsonObject one(Person person, long id) {
        return list(person).stream()
                .filter(one -> one.getLong("id") == id)
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> deliveries(Person person, long id) {
        return objects(
                person.rest().get(path(id) + "/deliveries").expect(200).body().getJsonArray("deliveries"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    /** What people said, without what the server did. */
    private static List<String> said(String url) {
        return texts(url).stream()
                .filter(text -> !text.startsWith("Your outgoing webhook"))
                .toList();
    }

    private static List<String> texts(String url) {
        return receiver.at(url).stream().map(Hook::text).toList();
    }

    /** As if its time had come; something else in the feed has it looked at. */
    /** What the server has told somebody. */
    private static List<String> notices(Person person) {
        return objects(person.rest().get("/api/contacts").body().getJsonArray("contacts")).stream()
                .filter(contact ->
                        contact.getJsonObject("user").getString("displayName").equals("webim")
                                && contact.getString("status").equals("contact"))
                .flatMap(contact ->
                        objects(person.history(contact.getLong("conversationId"))
                                        .getJsonArray("messages"))
                                .stream())
                .map(message -> message.getString("text"))
                .toList();
    }

    private void dueNow(long id) {
        server.query("UPDATE subscription_delivery SET due_at = '2026-01-01' WHERE subscription_id = ?", id);
        ann.rest()
                .post(
                        "/api/groups",
                        new JsonObject().put("title", "A group").put("userIds", new JsonArray().add(bob.id())))
                .expect(201);
    }

    private static long rows(Person person) {
        return server.query("SELECT COUNT(*) AS mine FROM subscription WHERE owner_id = ?", person.id())
                .get(0)
                .getLong("mine");
    }

    private static String signature(String secret, Hook hook) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        var signed =
                hook.headers().get("webhook-id") + "." + hook.headers().get("webhook-timestamp") + "." + hook.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
