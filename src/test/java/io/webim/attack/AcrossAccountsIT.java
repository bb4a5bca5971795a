package io.webim.attack;

import static io.webim.attack.Addresses.OF_CONVERSATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.LogWatch;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.contract.Address.Reach;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mallory has an account, and wants what is Alice's and Bob's; over every socket. REST is {@code EveryEndpointIT}'s. */
@ExtendWith(LogWatch.class)
class AcrossAccountsIT {
    /** What names a user who is on the caller's list: Bob is on Alice's alone. */
    private static final Set<Address> OF_CONTACTS = EnumSet.of(
            Address.CONTACTS_REMOVE, Address.CONTACTS_ACCEPT, Address.CONTACTS_MUTE, Address.CONTACTS_UNBLOCK);
    /** What tells or changes the caller's own, whomever it names. */
    private static final Set<Address> OF_THE_CALLER = EnumSet.of(
            Address.AUTH_SOCKET_OPEN,
            Address.CONTACTS_LIST,
            Address.CONTACTS_ADD,
            Address.CONTACTS_BLOCK,
            Address.USERS_SEARCH,
            Address.USERS_GET,
            Address.USERS_UPDATE,
            Address.CHAT_MESSAGE_UNREAD,
            Address.CHAT_MESSAGE_SAVED,
            Address.CHAT_VISIBILITY,
            Address.CHAT_SYNC,
            Address.CONVERSATIONS_LIST,
            Address.CONVERSATIONS_SELF,
            Address.GROUPS_CREATE,
            Address.GROUPS_PREVIEW,
            Address.GROUPS_JOIN,
            Address.FEED_OPEN,
            Address.FEED_ACK);

    @SharedServer
    private static TestServer server;

    private static Person alice;
    private static Person bob;
    private static Person mallory;
    private static long conversation;
    private BusClient aliceSocket;

    @BeforeAll
    static void start() {
        var anyone = RestClient.of(server);
        alice = anyone.somebody("alice");
        bob = anyone.somebody("bob");
        mallory = anyone.somebody("mallory");
        conversation = alice.conversationWith(bob);
        for (int i = 0; i < 3; i++) {
            alice.send(conversation, "private " + i);
        }
    }

    @BeforeEach
    void aliceListens() throws Exception {
        aliceSocket = Transport.RAW.open(server, alice);
    }

    @AfterEach
    void aliceLeaves() {
        aliceSocket.close();
    }

    @Test
    void everyAddressOpenToClientsIsAttacked() {
        var open = Arrays.stream(Address.values()).filter(address -> address.reach() == Reach.CLIENTS);
        var attacked = Stream.of(OF_CONVERSATIONS, OF_CONTACTS, OF_THE_CALLER).flatMap(Set::stream);

        assertThat(attacked)
                .as("sort each new address into one of the sets above")
                .containsExactlyInAnyOrderElementsOf(open.toList());
    }

    record Attack(Transport transport, Address address) {}

