package io.webim.auth;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.auth.SecondFactorIT.AuthenticatorApp;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditIT {
    static final Logger AUDIT = (Logger) LoggerFactory.getLogger("audit");
    static final List<String> LINES = new CopyOnWriteArrayList<>();
    static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LINES.add(event.getFormattedMessage());
        }
    };

    @SharedServer
    private static TestServer server;

    private final RestClient anyone = RestClient.of(server);

    @BeforeAll
    static void start() {
        AUDIT.setLevel(Level.INFO);
        AUDIT.setAdditive(false);
        APPENDER.setContext(AUDIT.getLoggerContext());
        APPENDER.start();
        AUDIT.addAppender(APPENDER);
    }

    @AfterAll
    static void stop() {
        AUDIT.detachAppender(APPENDER);
        AUDIT.setAdditive(true);
        AUDIT.setLevel(null);
    }

    @BeforeEach
    void forget() {
        LINES.clear();
    }

    @Test
    void everyStepInTheLifeOfAnAccountIsOneLine() {
        var ann = anyone.somebody("audited");
        anyone.tryLogIn(ann.username(), "wrong password");
        anyone.tryLogIn("nobody.here", "wrong password");
        var second = anyone.logIn(ann.username());
        second.rest().delete("/api/sessions").expect(204);
        var successor = anyone.refresh(second.refreshToken()).refreshToken().orElseThrow();
        anyone.refresh(successor).expect(200);
        anyone.refresh(second.refreshToken()).expect(401);
        var third = anyone.logIn(ann.username());
        third.changePassword("a guess", "another good one").expect(403);
        third.changePassword(PASSWORD, PASSWORD + "!").expect(204);
        third.rest().get("/api/users/me/export").expect(200);
        third.rest()
                .call("DELETE", "/api/users/me", "{\"password\":\"" + PASSWORD + "!\"}")
                .expect(200);

        assertThat(events())
                .extracting(event -> event.getString("event"))
                .containsExactly(
                        "account.registered",
                        "login.succeeded",
                        "login.failed",
                        "login.failed",
                        "login.succeeded",
                        "session.revoked",
                        "session.refresh_reused",
                        "login.succeeded",
                        "password.refused",
                        "password.changed",
                        "account.exported",
                        "account.deleted");
        assertThat(events())
                .allSatisfy(
                        event -> assertThat(event.getString("remoteAddress")).isEqualTo("127.0.0.1"));
        assertThat(events())
                .filteredOn(event -> !"unknown_username".equals(event.getString("reason")))
                .allSatisfy(event -> assertThat(event.getLong("userId")).isEqualTo(ann.id()));
        assertThat(events().get(4).getLong("sessionId")).isEqualTo(second.sessionId());
        assertThat(events().get(5).getJsonArray("revoked").getLong(0)).isEqualTo(ann.sessionId());
    }

    @Test
    void theSecondFactorLeavesItsTrail() {
        var ann = anyone.somebody("audited");
        var app = AuthenticatorApp.turnOn(ann);
        var challenge = anyone.tryLogIn(ann.username(), PASSWORD).body().getString("challenge");
        complete(challenge, "000000");
        complete(challenge, app.recoveryCodes().get(0)).expect(201);
        ann.rest()
                .post("/api/users/me/second-factor/recovery-codes", new JsonObject().put("password", PASSWORD))
                .expect(201);
        ann.rest()
                .call("DELETE", SecondFactorIT.TOTP, SecondFactorIT.CONFIRM.encode())
                .expect(204);

        assertThat(events().stream().skip(2).toList())
                .extracting(event -> event.getString("event"))
                .containsExactly(
                        "second_factor.app_enabled",
                        "login.second_factor_required",
                        "login.failed",
                        "login.succeeded",
                        "second_factor.codes_renewed",
                        "second_factor.app_disabled");
        assertThat(events().get(4).getString("reason")).isEqualTo("wrong_code");
        assertThat(events().get(5).getString("method")).isEqualTo("recovery_code");
        assertThat(LINES)
                .noneMatch(line -> app.recoveryCodes().stream().anyMatch(line::contains)
                        || line.contains(Base32.encode(app.secret()))
                        || line.contains(challenge));
    }

    @Test
    void botsAndTheirTokensLeaveTheirTrail() {
        var ann = anyone.somebody("audited");
        var bot = ann.bot("audited");
        var second = ann.token(bot.id(), "messages:write");
        ann.rest()
                .delete("/api/bots/" + bot.id() + "/tokens/" + second.getLong("tokenId"))
                .expect(204);
        ann.rest().delete("/api/bots/" + bot.id()).expect(204);

        assertThat(events().stream().skip(2).toList())
                .extracting(event -> event.getString("event"))
                .containsExactly(
                        "session.confirmed",
                        "bot.created",
                        "session.confirmed",
                        "bot_token.created",
                        "session.confirmed",
                        "bot_token.created",
                        "bot_token.revoked",
                        "bot.deleted");
        assertThat(events().get(3).getLong("botId")).isEqualTo(bot.id());
        assertThat(events().get(7).getString("scopes")).isEqualTo("messages:write");
        assertThat(LINES)
                .noneMatch(line -> line.contains(bot.accessToken()) || line.contains(second.getString("token")));
    }

    @Test
    void nothingThatWasTypedBreaksALineOrForgesOne() {
        var ann = anyone.somebody("injected");
        var hostile = "x\r\n{\"event\":\"account.deleted\"}\u001b[2J\u009b31m\u2028\u202e\u007f";
        var printable = "x\"}{\"event\":\"account.deleted\"}\u200b\ufeff\u00e9";

        logIn(ann, hostile).expectProblem(422, "invalid");
        logIn(ann, printable).expect(201);
        anyone.tryLogIn(hostile, hostile).expect(401);

        assertThat(LINES).hasSize(4).allMatch(line -> line.matches("[ -~]+"));
        assertThat(events().get(2).getString("device")).isEqualTo(printable);
        assertThat(events()).noneMatch(event -> "account.deleted".equals(event.getString("event")));
    }

    @Test
    void noPasswordOrTokenIsWrittenNorWhatWasTypedInPlaceOfAName() {
        var ann = anyone.somebody("secretive");
        anyone.tryLogIn("my.secret.password", "hunter2hunter2").expect(401);
        anyone.tryLogIn(ann.username(), "hunter3hunter3").expect(401);
        var renewed = anyone.refresh(ann.refreshToken()).expect(200);
        ann.rest().delete("/api/sessions/current").expect(204);

        assertThat(LINES)
                .isNotEmpty()
                .noneMatch(line -> line.contains(PASSWORD)
                        || line.contains("my.secret.password")
                        || line.contains("hunter")
                        || line.contains(ann.accessToken())
                        || line.contains(ann.refreshToken())
                        || line.contains(renewed.refreshToken().orElseThrow()));
    }

    private RestClient.Answer logIn(Person person, String device) {
        return anyone.post(
                "/api/sessions",
                new JsonObject()
                        .put("username", person.username())
                        .put("password", PASSWORD)
                        .put("device", device));
    }

    private RestClient.Answer complete(String challenge, String code) {
        return anyone.post(
                "/api/sessions/second-factor",
                new JsonObject().put("challenge", challenge).put("code", code));
    }

    private static List<JsonObject> events() {
        return LINES.stream().map(JsonObject::new).toList();
    }
}
