package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds over every transport; each has a subclass. */
@ExtendWith(LogWatch.class)
abstract class BridgeProtocol {
    static final String ALICE = "1.10.600";
    static final String ALICES_PHONE = "1.11.600";
    static final String BOB = "2.20.600";
    static final SocketLimits QUICK = SocketLimits.DEFAULT.withTimes(25_000, 10_000, 50);

    BridgeServer server;

    abstract BusClient connect() throws Exception;

    @BeforeEach
    void startServer() throws Exception {
        server = new BridgeServer(QUICK);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    // Login

    @Test
    void loginTellsWhoAndHowOftenToPing() throws Exception {
        try (var client = connect()) {
            assertThat(client.logIn(ALICE))
                    .isEqualTo(new JsonObject()
                            .put("userId", 1)
                            .put("sessionId", 10)
                            .put("expiresIn", 600)
                            .put("pingInterval", 25_000)
                            .put("editSeconds", 172_800));
        }
    }

    @Test
    void nothingButALoginIsTakenBeforeIt() throws Exception {
        try (var client = connect()) {
            ping(client);
            assertRefused(client.ask("chat.message.send", new JsonObject()), 401, "not_logged_in");
            client.register("chat.inbox.1");
            assertRefused(client.next(), 401, "not_logged_in");
            client.send(frame("unregister", "chat.inbox.1"));
            assertRefused(client.next(), 401, "not_logged_in");
            client.send(frame("publish", "chat.inbox.1"));
            assertRefused(client.next(), 401, "not_logged_in");
            client.logIn(ALICE);
        }
    }

    /** As clients of Vert.x do, each for the address of its reply: an answer there would be taken for the reply. */
    @Test
    void whatIsNoInboxIsRegisteredWithoutAWordAndHearsNothing() throws Exception {
        try (var client = connect()) {
            client.register("reply.of.mine");
            assertThat(client.logIn(ALICE).getLong("userId")).isEqualTo(1);
            for (var address : List.of("__vertx.reply.1", "chat.message.send", "chat.deliver", "*", "CHAT.INBOX.2")) {
                client.register(address);
                client.send(frame("unregister", address));
                client.register(address);
            }
            server.delivery.deliver(1, new JsonObject().put("type", "typing"));
            assertThat(client.ask("chat.message.send", new JsonObject()).getString("type"))
                    .isEqualTo(client.delivery());
            assertThat(client.waiting()).isZero();
        }
    }

    /** A client that connects again by itself says in its headers alone who it is. */
    @Test
    void aTokenInTheHeadersOpensTheSocket() throws Exception {
        for (var headers : List.of(
                new JsonObject().put("Authorization", "Bearer " + ALICE), new JsonObject().put("accessToken", ALICE))) {
            try (var client = connect()) {
                client.send(frame("register", "chat.inbox.1").put("headers", headers));
                var answer = client.ask(frame("send", "chat.message.send")
                        .put("headers", headers)
                        .put("body", new JsonObject().put("text", "hi")));
                assertThat(answer.getJsonObject("body").getLong("userId")).isEqualTo(1);
                server.delivery.deliver(1, new JsonObject().put("type", "typing"));
                assertThat(client.event("typing").getString("type")).isEqualTo("typing");
            }
            try (var client = connect()) {
                var answer = client.ask(frame("send", "auth.socket.open").put("headers", headers));
                assertThat(answer.getJsonObject("body").getLong("userId")).isEqualTo(1);
            }
        }
    }

    @Test
    void aWrongTokenInTheHeadersOpensNothing() throws Exception {
        try (var client = connect()) {
            var wrong = new JsonObject().put("Authorization", "Bearer wrong");
            assertRefused(client.ask(frame("send", "chat.message.send").put("headers", wrong)), 401, "invalid_token");
            assertRefused(client.ask("chat.message.send", new JsonObject()), 401, "not_logged_in");
            client.logIn(ALICE);
        }
    }

    @Test
    void whatCameBehindATokenInTheHeadersKeepsItsOrder() throws Exception {
        try (var client = connect()) {
            var held = new JsonObject().put("accessToken", "held:");
            for (int i = 0; i < 3; i++) {
                client.send(frame("send", "chat.message.send")
                        .put("replyAddress", "r" + i)
                        .put("headers", held)
                        .put("body", new JsonObject().put("text", "hi")));
            }
            Eventually.holds(() -> !server.heldLogins.isEmpty());
            server.heldLogins.remove().complete(server.verified(1, 10, 600));
            for (int i = 0; i < 3; i++) {
                assertThat(client.next().getString("address")).isEqualTo("r" + i);
            }
        }
    }

    @Test
    void framesThatOvertakeTheLoginAreRefused() throws Exception {
        try (var client = connect()) {
            client.send(login("held:").put("replyAddress", "login"));
            Eventually.holds(() -> !server.heldLogins.isEmpty());
            assertRefused(client.ask("chat.message.send", new JsonObject()), 401, "not_logged_in");
            assertRefused(client.ask(login(ALICE)), 409, "login_pending");
            server.heldLogins.remove().complete(server.verified(1, 10, 600));
            assertThat(client.next().getString("address")).isEqualTo("login");
            assertThat(client.ask("chat.message.send", new JsonObject()).getString("type"))
                    .isEqualTo(client.delivery());
        }
    }

    @ParameterizedTest
    @CsvSource({"\"x\",401,invalid_token", "5,422,invalid", "null,422,invalid", "{},422,invalid"})
    void badTokenIsRefusedAndMayBeTriedAgain(String token, int status, String code) throws Exception {
        try (var client = connect()) {
            var body = new JsonObject("{\"accessToken\":" + token + "}");
            assertRefused(client.ask("auth.socket.open", body), status, code);
            client.logIn(ALICE);
        }
    }

    @Test
    void socketWithoutLoginIsClosed() throws Exception {
        try (var client = connect()) {
            Eventually.holds(() -> server.bridge.openSockets() == 1);
            server.pass(QUICK.loginTime());
            assertClosed(client, "login_timeout");
        }
    }

    @Test
    void pingsDoNotPutOffTheTimeToLogIn() throws Exception {
        try (var client = connect()) {
            ping(client);
            server.pass(QUICK.loginTime() - 1);
            ping(client);
            // An answer shows that the ping before it has been taken.
            assertRefused(client.ask("chat.message.send", new JsonObject()), 401, "not_logged_in");
            server.pass(1);
            assertClosed(client, "login_timeout");
        }
    }

    @Test
    void freshTokenOfTheSameSessionExtendsTheSocket() throws Exception {
        try (var client = connect();
                var other = connect()) {
            client.logIn("1.10.3");
            other.logIn("2.20.3");
            assertThat(client.logIn(ALICE).getInteger("expiresIn")).isEqualTo(600);
            server.pass(3_000);
            assertClosed(other, "token_expired");
            assertThat(client.ask("chat.message.send", new JsonObject()).getString("type"))
                    .isEqualTo(client.delivery());
        }
    }

    @ParameterizedTest
    @CsvSource({BOB, ALICES_PHONE})
    void socketCannotChangeHands(String other) throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            assertRefused(client.ask(login(other)), 403, "other_session");
            assertThat(client.ask("chat.message.send", new JsonObject())
                            .getJsonObject("body")
                            .getInteger("sessionId"))
                    .isEqualTo(10);
        }
    }

    @Test
    void socketClosesWhenItsTokenExpires() throws Exception {
        try (var client = connect()) {
            client.logIn("1.10.1");
            server.pass(1_000);
            assertClosed(client, "token_expired");
        }
    }

    @Test
    void revokedSessionIsToldAndClosedAtOnceAndNoOther() throws Exception {
        try (var laptop = connect();
                var phone = connect()) {
            laptop.logIn(ALICE);
            laptop.register("chat.inbox.1");
            phone.logIn(ALICES_PHONE);
            phone.register("chat.inbox.1");
            phone.ask("chat.message.send", new JsonObject());
            awaitOnline(1);
            server.revoke(1, 10);
            assertThat(laptop.next().getJsonObject("body").getString("type")).isEqualTo("session.revoked");
            assertClosed(laptop, "session_revoked");
            phone.ask("chat.message.send", new JsonObject());
            assertThat(server.delivery.isOnline(1)).isTrue();
        }
    }

    @Test
    void sessionRevokedDuringItsLoginIsClosed() throws Exception {
        try (var client = connect()) {
            client.send(login("held:"));
            Eventually.holds(() -> !server.heldLogins.isEmpty());
            server.revoke(1, 10);
            Eventually.holds(() -> server.bridge.remembersRevoked(10));
            server.heldLogins.remove().complete(server.verified(1, 10, 600));
            client.awaitClosed();
        }
    }

    // Life signs

    @Test
    void silentSocketIsClosedAndItsUserOffline() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.register("chat.inbox.1");
            awaitOnline(1);
            server.pass(QUICK.silence());
            assertClosed(client, "silent");
            assertThat(server.delivery.isOnline(1)).isFalse();
        }
    }

    @Test
    void pingsKeepASocketAlive() throws Exception {
        try (var client = connect();
                var silent = connect()) {
            client.logIn(ALICE);
            silent.logIn(BOB);
            for (int i = 0; i < 3; i++) {
                server.pass(QUICK.silence() - 1);
                ping(client);
                Eventually.holds(() -> server.patienceWith(1) == QUICK.silence());
            }
            assertClosed(silent, "silent");
            client.ask("chat.message.send", new JsonObject());
        }
    }

    @Test
    void clientThatVanishesLeavesNothingBehind() throws Exception {
        var client = connect();
        client.logIn(ALICE);
        client.register("chat.inbox.1");
        awaitOnline(1);
        client.close();
        Eventually.holds(() -> server.bridge.openSockets() == 0 && !server.delivery.isOnline(1));
    }

    // Requests

    @Test
    void callerComesFromTheSocketAndNeverFromTheFrame() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var smuggled = new JsonObject()
                    .put("user", "2")
                    .put("User", "2")
                    .put("USER", 2)
                    .put("session", "20")
                    .put("userId", 2);
            var answer = client.ask(frame("send", "chat.message.send")
                    .put("headers", smuggled)
                    .put("userId", 2)
                    .put("body", new JsonObject().put("text", "你好 🙂").put("userId", 2)));
            assertThat(answer.getJsonObject("body"))
                    .isEqualTo(new JsonObject()
                            .put("userId", 1)
                            .put("sessionId", 10)
                            .put("text", "你好 🙂"));
        }
    }

    @Test
    void refusalOfTheOperationReachesTheCaller() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var answer = client.ask("contacts.add", new JsonObject());
            assertRefused(answer, 404, "user_not_found");
            assertThat(answer.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
        }
    }

    @Test
    void operationThatIsNotUpIsUnavailableAtOnce() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var answer = client.ask("contacts.block", new JsonObject());
            assertRefused(answer, 503, "unavailable");
            assertThat(answer.getString("failureType")).isEqualTo("NO_HANDLERS");
            assertThat(new JsonObject(answer.getString("message")).getInteger("retryAfter"))
                    .isPositive();
        }
    }

    @Test
    void requestsOfOneSocketAreHandedOnInOrder() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            for (int i = 0; i < 150; i++) {
                client.send(frame("send", "chat.message.send")
                        .put("replyAddress", "r" + i)
                        .put("body", new JsonObject().put("text", "t" + i)));
            }
            for (int i = 0; i < 150; i++) {
                assertThat(client.next().getString("address")).isEqualTo("r" + i);
            }
        }
    }

    @Test
    void sendWithoutReplyAddressRunsAndAnswersNothing() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.send(frame("send", "chat.sync").put("body", new JsonObject()));
            Eventually.holds(() -> !server.held.isEmpty());
            server.held.remove().complete(Reply.EMPTY);
            client.send(frame("send", "contacts.add").put("body", new JsonObject()));
            var answer = client.ask("chat.message.send", new JsonObject());
            assertThat(answer.getString("type")).isEqualTo(client.delivery());
            assertThat(client.waiting()).isZero();
        }
    }

    @Test
    void requestsBeyondTheBoundAreRefusedUntilOthersAreAnswered() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            for (int i = 0; i < QUICK.inFlight(); i++) {
                client.send(frame("send", "chat.sync").put("replyAddress", "r" + i));
            }
            Eventually.holds(() -> server.held.size() == QUICK.inFlight());
            var refused = client.ask("chat.message.send", new JsonObject());
            assertRefused(refused, 429, "too_many_requests");
            assertThat(new JsonObject(refused.getString("message")).getInteger("retryAfter"))
                    .isPositive();
            server.held.forEach(promise -> promise.fail(Failure.of(ErrorCode.CONFLICT, "Later.")));
            for (int i = 0; i < QUICK.inFlight(); i++) {
                assertRefused(client.next(), 409, "conflict");
            }
            client.ask("chat.message.send", new JsonObject());
        }
    }

    @Test
    void answersToASocketThatHasGoneAreDropped() throws Exception {
        var client = connect();
        client.logIn(ALICE);
        client.send(frame("send", "chat.sync").put("replyAddress", "r"));
        Eventually.holds(() -> !server.held.isEmpty());
        client.close();
        Eventually.holds(() -> server.bridge.openSockets() == 0);
        server.held.remove().complete(Reply.EMPTY);
        try (var next = connect()) {
            next.logIn(ALICE);
        }
    }

    // What is refused

    /** @param address of the err frame; empty for none */
    record Refused(
            String frame, int status, String code, @Nullable String address) {
        @Override
        public String toString() {
            return frame.length() > 100 ? frame.substring(0, 100) + "…" : frame;
        }
    }

    static Stream<Refused> refusals() {
        return Stream.of(
                // Addresses
                new Refused(
                        "{'type':'send','address':'auth.token.verify','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','address':'chat.deliver','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','address':'auth.session.revoked'}", 403, "access_denied", null),
                new Refused(
                        "{'type':'send','address':'__vertx.reply.1','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','address':'__vertx.reply.1','body':{}}", 403, "access_denied", null),
                new Refused("{'type':'send','address':'chat.inbox.1','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','address':'chat.inbox.2','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused(
                        "{'type':'send','address':'Chat.Message.Send','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused(
                        "{'type':'send','address':'chat.message.send ','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','address':'chat.*','replyAddress':'r'}", 403, "access_denied", "r"),
                new Refused("{'type':'send','replyAddress':'r'}", 400, "malformed_frame", "r"),
                new Refused("{'type':'send','address':'','replyAddress':'r'}", 400, "malformed_frame", "r"),
                new Refused("{'type':'send','address':7,'replyAddress':'r'}", 400, "malformed_frame", "r"),
                new Refused("{'type':'send','address':{},'replyAddress':'r'}", 400, "malformed_frame", "r"),
                new Refused(
                        "{'type':'send','address':'" + "x".repeat(201) + "','replyAddress':'r'}",
                        400,
                        "malformed_frame",
                        "r"),
                // Reply addresses
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':'" + "x".repeat(37) + "'}",
                        400,
                        "malformed_frame",
                        null),
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':5}", 400, "malformed_frame", null),
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':''}",
                        400,
                        "malformed_frame",
                        null),
                // Bodies
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':'r','body':'x'}",
                        422,
                        "invalid",
                        "r"),
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':'r','body':[1]}",
                        422,
                        "invalid",
                        "r"),
                new Refused(
                        "{'type':'send','address':'chat.message.send','replyAddress':'r','body':{'text':5}}",
                        422,
                        "invalid",
                        "r"),
                // Types
                new Refused(
                        "{'type':'publish','address':'chat.message.send'}", 403, "access_denied", "chat.message.send"),
                new Refused("{'type':'publish','address':'chat.inbox.1'}", 403, "access_denied", "chat.inbox.1"),
                new Refused("{'type':'publish'}", 403, "access_denied", null),
                new Refused("{'type':'shout','address':'a','replyAddress':'r'}", 400, "unknown_type", "r"),
                new Refused("{'type':'rec','address':'a'}", 400, "unknown_type", "a"),
                new Refused("{'type':'SEND','address':'a','replyAddress':'r'}", 400, "unknown_type", "r"),
                new Refused("{'type':5}", 400, "unknown_type", null),
                new Refused("{}", 400, "unknown_type", null),
                // Inboxes
                new Refused("{'type':'register','address':'chat.inbox.2'}", 403, "access_denied", "chat.inbox.2"),
                new Refused("{'type':'register','address':'chat.inbox.01'}", 403, "access_denied", "chat.inbox.01"),
                new Refused("{'type':'register','address':'chat.inbox.'}", 403, "access_denied", "chat.inbox."),
                new Refused("{'type':'register'}", 400, "malformed_frame", null),
                new Refused("{'type':'unregister','address':'chat.inbox.2'}", 403, "access_denied", "chat.inbox.2"),
                // No JSON object at all
                new Refused("", 400, "malformed_frame", null),
                new Refused(" ", 400, "malformed_frame", null),
                new Refused("null", 400, "malformed_frame", null),
                new Refused("[]", 400, "malformed_frame", null),
                new Refused("7", 400, "malformed_frame", null),
                new Refused("{'type':'ping'", 400, "malformed_frame", null),
                new Refused("{'type':'ping'} {}", 400, "malformed_frame", null),
                new Refused("{type:ping}", 400, "malformed_frame", null),
                new Refused("[".repeat(100_000), 400, "malformed_frame", null),
                new Refused("{'a':".repeat(20_000), 400, "malformed_frame", null),
                new Refused("{'a':" + "9".repeat(100_000) + "}", 400, "malformed_frame", null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAtOnceAndLivesOn(Refused refused) throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.write(Buffer.buffer(refused.frame.replace('\'', '"')));
            var frame = client.next();
            assertRefused(frame, refused.status, refused.code);
            assertThat(frame.getString("address")).isEqualTo(refused.address);
            assertThat(client.ask("chat.message.send", new JsonObject()).getString("type"))
                    .isEqualTo(client.delivery());
        }
    }

    @Test
    void malformedFramesWithoutEndCloseTheSocket() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            for (int i = 0; i <= QUICK.faults(); i++) {
                writeQuietly(client, Buffer.buffer("{"));
            }
            assertClosed(client, "too_many_faults");
        }
    }

    @Test
    void frameOfTheGreatestLengthIsTaken() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var frame = frame("send", "chat.message.send").put("replyAddress", "r");
            int envelope = frame.copy()
                    .put("body", new JsonObject().put("text", ""))
                    .toBuffer()
                    .length();
            var text = "x".repeat(QUICK.frameBytes() - envelope);
            client.send(frame.put("body", new JsonObject().put("text", text)));
            assertThat(client.next().getJsonObject("body").getString("text")).isEqualTo(text);
        }
    }

    @Test
    void longerFrameIsRefusedAndTheSocketClosed() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.write(Buffer.buffer("x".repeat(QUICK.frameBytes() + 1)));
            assertRefused(client.next(), 413, "frame_too_large");
            assertClosed(client, "frame_too_large");
        }
    }

    // Events

    @Test
    void eventsReachARegisteredInboxInOrder() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            client.register("chat.inbox.1");
            awaitOnline(1);
            for (int i = 0; i < 500; i++) {
                server.delivery.deliver(1, event(i));
            }
            for (int i = 0; i < 500; i++) {
                var frame = client.next();
                assertThat(frame.getString("type")).isEqualTo(client.delivery());
                assertThat(frame.getString("address")).isEqualTo("chat.inbox.1");
                assertThat(frame.getJsonObject("body")).isEqualTo(event(i));
            }
        }
    }

    @Test
    void repeatedRegisterStillBringsOneCopy() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            for (int i = 0; i < 1_000; i++) {
                client.register("chat.inbox.1");
            }
            client.ask("chat.message.send", new JsonObject());
            server.delivery.deliver(1, event(1));
            server.delivery.deliver(1, event(2));
            assertThat(client.next().getJsonObject("body")).isEqualTo(event(1));
            assertThat(client.next().getJsonObject("body")).isEqualTo(event(2));
            client.send(frame("unregister", "chat.inbox.1"));
            client.send(frame("unregister", "chat.inbox.1"));
            client.ask("chat.message.send", new JsonObject());
            assertThat(server.delivery.isOnline(1)).isFalse();
            server.delivery.deliver(1, event(3));
            client.ask("chat.message.send", new JsonObject());
            assertThat(client.waiting()).isZero();
        }
    }

    @Test
    void everyDeviceOfTheUserGetsTheEventAndNobodyElse() throws Exception {
        try (var laptop = connect();
                var phone = connect();
                var bob = connect()) {
            laptop.logIn(ALICE);
            laptop.register("chat.inbox.1");
            phone.logIn(ALICES_PHONE);
            phone.register("chat.inbox.1");
            bob.logIn(BOB);
            bob.register("chat.inbox.2");
            laptop.ask("chat.message.send", new JsonObject());
            phone.ask("chat.message.send", new JsonObject());
            bob.ask("chat.message.send", new JsonObject());
            server.delivery.deliver(1, event(1));
            server.delivery.deliver(2, event(2));
            assertThat(laptop.next().getJsonObject("body")).isEqualTo(event(1));
            assertThat(phone.next().getJsonObject("body")).isEqualTo(event(1));
            assertThat(bob.next().getJsonObject("body")).isEqualTo(event(2));
        }
    }

    @Test
    void clientThatDoesNotReadIsCutAndCostsNobodyElse() throws Exception {
        try (var slow = connect();
                var other = connect()) {
            slow.logIn(ALICE);
            slow.register("chat.inbox.1");
            awaitOnline(1);
            slow.pause();
            other.logIn(BOB);
            var big = new JsonObject().put("type", "x").put("padding", "x".repeat(100_000));
            for (int i = 0; i < 2_000 && server.delivery.isOnline(1); i++) {
                server.delivery.deliver(1, big);
                other.ask("chat.message.send", new JsonObject());
            }
            assertThat(server.delivery.isOnline(1)).isFalse();
            assertThat(server.bridge.openSockets()).isEqualTo(1);
        }
    }

    @Test
    void oneSocketTooManyClosesTheOldest() throws Exception {
        restart(new SocketLimits(25_000, 10_000, 50, 256 << 10, 200, 2_048, 4_096, 4 << 20, 3, 1_000, 100, 0));
        try (var first = connect();
                var second = connect();
                var third = connect();
                var fourth = connect()) {
            for (var client : new BusClient[] {first, second, third, fourth}) {
                client.logIn(ALICE);
            }
            assertClosed(first, "too_many_sockets");
            second.ask("chat.message.send", new JsonObject());
            fourth.ask("chat.message.send", new JsonObject());
            assertThat(server.bridge.openSockets()).isEqualTo(3);
        }
    }

    @Test
    void allBotsOfAPersonHaveAsManySocketsAsAUser() throws Exception {
        restart(new SocketLimits(25_000, 10_000, 50, 256 << 10, 200, 2_048, 4_096, 4 << 20, 3, 1_000, 100, 0));
        try (var first = connect();
                var second = connect();
                var third = connect();
                var fourth = connect();
                var owner = connect()) {
            owner.logIn("7.1.600");
            first.logIn("101.1.600.7");
            second.logIn("102.2.600.7");
            third.logIn("103.3.600.7");
            fourth.logIn("104.4.600.7");
            assertClosed(first, "too_many_sockets");
            second.ask("chat.message.send", new JsonObject());
            owner.ask("chat.message.send", new JsonObject());
            assertThat(server.bridge.openSockets()).isEqualTo(4);
        }
    }

    @Test
    void stoppingTellsEverySocket() throws Exception {
        try (var client = connect()) {
            client.logIn(ALICE);
            var stopped = server.bridge.stop(Duration.ZERO);
            assertClosed(client, "going_away");
            BridgeServer.await(stopped);
            assertThat(server.bridge.openSockets()).isZero();
        }
    }

    // All that one cannot think of

    @Test
    void serverOutlivesThousandsOfMadFrames() throws Exception {
        restart(new SocketLimits(
                25_000, 10_000, 50, 256 << 10, 200, 2_048, 100_000, 64 << 20, 50, 1_000, 1_000_000, 0));
        var random = new Random(20_260_101);
        int frames = fuzzFrames();
        var client = connect();
        client.logIn(ALICE);
        for (int i = 0; i < frames; i++) {
            if (client.isClosed()) {
                client.close();
                client = connect();
                client.logIn(ALICE);
            }
            writeQuietly(client, RandomFrames.next(random));
        }
        client.close();
        try (var sane = connect()) {
            sane.logIn(BOB);
            sane.ask("chat.message.send", new JsonObject());
        }
        Eventually.holds(() -> server.bridge.openSockets() == 0);
    }

    int fuzzFrames() {
        return 5_000;
    }

    // Words of the tests above

    void restart(SocketLimits limits) throws Exception {
        server.close();
        server = new BridgeServer(limits);
    }

    void awaitOnline(long userId) throws Exception {
        Eventually.holds(() -> server.delivery.isOnline(userId));
    }

    void ping(BusClient client) throws Exception {
        client.send(new JsonObject().put("type", "ping"));
        if (client instanceof TcpBusClient) {
            assertThat(client.next()).isEqualTo(new JsonObject().put("type", "pong"));
        }
    }

    /** The server may have closed the socket in the middle of it. */
    private static void writeQuietly(BusClient client, Buffer frame) {
        try {
            client.write(frame);
        } catch (RuntimeException closed) {
            // What the test looks at next says whether that was right.
        }
    }

    static JsonObject frame(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    static JsonObject login(String token) {
        return frame("send", "auth.socket.open").put("body", new JsonObject().put("accessToken", token));
    }

    static JsonObject event(int number) {
        return new JsonObject().put("type", "typing").put("conversationId", number);
    }

    public static void assertRefused(JsonObject frame, int status, String code) {
        assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
        assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(status);
        assertThat(frame.getString("failureType")).isNotEmpty();
        assertThat(new JsonObject(frame.getString("message")).getString("code")).isEqualTo(code);
    }

    /** Closed, and where the transport can say why, for this reason. */
    void assertClosed(BusClient client, String reason) throws Exception {
        assertThat(client.awaitClosed()).isEqualTo(client instanceof XhrBusClient ? "" : reason);
    }
}