    static Stream<Attack> attacks() {
        return Arrays.stream(Transport.values())
                .flatMap(transport -> Stream.of(OF_CONVERSATIONS, OF_CONTACTS)
                        .flatMap(Set::stream)
                        .map(address -> new Attack(transport, address)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void foreignAndUnknownAreTheSameAndNothingHappens(Attack attack) throws Exception {
        var before = everythingOfAliceAndBob();
        try (var socket = attack.transport().open(server, mallory)) {
            var foreign = socket.ask(smuggling(attack.address(), body(conversation, bob.id())));
            var unknown = socket.ask(smuggling(attack.address(), body(9_007_199_254_740_991L, 9_007_199_254_740_991L)));

            assertThat(foreign.getInteger("failureCode")).as(foreign.encode()).isEqualTo(404);
            assertThat(foreign.getString("message")).isEqualTo(unknown.getString("message"));
        }
        assertThat(everythingOfAliceAndBob()).isEqualTo(before);
        aliceHearsNothing();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTheCallersOwnHoldsNothingOfOthers(Transport transport) throws Exception {
        var before = everythingOfAliceAndBob();
        var eve = RestClient.of(server).somebody("eve");
        try (var socket = transport.open(server, eve)) {
            for (var address : OF_THE_CALLER) {
                if (address != Address.AUTH_SOCKET_OPEN) {
                    var answer = socket.ask(smuggling(address, body(conversation, bob.id())));
                    assertThat(answer.encode()).doesNotContain("private");
                }
            }
            var known =
                    new JsonArray().add(new JsonArray().add(conversation).add(1).add(1));
            var synced = socket.ask("chat.sync", new JsonObject().put("known", known));
            assertThat(synced.encode())
                    .doesNotContain("private")
                    .doesNotContain("\"conversationId\":" + conversation + ",");
        }
        assertThat(everythingOfAliceAndBob()).isEqualTo(before);
        aliceHearsNothing();
    }

    @ParameterizedTest
    @EnumSource
    void foreignInboxesCannotBeRegistered(Transport transport) throws Exception {
        try (var socket = transport.open(server, mallory)) {
            for (var inbox : List.of(
                    Address.inbox(alice.id()),
                    Address.inbox(alice.id()) + " ",
                    Address.inbox(alice.id()) + "\u0000",
                    "chat.inbox.0" + alice.id(),
                    "chat.inbox.+" + alice.id(),
                    "chat.inbox.*")) {
                socket.register(inbox);
                assertThat(socket.next().getInteger("failureCode")).as(inbox).isEqualTo(403);
            }
            // What is no inbox is not answered, and hears nothing.
            for (var address : List.of(
                    "CHAT.INBOX." + alice.id(),
                    "auth.session.revoked",
                    "chat.deliver",
                    "auth.token.verify",
                    "__vertx.reply.1")) {
                socket.register(address);
            }
            bob.send(conversation, "private answer");
            aliceSocket.event("message.sent");
            socket.ask("contacts.list", new JsonObject());
            assertThat(socket.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void insideAddressesAreClosedAndRepliesCannotBeForged(Transport transport) throws Exception {
        try (var socket = transport.open(server, mallory)) {
            var inside = Stream.concat(
                    Arrays.stream(Address.values())
                            .filter(address -> address.reach() == Reach.INTERNAL)
                            .map(Address::text),
                    IntStream.range(0, 100).mapToObj(i -> "__vertx.reply." + i));
            for (var address : inside.toList()) {
                // Alice waits for an answer of her own meanwhile.
                aliceSocket.send(frame("contacts.list", new JsonObject()).put("replyAddress", "alice"));
                var forged = new JsonObject().put("userId", alice.id()).put("contacts", "forged");
                assertThat(socket.ask(address, forged).getInteger("failureCode"))
                        .as(address)
                        .isEqualTo(403);
                socket.send(new JsonObject()
                        .put("type", "publish")
                        .put("address", address)
                        .put("body", forged));
                assertThat(socket.next().getInteger("failureCode")).as(address).isEqualTo(403);
                assertThat(aliceSocket.next().getJsonObject("body").getJsonArray("contacts"))
                        .hasSize(1);
            }
        }
    }

    /** Ways in which a token may be worth nothing any more. */
    enum DeadToken {
        REVOKED {
            @Override
            String make(RestClient anyone) {
                var person = anyone.somebody("revoked");
                person.rest().delete("/api/sessions/current").expect(204);
                return person.accessToken();
            }
        },
        PASSWORD_CHANGED {
            @Override
            String make(RestClient anyone) {
                var person = anyone.somebody("changed");
                anyone.logIn(person.username())
                        .changePassword(RestClient.PASSWORD, "another battery staple")
                        .expect(204);
                return person.accessToken();
            }
        },
        UNSIGNED {
            @Override
            String make(RestClient anyone) {
                var claims = mallory.accessToken().split("\\.")[1];
                return "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + claims + ".";
            }
        },
        SIGNED_BY_OTHERS {
            @Override
            String make(RestClient anyone) {
                var parts = mallory.accessToken().split("\\.");
                return parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse();
            }
        };

        abstract String make(RestClient anyone);
    }

    @ParameterizedTest
    @EnumSource
    void aDeadTokenOpensNoSocket(DeadToken kind) throws Exception {
        var token = kind.make(RestClient.of(server));
        for (var transport : Transport.values()) {
            try (var socket = transport.connect(server)) {
                var answer = socket.ask("auth.socket.open", new JsonObject().put("accessToken", token));
                assertThat(answer.getInteger("failureCode")).as(answer.encode()).isEqualTo(401);
                assertThat(answer.getString("message")).contains("invalid_token");
                assertThat(socket.ask("contacts.list", new JsonObject()).getInteger("failureCode"))
                        .isEqualTo(401);
            }
        }
        RestClient.of(server).token(token).get("/api/users/me").expectProblem(401, "invalid_token");
    }

    @Test
    void headersOfARequestDoNotSayWhoAsks() {
        for (var header : List.of("User", "user", "USER", "Session", "X-User", "X-Remote-User")) {
            var answer = mallory.rest()
                    .with(header, Long.toString(alice.id()))
                    .get("/api/users/me")
                    .expect(200);
            assertThat(answer.body().getLong("id")).isEqualTo(mallory.id());
            RestClient.of(server)
                    .with(header, Long.toString(alice.id()))
                    .get("/api/users/me")
                    .expectProblem(401, "unauthenticated");
        }
    }

    /** Whatever any address might want, naming what is not Mallory's. */
    private static JsonObject body(long conversationId, long userId) {
        return new JsonObject()
                .put("conversationId", conversationId)
                .put("userId", userId)
                .put("seq", 1)
                .put("seqs", new JsonArray().add(new JsonArray().add(1).add(1)))
                .put("scope", "everyone")
                .put("clientId", "00000000-0000-4000-8000-000000000001")
                .put("text", "intrusion")
                .put("emoji", "\uD83D\uDC4D")
                .put("on", true)
                .put("muted", true)
                .put("level", "nothing")
                .put("title", "An intrusion")
                .put("userIds", new JsonArray().add(bob.id()))
                .put("role", "owner")
                .put("inviteId", 1)
                .put("reportId", 1)
                .put("reason", "spam")
                .put("addMe", "all")
                .put("token", "AAAAAAAAAAAAAAAAAAAAAA")
                .put("username", bob.username())
                .put("q", bob.username());
    }

    /** With everything in it by which a caller might pass for Alice. */
    private static JsonObject smuggling(Address address, JsonObject body) {
        var alices = Long.toString(alice.id());
        return frame(address.text(), body)
                .put(
                        "headers",
                        new JsonObject()
                                .put("user", alices)
                                .put("User", alices)
                                .put("USER", alice.id())
                                .put("session", Long.toString(alice.sessionId())))
                .put("user", alices)
                .put("senderId", alice.id());
    }

    private static JsonObject frame(String address, JsonObject body) {
        return new JsonObject().put("type", "send").put("address", address).put("body", body);
    }

    private void aliceHearsNothing() throws Exception {
        aliceSocket.ask("contacts.list", new JsonObject());
        assertThat(aliceSocket.waiting()).isZero();
    }

    private static String everythingOfAliceAndBob() {
        return Stream.of(
                        "conversation WHERE id",
                        "conversation_member WHERE conversation_id",
                        "message WHERE conversation_id",
                        "message_change WHERE conversation_id",
                        "reaction WHERE conversation_id",
                        "pin WHERE conversation_id",
                        "saved_message WHERE conversation_id",
                        "deletion WHERE conversation_id")
                .flatMap(table -> server.query("SELECT * FROM " + table + " = ?", conversation).stream())
                .map(row -> row.deepToString())
                .collect(Collectors.joining("\n"));
    }
}
