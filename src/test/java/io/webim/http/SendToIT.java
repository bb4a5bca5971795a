package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request that says who is to read what, as a program makes it that has one thing to say. */
class SendToIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @SharedServer
    private static TestServer server;

    @LimitedServer
    private static TestServer limited;

    private final RestClient anyone = RestClient.of(server);
    private Person ann;
    private Person bob;

    @BeforeEach
    void start() {
        ann = anyone.somebody("ann");
        bob = anyone.somebody("bob");
    }

    /** {@code curl -H "Authorization: Bearer $T" $W/api/messages -d to=bob -d text=ok}. */
    @Test
    void aFormWithANameAndATextIsAMessage() {
        var bot = ann.bot("cron");

        var message = form(bot, "to=" + bob.username() + "&text=build+%F0%9F%9A%80%0Aok")
                .expect(201)
                .body()
                .getJsonObject("message");

        assertThat(message.getString("text")).isEqualTo("build 🚀\nok");
        assertThat(message.getLong("senderId")).isEqualTo(bot.id());
        var seen = bob.history(message.getLong("conversationId")).getJsonArray("messages");
        assertThat(seen.getJsonObject(0).getString("clientId")).isEqualTo(message.getString("clientId"));
    }

    @Test
    void aFormNamesAConversationOrAUserByNumberToo() {
        long conversationId = ann.conversationWith(bob);
        form(ann, "conversationId=" + conversationId + "&text=one").expect(201);
        form(ann, "toUserId=" + bob.id() + "&text=two&replyToSeq=1").expect(201);
        form(ann, "conversationId=x&text=three").expectProblem(422, "invalid");
        form(ann, "toUserId=99999999999999999999&text=four").expectProblem(422, "invalid");

        assertThat(ann.history(conversationId).getJsonArray("messages")).hasSize(2);
    }

    @Test
    void jsonDoesTheSame() {
        var answer = ann.rest()
                .post(
                        "/api/messages",
                        new JsonObject().put("to", bob.username().toUpperCase()).put("text", "hi"))
                .expect(201)
                .body();

        assertThat(answer.getJsonObject("message").getString("text")).isEqualTo("hi");
        ann.rest().post("/api/messages", to("nobody.here")).expectProblem(404, "user_not_found");
        ann.rest().post("/api/messages", to("böb")).expectProblem(404, "user_not_found");
        ann.rest()
                .post("/api/messages", to(bob.username()).put("toUserId", bob.id()))
                .expectProblem(422, "invalid");
        ann.rest().post("/api/messages", new JsonObject().put("text", "x")).expectProblem(422, "invalid");
        assertThat(ann.rest()
                        .post("/api/messages", to(ann.username()))
                        .expect(201)
                        .body()
                        .getJsonObject("message")
                        .getLong("senderId"))
                .isEqualTo(ann.id());
    }

    @Test
    void aRequestThatIsRepeatedUnderOneKeyIsOneMessage() {
        for (var key : new String[] {UUID.randomUUID().toString(), "deploy 42 of today"}) {
            var rest = ann.rest().with("Idempotency-Key", key);
            var first =
                    rest.post("/api/messages", to(bob.username())).expect(201).body();
            var again =
                    rest.post("/api/messages", to(bob.username())).expect(200).body();

            assertThat(again.getJsonObject("message")).isEqualTo(first.getJsonObject("message"));
            rest.post("/api/messages", to(bob.username()).put("text", "another"))
                    .expectProblem(409, "client_id_reused");
            var others = bob.rest().with("Idempotency-Key", key);
            others.post("/api/messages", to(ann.username())).expect(201);
        }
        ann.rest()
                .with("Idempotency-Key", "k".repeat(256))
                .post("/api/messages", to(bob.username()))
                .expectProblem(422, "invalid");
    }

    @Test
    void withoutAKeyEachRequestIsAMessage() {
        var first = form(ann, "to=" + bob.username() + "&text=same").expect(201).body();
        var second =
                form(ann, "to=" + bob.username() + "&text=same").expect(201).body();

        assertThat(second.getJsonObject("message").getLong("seq"))
                .isEqualTo(first.getJsonObject("message").getLong("seq") + 1);
    }

    @Test
    void theLongestTextFitsIntoAForm() {
        var text = "\u4f60".repeat(10_000);

        var message = form(ann, "to=" + bob.username() + "&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .expect(201)
                .body()
                .getJsonObject("message");

        assertThat(message.getString("text")).isEqualTo(text);
        form(ann, "to=" + bob.username() + "&text=" + "x".repeat(10_001)).expectProblem(422, "invalid");
        form(ann, "to=" + bob.username() + "&text=" + "x".repeat(256 * 1024)).expectProblem(413, "too_large");
    }

    @Test
    void brokenFormsAreRefused() {
        for (var form : new String[] {"", "to", "=", "&&&", "to=%zz&text=%", "text=ok", "to=&text=ok"}) {
            assertThat(form(ann, form).status()).as(form).isBetween(400, 422);
        }
        form(ann, "to=" + bob.username() + "&text=ok" + "&x=y".repeat(2_000));
        form(ann, "to=" + bob.username() + "&text=ok").expect(201);
    }

    /** A page of another site can post a form, with the cookie of whoever looks at it, but has no token. */
    @Test
    void aCookieIsNoAuthorityForAForm() {
        var browser = anyone.cookie(ann.refreshToken()).with("Content-Type", FORM);

        browser.call("POST", "/api/messages", "to=" + bob.username() + "&text=ok")
                .expectProblem(401, "unauthenticated");
        anyone.token(ann.accessToken())
                .with("Content-Type", FORM)
                .with("Origin", "https://evil.example")
                .call("POST", "/api/messages", "to=" + bob.username() + "&text=ok")
                .expectProblem(403, "bad_origin");
        browser.call("POST", "/api/contacts", "username=" + bob.username()).expectProblem(401, "unauthenticated");
        form(ann, "/api/contacts", "username=" + bob.username()).expectProblem(415, "unsupported_media_type");
    }

    @Test
    void whoeverTriesNamesPaysForThoseThatAreNone() {
        var rest = RestClient.of(limited).fromElsewhere();
        var guesser = rest.somebody("guesser");
        for (int i = 0; i < LimitedServer.SEARCHES; i++) {
            guesser.rest().post("/api/messages", to("nobody" + i)).expectProblem(404, "user_not_found");
        }
        guesser.rest().post("/api/messages", to("nobody")).expectProblem(429, "too_many_requests");
    }

    private static JsonObject to(String username) {
        return new JsonObject().put("to", username).put("text", "hello");
    }

    private static Answer form(Person person, String form) {
        return form(person, "/api/messages", form);
    }

    private static Answer form(Person person, String path, String form) {
        return person.rest().with("Content-Type", FORM).call("POST", path, form);
    }
}
