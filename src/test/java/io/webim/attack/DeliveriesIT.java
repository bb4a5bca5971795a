package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Transport;
import io.webim.contract.Address;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever causes something to be delivered pays for each copy of it. */
class DeliveriesIT {
    private static final int BUDGET = 60;

    @SharedServer({
        "WEBIM_LIMITS=on",
        "WEBIM_RATE_REGISTRATIONS=off",
        "WEBIM_RATE_TYPING=off",
        "WEBIM_RATE_DELIVERIES=1/hour burst " + BUDGET
    })
    static TestServer server;

    private static final int SOCKETS = 4;
    private static final int BURST = 3;

    @SharedServer({"WEBIM_LIMITS=on", "WEBIM_RATE_REGISTRATIONS=off", "WEBIM_RATE_DELIVERIES=1/second burst " + BURST})
    static TestServer refilling;

    private final List<BusClient> open = new ArrayList<>();

    @AfterEach
    void closeSockets() {
        open.forEach(BusClient::close);
    }

    @Test
    void aMessageIsPaidForEachSocketThatItReachesAndRefusedBeforeItIsStored() throws Exception {
        var sender = person(server);
        var receiver = person(server);
        long conversation = sender.conversationWith(receiver);
        var socket = connect(server, Transport.RAW, sender);
        connect(server, Transport.TCP, sender);
        var reached = connect(server, Transport.FRAMED, receiver);
        connect(server, Transport.XHR, receiver);

        for (int i = 0; i < BUDGET / 4; i++) {
            assertThat(failure(socket.ask("chat.message.send", message(conversation))))
                    .isZero();
            reached.event("message.sent");
        }
        var refused = socket.ask("chat.message.send", message(conversation));
        assertThat(failure(refused)).isEqualTo(429);
        assertThat(refused.getString("message")).contains("too_many_messages");
        sender.send(conversation, UUID.randomUUID(), "hello").expectProblem(429, "too_many_messages");

        // Nobody else is concerned, the receiver as little as others.
        receiver.send(conversation, UUID.randomUUID(), "hello").expect(201);
        assertThat(server.query("SELECT last_seq FROM conversation WHERE id = ?", conversation)
                        .get(0)
                        .getLong("last_seq"))
                .isEqualTo(BUDGET / 4 + 1);
    }

    @Test
    void aLongTextCostsMoreOfEachCopy() throws Exception {
        var sender = person(server);
        long conversation = sender.conversationWith(person(server));
        connect(server, Transport.RAW, sender);
        // 3 bytes each: 11 times 256 bytes and a rest.
        var text = "界".repeat(1_000);

        for (int i = 0; i < BUDGET / 12; i++) {
            sender.send(conversation, UUID.randomUUID(), text).expect(201);
        }
        sender.send(conversation, UUID.randomUUID(), "hello").expectProblem(429, "too_many_messages");
    }

    @Test
    void whoeverBlocksLooksAsIfNobodyWereThere() throws Exception {
        var sender = person(server);
        var receiver = person(server);
        long conversation = sender.conversationWith(receiver);
        receiver.block(sender);
        connect(server, Transport.RAW, receiver);
        var socket = connect(server, Transport.RAW, sender);

        for (int i = 0; i < BUDGET; i++) {
            assertThat(failure(socket.ask("chat.message.send", message(conversation))))
                    .isZero();
        }
        assertThat(failure(socket.ask("chat.message.send", message(conversation))))
                .isEqualTo(429);
    }

    @Test
    void signsOfTypingAndDeletionsArePaidToo() throws Exception {
        var sender = person(server);
        var receiver = person(server);
        long conversation = sender.conversationWith(receiver);
        long seq = sender.send(conversation, "hello").getLong("seq");
        var socket = connect(server, Transport.RAW, sender);
        connect(server, Transport.RAW, receiver);
        connect(server, Transport.RAW, receiver);
        var deletion = in(conversation)
                .put("seqs", new JsonArray().add(new JsonArray().add(seq).add(seq)))
                .put("scope", "everyone");

        assertThat(failure(socket.ask("chat.message.delete", deletion))).isZero();
        for (int i = 0; i < (BUDGET - 3) / 2; i++) {
            assertThat(failure(socket.ask("chat.typing", in(conversation)))).isZero();
        }
        assertThat(failure(socket.ask("chat.typing", in(conversation)))).isEqualTo(429);
        assertThat(failure(socket.ask("chat.message.delete", deletion))).isEqualTo(429);
        assertThat(failure(socket.ask("chat.message.delete", deletion.put("scope", "me"))))
                .isZero();
        assertThat(failure(socket.ask("chat.message.delete", deletion))).isEqualTo(429);
    }

    @Test
    void whatAGroupIsCalledAndWhatItsMembersMayIsPaidByWhomItReachesAndRefusedBeforeItIsStored() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var owner = person(server);
        var member = person(server);
        long group = groups.of(owner, member);
        connect(server, Transport.RAW, member);
        connect(server, Transport.RAW, member);

