package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.OrderedRun.Outcome;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one socket asks without waiting for the answers is done in its order. */
class OrderIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    private Person alice;
    private Person bob;

    @BeforeEach
    void people() {
        alice = RestClient.of(server).somebody("alice");
        bob = RestClient.of(server).somebody("bob");
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatNameTheirReceiverStayInOrderFromTheFirstOn(Transport transport) throws Exception {
        assertThat(OrderedRun.of(server, transport, 2_000)).isEqualTo(Outcome.inOrder(2_000));
    }

    @Test
    void bothWaysToNameAConversationAreOneOrderBeforeItIsInMemoryToo() throws Exception {
        for (var there : notInMemory()) {
            var requests = new ArrayList<Request>();
            for (int i = 1; i <= 100; i++) {
                requests.add(i % 2 == 1 ? to(there.bob(), "text " + i) : in(there.conversation(), "text " + i));
            }

            var answers = ask(there.transport(), there.alice(), requests);

            assertThat(answers).extracting(OrderIT::text).containsExactlyElementsOf(texts(1, 100));
            assertThat(answers)
                    .extracting(answer -> message(answer).getInteger("seq"))
                    .isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentCanBeDeletedAndReadAtOnce(Transport transport) throws Exception {
        long conversation = alice.conversationWith(bob);
        var requests = new ArrayList<Request>();
        for (int i = 1; i <= 20; i++) {
            requests.add(toBob("text " + i));
        }
        requests.add(deletion(conversation, 1, 10));
        requests.add(toBob("text 21"));
        requests.add(request("chat.message.history", "conversationId", conversation));
        requests.add(deletion(conversation, 11, 21));
        requests.add(request("chat.message.history", "conversationId", conversation));

        var answers = ask(transport, requests);

        assertThat(seen(answers.get(22))).containsExactlyElementsOf(texts(11, 21));
        assertThat(seen(answers.get(24))).isEmpty();
    }

    @Test
    void marksAreThereForWhatIsReadAfterThem() throws Exception {
        for (var there : notInMemory()) {
            var answers = ask(
                    there.transport(),
                    there.alice(),
                    List.of(
                            request("chat.message.received", "conversationId", there.conversation(), "seq", 3),
                            request("chat.conversation.read", "conversationId", there.conversation(), "seq", 2),
                            request("chat.message.unread"),
                            request("contacts.list"),
                            request("chat.sync")));

            assertThat(answers.get(1).getInteger("unread")).isEqualTo(1);
            assertThat(first(answers.get(2), "conversations").getInteger("unread"))
                    .isEqualTo(1);
            var contact = first(answers.get(3), "contacts");
            assertThat(contact.getInteger("receivedSeq")).isEqualTo(3);
            assertThat(contact.getInteger("readSeq")).isEqualTo(2);
            assertThat(first(answers.get(4), "conversations")
                            .getJsonObject("contact")
                            .getInteger("unread"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void contactsChangeBetweenTheMessagesBeforeAndAfter(Transport transport) throws Exception {
        long conversation = alice.conversationWith(bob);

        var answers = ask(
                transport,
                List.of(
                        toBob("text 1"),
                        request("contacts.block", "userId", bob.id()),
                        toBob("refused"),
                        in(conversation, "refused"),
                        request("contacts.unblock", "userId", bob.id()),
                        toBob("text 2"),
                        request("contacts.remove", "userId", bob.id()),
                        request("contacts.list")));
        var later = ask(transport, List.of(toBob("text 3"), request("contacts.list")));

        assertThat(text(answers.get(0))).isEqualTo("text 1");
        assertThat(answers.subList(2, 4))
                .extracting(answer -> answer.getString("code"))
                .containsOnly("peer_blocked");
        assertThat(text(answers.get(5))).isEqualTo("text 2");
        assertThat(answers.get(7).getJsonArray("contacts")).isEmpty();
        assertThat(later.get(1).getJsonArray("contacts")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void typingIsToldBetweenTheMessagesBeforeAndAfter(Transport transport) throws Exception {
        long conversation = alice.conversationWith(bob);
        bob.conversationWith(alice);
        try (var bobs = transport.open(server, bob)) {
            var requests = new ArrayList<Request>();
            for (int i = 1; i <= 10; i++) {
                requests.add(toBob("text " + i));
                requests.add(request("chat.typing", "conversationId", conversation));
            }
            ask(transport, requests);

            var told = new ArrayList<String>();
            while (told.size() < 20) {
                var type = bobs.next().getJsonObject("body").getString("type");
                if (type.equals("typing") || type.equals("message.sent")) {
                    told.add(type);
                }
            }
            for (int i = 0; i < 20; i++) {
                assertThat(told.get(i)).as("event %d", i).isEqualTo(i % 2 == 0 ? "message.sent" : "typing");
            }
        }
    }

    /** Two for each transport, with three messages of Bob's. */
    private record There(Transport transport, Person alice, Person bob, long conversation) {}

    private static List<There> notInMemory() {
        var all = new ArrayList<There>();
        for (var transport : Transport.values()) {
            var alice = RestClient.of(server).somebody("alice");
            var bob = RestClient.of(server).somebody("bob");
            long conversation = bob.conversationWith(alice);
            for (int i = 1; i <= 3; i++) {
                bob.send(conversation, "text " + i);
            }
            all.add(new There(transport, alice, bob, conversation));
        }
        server.restart();
        return all;
    }

    private record Request(String address, JsonObject body) {}

    private List<JsonObject> ask(Transport transport, List<Request> requests) throws Exception {
        return ask(transport, alice, requests);
    }

    /** All at once over one socket; the answers, or refusals, in the order of the requests. */
    private static List<JsonObject> ask(Transport transport, Person who, List<Request> requests) throws Exception {
        var answers = new JsonObject[requests.size()];
        try (var socket = transport.connect(server)) {
            socket.logIn(who.accessToken());
            var frames = new ArrayList<JsonObject>();
            for (int i = 0; i < requests.size(); i++) {
                frames.add(new JsonObject()
                        .put("type", "send")
                        .put("address", requests.get(i).address())
                        .put("replyAddress", Integer.toString(i))
                        .put("body", requests.get(i).body()));
            }
            socket.sendAll(frames);
            for (int i = 0; i < requests.size(); i++) {
                var answer = socket.next();
                answers[Integer.parseInt(answer.getString("address"))] =
                        answer.getString("type").equals("err")
                                ? new JsonObject(answer.getString("message"))
                                : answer.getJsonObject("body");
            }
        }
        return List.of(answers);
    }

    private Request toBob(String text) {
        return to(bob, text);
    }

    private static Request to(Person receiver, String text) {
        return message("toUserId", receiver.id(), text);
    }

    private static Request in(long conversation, String text) {
        return message("conversationId", conversation, text);
    }

    private static Request message(String target, long id, String text) {
        return request(
                "chat.message.send", target, id, "clientId", UUID.randomUUID().toString(), "text", text);
    }

    private static Request deletion(long conversation, int from, int to) {
        var seqs = new JsonArray().add(new JsonArray().add(from).add(to));
        return request("chat.message.delete", "conversationId", conversation, "seqs", seqs, "scope", "me");
    }

    private static Request request(String address, Object... fields) {
        var body = new JsonObject();
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return new Request(address, body);
    }

    private static List<String> texts(int from, int to) {
        var texts = new ArrayList<String>();
        for (int i = from; i <= to; i++) {
            texts.add("text " + i);
        }
        return texts;
    }

    private static JsonObject first(JsonObject answer, String list) {
        return answer.getJsonArray(list).getJsonObject(0);
    }

    private static JsonObject message(JsonObject answer) {
        assertThat(answer.containsKey("message")).as(answer.encode()).isTrue();
        return answer.getJsonObject("message");
    }

    private static String text(JsonObject answer) {
        return message(answer).getString("text");
    }

    private static List<String> seen(JsonObject page) {
        assertThat(page.containsKey("messages")).as(page.encode()).isTrue();
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"))
                .toList();
    }
}
