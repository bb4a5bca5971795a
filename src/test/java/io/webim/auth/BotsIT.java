package io.webim.auth;

import static io.webim.http.RestClient.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.FreshName;
import io.webim.LimitedServer;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.contract.Address.Reach;
import io.webim.contract.Scope;
import io.webim.contract.Times;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BotsIT {
    @SharedServer
    private static TestServer server;

    @LimitedServer
    private static TestServer limited;

    private final RestClient anyone = RestClient.of(server);
    private Person owner;

    @BeforeEach
    void start() {
        owner = anyone.somebody("owner");
    }

    @Test
    void aBotIsShownAsOneWhereverAUserIs() throws Exception {
        var friend = anyone.somebody("friend");
        var bot = owner.bot("robot");
        assertThat(bots(owner)).extracting(one -> one.getLong("id")).containsExactly(bot.id());

        long direct = friend.conversationWith(bot);
        bot.send(direct, "beep");
        long group = group(friend, bot);
        friend.rest().post("/api/messages", forward(friend.id(), direct, 1)).expect(201);

        assertThat(friend.contact(bot).getJsonObject("user").getBoolean("bot")).isTrue();
        assertThat(users(friend, "/api/users?q=" + bot.username()))
                .singleElement()
                .satisfies(BotsIT::isBot);
        assertThat(users(friend, "/api/users?ids=" + bot.id())).singleElement().satisfies(BotsIT::isBot);
        assertThat(friend.history(direct).getJsonArray("users").stream().map(JsonObject.class::cast))
                .filteredOn(user -> user.getLong("id") == bot.id())
                .singleElement()
                .satisfies(BotsIT::isBot);
        assertThat(list(friend, "/api/groups/" + group + "/members", "members"))
                .extracting(member -> member.getJsonObject("user").containsKey("bot"))
                .containsExactlyInAnyOrder(true, false);
        var forwarded = list(friend, "/api/conversations", "conversations").stream()
                .map(one -> one.getJsonObject("lastMessage"))
                .filter(message -> message != null && message.containsKey("forwarded"))
                .findFirst()
                .orElseThrow();
        isBot(forwarded.getJsonObject("forwarded").getJsonObject("user"));
        isBot(bot.rest().get("/api/users/me").expect(200).body());
        assertThat(owner.rest().get("/api/users/me").body().containsKey("bot")).isFalse();
    }

    @Test
    void aBotIsWrittenToAndAnswersOverASocket() throws Exception {
        var bot = owner.bot("echo");
        try (var socket = Transport.TCP.connect(server)) {
            var opened = socket.logIn(bot.accessToken());
            assertThat(opened.getLong("sessionId")).isZero();
            assertThat(opened.getLong("userId")).isEqualTo(bot.id());
            assertThat(opened.getLong("expiresIn")).isEqualTo(86_400);
            socket.register(Address.OWN_INBOX);
            socket.ask(Address.CONTACTS_LIST.text(), new JsonObject());

            owner.rest()
                    .post(
                            "/api/messages",
                            new JsonObject().put("to", bot.username()).put("text", "ping"))
                    .expect(201);

            var message = socket.event("message.sent").getJsonObject("message");
            assertThat(message.getString("text")).isEqualTo("ping");
            assertThat(socket.logIn(bot.accessToken()).getLong("expiresIn")).isEqualTo(86_400);
        }
    }

    @Test
    void anAccessTokenAloneMakesNeitherABotNorAToken() {
        var request = new JsonObject().put("username", FreshName.of("robot"));
        owner.rest().post("/api/bots", request).expectProblem(403, "confirmation_needed");
        owner.rest()
                .post("/api/bots", request.copy().put("password", "wrong password"))
                .expectProblem(403, "bad_credentials");
        var bot = owner.rest()
                .cookie(owner.refreshToken())
                .post("/api/bots", request)
                .expect(201)
                .body()
                .getJsonObject("bot");

        var tokens = "/api/bots/" + bot.getLong("id") + "/tokens";
        owner.rest().post(tokens, new JsonObject().put("name", "x")).expectProblem(403, "confirmation_needed");
        owner.rest()
                .cookie(owner.refreshToken())
                .post(tokens, new JsonObject().put("name", "x"))
                .expect(201);
    }

    @Test
    void aBotHasNoPasswordToLogInWith() {
        var bot = owner.bot("silent");

        anyone.tryLogIn(bot.username(), PASSWORD).expectProblem(401, "bad_credentials");
        anyone.tryLogIn(bot.username(), " ").expectProblem(401, "bad_credentials");
    }

    @Test
    void aNameIsTakenOnce() {
        for (var name : List.of(owner.username(), "all")) {
            assertThat(owner.rest()
                            .post(
                                    "/api/bots",
                                    new JsonObject().put("username", name).put("password", PASSWORD))
                            .status())
                    .isIn(409, 422);
        }
        var bot = owner.bot("unique");
        owner.rest().delete("/api/bots/" + bot.id()).expect(204);
        owner.rest()
                .post(
                        "/api/bots",
                        new JsonObject().put("username", bot.username()).put("password", PASSWORD))
                .expectProblem(409, "username_taken");
    }

    @Test
    void aTokenIsShownOnceAndListedWithItsUse() throws Exception {
        var bot = owner.bot("listed", "messages:write", "messages:read");
        assertThat(tokens(bot.id())).singleElement().satisfies(token -> {
            assertThat(token.containsKey("lastUsedAt")).isFalse();
            assertThat(token.encode()).doesNotContain(bot.accessToken());
        });

        bot.rest().get("/api/users/me").expect(200);

        Eventually.holds(() -> tokens(bot.id()).get(0).containsKey("lastUsedAt"));
        assertThat(tokens(bot.id()).get(0).getJsonArray("scopes"))
                .isEqualTo(new JsonArray().add("messages:write").add("messages:read"));
        assertThat(server.query("SELECT hash FROM bot_token WHERE bot_id = ?", bot.id())
                        .get(0)
                        .getBuffer(0))
                .isEqualTo(new BotToken(bot.accessToken()).hash());
    }

    @Test
    void aUseIsWrittenOnceAMinute() throws Exception {
        var bot = owner.bot("busy");
        bot.rest().get("/api/users/me").expect(200);
        Eventually.holds(() -> tokens(bot.id()).get(0).containsKey("lastUsedAt"));
        var first = tokens(bot.id()).get(0).getString("lastUsedAt");

        for (int i = 0; i < 5; i++) {
            bot.rest().get("/api/users/me").expect(200);
        }
        assertThat(tokens(bot.id()).get(0).getString("lastUsedAt")).isEqualTo(first);

        server.query(
                "UPDATE bot_token SET last_used_at = ? WHERE bot_id = ?",
                Times.toSql(Times.now().minus(Duration.ofMinutes(2))),
                bot.id());
        bot.rest().get("/api/users/me").expect(200);
        Eventually.holds(() -> tokens(bot.id()).get(0).getString("lastUsedAt").compareTo(first) >= 0);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aRevokedTokenIsRefusedAndItsSocketsAreClosedAndOthersStay(Transport transport) throws Exception {
        var bot = owner.bot("revoked");
        var other = new Person(
                bot.rest(), bot.id(), bot.username(), 0, owner.token(bot.id()).getString("token"), "");
        long tokenId = tokens(bot.id()).get(0).getLong("tokenId");
        try (var lost = transport.open(server, bot);
                var kept = transport.open(server, other)) {
            owner.rest().delete("/api/bots/" + bot.id() + "/tokens/" + tokenId).expect(204);

            assertThat(lost.next().getJsonObject("body").getString("type")).isEqualTo("session.revoked");
            assertThat(lost.awaitClosed()).isEqualTo(transport == Transport.XHR ? "" : "session_revoked");
            bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
            assertThat(kept.ask(Address.CONTACTS_LIST.text(), new JsonObject()).getString("type"))
                    .isEqualTo(kept.delivery());
        }
        owner.rest().delete("/api/bots/" + bot.id() + "/tokens/" + tokenId).expectProblem(404, "token_not_found");
    }

    @Test
    void aBotThatIsDeletedIsGoneWithItsTokens() throws Exception {
        var bot = owner.bot("deleted");
        try (var socket = Transport.RAW.open(server, bot)) {
            owner.rest().delete("/api/bots/" + bot.id()).expect(204);
            assertThat(socket.awaitClosed()).isEqualTo("session_revoked");
        }
        bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        assertThat(bots(owner)).isEmpty();
        assertThat(users(owner, "/api/users?ids=" + bot.id())).isEmpty();
        owner.rest().delete("/api/bots/" + bot.id()).expectProblem(404, "user_not_found");
    }

    @Test
    void botsGoWithTheirOwner() throws Exception {
        var bot = owner.bot("orphan");
        try (var socket = Transport.RAW.open(server, bot)) {
            owner.deleteAccount();
            assertThat(socket.awaitClosed()).isEqualTo("session_revoked");
        }
        bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        assertThat(server.query("SELECT deleted_at FROM account WHERE id = ?", bot.id())
                        .get(0)
                        .getLocalDateTime(0))
                .isNotNull();
    }

    @Test
    void aNewPasswordLeavesTheTokensOfBotsUnlessTheOwnerAsksForTheirEnd() {
        var bot = owner.bot("stays");
        owner.changePassword(PASSWORD, "another one").expect(204);
        bot.rest().get("/api/users/me").expect(200);

        owner.rest()
                .put(
                        "/api/users/me/password",
                        new JsonObject()
                                .put("oldPassword", "another one")
                                .put("newPassword", PASSWORD)
                                .put("services", true))
                .expect(204);

        bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        assertThat(tokens(bot.id())).isEmpty();
        assertThat(bots(owner)).hasSize(1);
    }

    @Test
    void loggingOutAllOthersLeavesTheTokensOfBotsUnlessTheOwnerAsksForTheirEnd() throws Exception {
        var bot = owner.bot("stays");
        owner.rest().delete("/api/sessions").expect(204);
        bot.rest().get("/api/users/me").expect(200);
        try (var socket = Transport.RAW.open(server, bot)) {
            owner.rest().delete("/api/sessions?services=true").expect(204);
            assertThat(socket.awaitClosed()).isEqualTo("session_revoked");
        }
        bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
    }

    /** Its proof was worth nothing any more when it was made. */
    @Test
    void aTokenThatWasBegunBeforeTheServicesEndedIsNone() {
        var bot = owner.bot("late");
        server.query("UPDATE account SET services_from = ? WHERE id = ?", Times.toSql(Times.now()), owner.id());

        bot.rest().get("/api/users/me").expectProblem(401, "invalid_token");
        assertThat(tokens(bot.id())).isEmpty();
    }

    @Test
    void aTokenThatHasExpiredIsNone() {
        var bot = owner.bot("brief");
        var tokens = "/api/bots/" + bot.id() + "/tokens";
        var request = new JsonObject().put("name", "brief").put("password", PASSWORD);
        owner.rest()
                .post(tokens, request.copy().put("expiresAt", "2020-01-01T00:00:00.000Z"))
                .expectProblem(422, "invalid");
        var token = owner.rest()
                .post(tokens, request.put("expiresAt", Times.iso(Times.now().plus(Duration.ofHours(1)))))
                .expect(201)
                .body();
        anyone.token(token.getString("token")).get("/api/users/me").expect(200);

        server.query(
                "UPDATE bot_token SET expires_at = ? WHERE id = ?",
                Times.toSql(Times.now().minusMillis(1)),
                token.getLong("tokenId"));

        anyone.token(token.getString("token")).get("/api/users/me").expectProblem(401, "invalid_token");
    }

    @Test
    void nobodyTouchesTheBotsOfOthers() {
        var bot = owner.bot("guarded");
        long tokenId = tokens(bot.id()).get(0).getLong("tokenId");
        var mallory = anyone.somebody("mallory");
        var request = new JsonObject().put("name", "mine").put("password", PASSWORD);

        mallory.rest().get("/api/bots/" + bot.id() + "/tokens").expectProblem(404, "user_not_found");
        mallory.rest().post("/api/bots/" + bot.id() + "/tokens", request).expectProblem(404, "user_not_found");
        mallory.rest().delete("/api/bots/" + bot.id() + "/tokens/" + tokenId).expectProblem(404, "user_not_found");
        mallory.rest().delete("/api/bots/" + bot.id()).expectProblem(404, "user_not_found");
        mallory.rest().delete("/api/bots/" + owner.id()).expectProblem(404, "user_not_found");
        bot.rest().get("/api/users/me").expect(200);
    }

    @Test
    void thereAreTwentyBotsOfOnePersonAndTwentyTokensOfOneBot() {
        var bot = owner.bot("first");
        server.query(
                "INSERT INTO account (username, display_name, password_hash, created_at, bot, owner_id)"
                        + " SELECT CONCAT('many', ?, '.', seq.n), 'Many', '', NOW(3), 'service', ? FROM"
                        + " (SELECT id AS n FROM account ORDER BY id LIMIT " + (BotService.MOST_BOTS - 1) + ") seq",
                owner.id(),
                owner.id());
        owner.rest()
                .post(
                        "/api/bots",
                        new JsonObject().put("username", FreshName.of("more")).put("password", PASSWORD))
                .expectProblem(409, "too_many_bots");

        server.query(
                "INSERT INTO bot_token (bot_id, hash, name, scopes, created_at)"
                        + " SELECT ?, UNHEX(SHA2(CONCAT(?, '-', id), 256)), 'many', 'feed:read', NOW(3)"
                        + " FROM account ORDER BY id LIMIT " + (BotService.MOST_TOKENS - 1),
                bot.id(),
                bot.id());
        owner.rest()
                .post(
                        "/api/bots/" + bot.id() + "/tokens",
                        new JsonObject().put("name", "more").put("password", PASSWORD))
                .expectProblem(409, "too_many_tokens");
    }

    @Test
    void whatIsNoScopeIsRefused() {
        var bot = owner.bot("scoped");
        for (var scopes : List.of(
                new JsonArray(),
                new JsonArray().add("all"),
                new JsonArray().add(1),
                "messages:read",
                new JsonObject())) {
            owner.rest()
                    .post(
                            "/api/bots/" + bot.id() + "/tokens",
                            new JsonObject()
                                    .put("name", "x")
                                    .put("scopes", scopes)
                                    .put("password", PASSWORD))
                    .expectProblem(422, "invalid");
        }
    }

    static Stream<Address> addresses() {
        return Arrays.stream(Address.values())
                .filter(address -> address.reach() == Reach.CLIENTS && address != Address.AUTH_SOCKET_OPEN);
    }

    @Test
    void anAddressIsOpenToBotsWithItsScopeAloneAndWithoutOneClosed() throws Exception {
        var reader = owner.bot("reader", "feed:read");
        var writer = owner.bot("writer", "messages:write");
        var all = owner.bot("all");
        try (var ofReader = Transport.RAW.connect(server);
                var ofWriter = Transport.RAW.connect(server);
                var wide = Transport.RAW.connect(server)) {
            ofReader.logIn(reader.accessToken());
            ofWriter.logIn(writer.accessToken());
            wide.logIn(all.accessToken());
            for (var address : addresses().toList()) {
                var code = address.scope() == null ? "not_for_bots" : "scope_missing";
                var narrow = address.scope() == Scope.FEED_READ ? ofWriter : ofReader;
                var refused = narrow.ask(address.text(), new JsonObject());
                assertThat(refused.getInteger("failureCode")).as(address.text()).isEqualTo(403);
                assertThat(refused.getString("message")).as(address.text()).contains(code);
                var answer = wide.ask(address.text(), new JsonObject());
                assertThat(answer.getString("message", "").contains("not_for_bots"))
                        .as(address.text())
                        .isEqualTo(address.scope() == null);
            }
        }
    }

    @Test
    void whatComesToAnInboxIsForThoseWhoMayReadMessages() throws Exception {
        var writer = owner.bot("writer", "messages:write");
        try (var socket = Transport.RAW.connect(server)) {
            socket.logIn(writer.accessToken());
            for (var inbox : List.of(Address.OWN_INBOX, Address.inbox(writer.id()))) {
                socket.register(inbox);
                var refused = socket.next();
                assertThat(refused.getString("address")).isEqualTo(inbox);
                assertThat(refused.getString("message")).contains("scope_missing");
            }
        }
    }

    @Test
    void aTokenThatIsNotForReadingIsToldNothingOfWhatOthersWrite() throws Exception {
        var writer = owner.bot("writer", "messages:write", "contacts:write");
        long group = group(owner, writer);
        long seq = owner.send(group, "among us").getLong("seq");
        owner.send(owner.conversationWith(writer), "between us");

        writer.rest().post("/api/messages", forward(owner.id(), group, seq)).expectProblem(403, "scope_missing");
        var reacted = writer.rest()
                .call("PUT", "/api/conversations/" + group + "/messages/" + seq + "/reactions/%F0%9F%91%8D")
                .expect(200);
        assertThat(reacted.body().getJsonObject("message").getJsonArray("reactions"))
                .hasSize(1);
        assertThat(reacted.text()).doesNotContain("among us");
        assertThat(writer.add(owner).expect(201).text())
                .contains(owner.username())
                .doesNotContain("between us");
        assertThat(writer.send(group, "my own").getString("text")).isEqualTo("my own");
        try (var socket = Transport.RAW.connect(server)) {
            socket.logIn(writer.accessToken());
            var reaction = new JsonObject().put("conversationId", group).put("seq", seq);
            assertThat(socket.ask(Address.CHAT_MESSAGE_SEND.text(), forward(owner.id(), group, seq))
                            .getString("message"))
                    .contains("scope_missing");
            var answer = socket.ask(
                    Address.CHAT_MESSAGE_REACT.text(),
                    reaction.put("emoji", "👍").put("on", false));
            assertThat(answer.getJsonObject("body").getJsonObject("message").getLong("seq"))
                    .isEqualTo(seq);
            assertThat(answer.encode()).doesNotContain("among us");
        }
        var reader = new Person(
                anyone.token(owner.token(writer.id()).getString("token")), writer.id(), writer.username(), 0, "", "");
        reader.rest().post("/api/messages", forward(owner.id(), group, seq)).expect(201);
    }

    @Test
    void aSocketDoesNotPassToAnotherTokenOfTheSameBot() throws Exception {
        var bot = owner.bot("two", "messages:read");
        try (var socket = Transport.RAW.connect(server)) {
            socket.logIn(bot.accessToken());
            var other = socket.ask(
                    "auth.socket.open",
                    new JsonObject().put("accessToken", owner.token(bot.id()).getString("token")));
            assertThat(other.getString("message")).contains("other_session");
        }
    }

    @Test
    void whoeverTriesTokensThatAreNoneIsToldToWaitAndShutsOutNobodyWithAGoodOne() {
        var guesser = RestClient.of(limited).fromElsewhere();
        var bot = RestClient.of(limited).somebody("owner").bot("neighbour");
        var neighbour = guesser.token(bot.accessToken());
        int asked = 0;
        while (guesser.token(BotToken.make().text()).get("/api/users/me").status() == 401) {
            asked++;
        }
        assertThat(asked).isBetween(100, 200);
        guesser.token(BotToken.make().text()).get("/api/users/me").expectProblem(429, "too_many_attempts");
        // Whoever shares the network with the one who tries is let in, and had not been seen before.
        neighbour.get("/api/users/me").expect(200);
        guesser.fromElsewhere()
                .token(BotToken.make().text())
                .get("/api/users/me")
                .expectProblem(401, "invalid_token");
    }

    private List<JsonObject> tokens(long botId) {
        return list(owner, "/api/bots/" + botId + "/tokens", "tokens");
    }

    private static List<JsonObject> bots(Person person) {
        return list(person, "/api/bots", "bots");
    }

    private static List<JsonObject> users(Person person, String path) {
        return list(person, path, "users");
    }

    private static List<JsonObject> list(Person person, String path, String field) {
        return person.rest().get(path).expect(200).body().getJsonArray(field).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static void isBot(JsonObject user) {
        assertThat(user.getBoolean("bot")).as(user.encode()).isTrue();
    }

    private static long group(Person maker, Person member) {
        return maker.rest()
                .post(
                        "/api/groups",
                        new JsonObject().put("title", "With a bot").put("userIds", new JsonArray().add(member.id())))
                .expect(201)
                .body()
                .getJsonObject("conversation")
                .getLong("conversationId");
    }

    private static JsonObject forward(long toUserId, long conversationId, long seq) {
        return new JsonObject()
                .put("toUserId", toUserId)
                .put(
                        "forward",
                        new JsonObject().put("conversationId", conversationId).put("seq", seq));
    }
}