        var about = "about".repeat(100);
        groups.update(owner, group, new JsonObject().put("about", about)).expect(200);
        int changes = 0;
        while (groups.update(owner, group, new JsonObject().put("title", "title " + changes))
                        .status()
                == 200) {
            changes++;
            assertThat(changes).isLessThan(BUDGET);
        }

        groups.update(owner, group, new JsonObject().put("title", "one more")).expectProblem(429, "too_many_messages");
        groups.role(owner, group, member, "admin").expectProblem(429, "too_many_messages");
        assertThat(groups.get(owner, group).expect(200).body().getString("title"))
                .isEqualTo("title " + (changes - 1));
        // Nobody else is concerned.
        member.send(group, UUID.randomUUID(), "hello").expect(201);
    }

    @Test
    void rolesArePaidByWhomTheyReach() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var owner = person(server);
        var member = person(server);
        long group = groups.of(owner, member);
        connect(server, Transport.RAW, member);
        connect(server, Transport.RAW, member);

        int changes = 0;
        while (groups.role(owner, group, member, changes % 2 == 0 ? "admin" : "member")
                        .status()
                == 204) {
            changes++;
            assertThat(changes).isLessThan(BUDGET);
        }

        groups.role(owner, group, member, changes % 2 == 0 ? "admin" : "member")
                .expectProblem(429, "too_many_messages");
    }

    @Test
    void marksBeyondTheBudgetAreToldLaterAndTheLatestAlone() throws Exception {
        var sender = person(refilling);
        var receiver = person(refilling);
        long conversation = sender.conversationWith(receiver);
        int messages = 10;
        for (int i = 0; i < messages; i++) {
            sender.send(conversation, "hello");
        }
        var told = connectAll(sender);
        var confirming = connect(refilling, Transport.RAW, receiver);

        long begun = System.nanoTime();
        for (int seq = 1; seq <= messages; seq++) {
            assertThat(failure(confirming.ask(
                            "chat.message.received", in(conversation).put("seq", seq))))
                    .isZero();
        }
        int events = 1;
        while (told.event("message.state").getLong("receivedSeq") < messages) {
            events++;
        }

        assertThat((long) events * BURST).isLessThanOrEqualTo(BURST + secondsSince(begun));
        // It is the states alone that wait.
        receiver.send(conversation, UUID.randomUUID(), "hello").expect(201);
    }

    @Test
    void whoComesAndGoesBeforeManySocketsIsToldLater() throws Exception {
        var restless = person(refilling);
        var watching = person(refilling);
        restless.conversationWith(watching);
        watching.add(restless);
        var told = connectAll(watching);

        long begun = System.nanoTime();
        var socket = connect(refilling, Transport.RAW, restless);
        var inbox = new JsonObject().put("address", Address.inbox(restless.id()));
        for (int events = 1; events <= 3; events++) {
            boolean online = told.event("presence.changed").getBoolean("online");
            assertThat(online).isEqualTo(events % 2 == 1);
            socket.send(inbox.copy().put("type", online ? "unregister" : "register"));
        }

        assertThat(3L * SOCKETS).isLessThanOrEqualTo(BURST + SOCKETS + secondsSince(begun));
    }

    @Test
    void whatReachesNobodyCostsNothingAndHoldsUpNothing() throws Exception {
        var listed = person(refilling);
        var away = person(refilling);
        var watching = person(refilling);
        listed.conversationWith(away);
        away.add(listed);
        listed.conversationWith(watching);
        watching.add(listed);
        connect(refilling, Transport.RAW, listed).close();
        var told = connect(refilling, Transport.RAW, watching);

        var again = connect(refilling, Transport.RAW, listed);
        assertThat(told.event("presence.changed").getBoolean("online")).isTrue();
        again.close();
        assertThat(told.event("presence.changed").getBoolean("online")).isFalse();
    }

    private static long secondsSince(long begun) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1;
    }

    private BusClient connectAll(Person person) throws Exception {
        for (int i = 1; i < SOCKETS; i++) {
            connect(refilling, Transport.RAW, person);
        }
        return connect(refilling, Transport.RAW, person);
    }

    private BusClient connect(TestServer where, Transport transport, Person person) throws Exception {
        var socket = transport.open(where, person);
        open.add(socket);
        return socket;
    }

    private static Person person(TestServer where) {
        return RestClient.of(where).somebody("person");
    }

    private static JsonObject in(long conversation) {
        return new JsonObject().put("conversationId", conversation);
    }

    private static JsonObject message(long conversation) {
        return in(conversation).put("clientId", UUID.randomUUID().toString()).put("text", "hello");
    }

    private static int failure(JsonObject answer) {
        return answer.getInteger("failureCode", 0);
    }
}
