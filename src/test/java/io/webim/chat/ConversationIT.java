package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bus.Bus;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.Conversations;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Gossip;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConversationIT {
    @SharedServer(name = "rough")
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.add(bob);

    @Test
    void acknowledgedMessageIsInTheDatabase() {
        var message = alice.send(conversation, "你好 🙂 שלום");

        assertThat(message.getLong("seq")).isEqualTo(1);
        assertThat(message.getString("state")).isEqualTo("msg_cache");
        var row = server.query("SELECT * FROM message WHERE conversation_id = ?", conversation)
                .get(0);
        assertThat(row.getString("text")).isEqualTo("你好 🙂 שלום");
        assertThat(row.getString("state")).isEqualTo("msg_cache");
    }

    @Test
    void longestTextFits() {
        var text = "🙂".repeat(10_000);
        alice.send(conversation, text);
        assertThat(bob.history(conversation)
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo(text);
        var tooLong = BusUser.message(conversation, UUID.randomUUID(), text + "x");
        assertThat(alice.refused(Address.CHAT_MESSAGE_SEND, tooLong).status()).isEqualTo(422);
    }

    @Test
    void retryGivesTheSameMessage() {
        var request = BusUser.message(conversation, UUID.randomUUID(), "once");
        var first = alice.call(Address.CHAT_MESSAGE_SEND, request);
        var second = alice.call(Address.CHAT_MESSAGE_SEND, request);

        assertThat(second.getJsonObject("message")).isEqualTo(first.getJsonObject("message"));
        assertThat(first.getBoolean("created")).isTrue();
        assertThat(second.getBoolean("created")).isFalse();
        assertThat(seqs(bob)).containsExactly(1L);
    }

    @Test
    void clientIdInTwoConversationsAtOnceIsTakenByOneOfThem() {
        long other = alice.add(BusUser.create(server, "carol"));
        // Of different lanes, which do not wait for each other.
        assertThat(other % 2).isNotEqualTo(conversation % 2);
        for (int round = 0; round < 30; round++) {
            var id = UUID.randomUUID();
            var both = Stream.of(conversation, other)
                    .map(where ->
                            alice.calling(Address.CHAT_MESSAGE_SEND, BusUser.message(where, id, "where do I belong")))
                    .toList();
            TestServer.await(Future.join(both).otherwiseEmpty());
            assertThat(both).filteredOn(Future::succeeded).hasSize(1);
            assertThat(both)
                    .filteredOn(Future::failed)
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.cause()).hasMessageStartingWith("client_id_reused"));
        }
    }

    @Test
    void clientIdCannotBeUsedForAnotherText() {
        var id = UUID.randomUUID();
        alice.call(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, id, "one"));
        var failure = alice.refused(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, id, "two"));
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure.code()).isEqualTo("client_id_reused");
    }

    @Test
    void manyAtOnceAreNumberedWithoutGapsAndRetriesAmongThemAreOne() {
        var requests = new ArrayList<Future<JsonObject>>();
        var bus = new Bus(server.vertx());
        for (int i = 0; i < 300; i++) {
            var sender = new Caller(i % 3 == 0 ? bob.id : alice.id, 1);
            var request = BusUser.message(conversation, UUID.randomUUID(), "message " + i);
            requests.add(bus.call(Address.CHAT_MESSAGE_SEND, sender, request));
            if (i % 10 == 0) {
                requests.add(bus.call(Address.CHAT_MESSAGE_SEND, sender, request));
            }
        }
        TestServer.await(Future.all(requests));

        var stored =
                server.query("SELECT seq FROM message WHERE conversation_id = ? ORDER BY seq", conversation).stream()
                        .map(row -> row.getLong("seq"));
        assertThat(stored)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(bob.contact().getLong("unread")).isEqualTo(200);
    }

    @Test
    void bothWritingFirstAtOnceShareOneConversation() {
        var carol = BusUser.create(server, "carol");
        var dave = BusUser.create(server, "dave");
        var bus = new Bus(server.vertx());
        var both = Stream.of(List.of(carol, dave), List.of(dave, carol))
                .map(pair -> bus.call(Address.CHAT_MESSAGE_SEND, new Caller(pair.get(0).id, 1), to(pair.get(1))))
                .toList();
        TestServer.await(Future.all(both));

        assertThat(both.get(0).result().getJsonObject("message").getLong("conversationId"))
                .isEqualTo(both.get(1).result().getJsonObject("message").getLong("conversationId"));
        assertThat(carol.contact().getString("status")).isEqualTo("contact");
    }

    @Test
    void marksMoveStatesForwardOnlyAndNotBeyondTheLastMessage() {
        LongStream.rangeClosed(1, 5).forEach(i -> alice.send(conversation, "message " + i));
        assertThat(states(alice)).containsOnly("msg_cache");

        bob.received(conversation, 3);
        bob.received(conversation, 1);
        assertThat(states(alice)).containsExactly("msg_done", "msg_done", "msg_done", "msg_cache", "msg_cache");

        assertThat(bob.read(conversation, 2)).isEqualTo(3);
        assertThat(bob.read(conversation, 9_000_000_000_000L)).isZero();
        alice.send(conversation, "after the mark from the future");
        assertThat(states(alice))
                .containsExactly("msg_read", "msg_read", "msg_read", "msg_read", "msg_read", "msg_cache");
        assertThat(bob.contact().getLong("unread")).isEqualTo(1);
    }

    @Test
    void marksAreInTheDatabaseAndTheCacheIsDrained() {
        LongStream.rangeClosed(1, 3).forEach(i -> alice.send(conversation, "message " + i));
        bob.received(conversation, 3);
        bob.read(conversation, 1);
        bob.contacts();

        var reported =
                server
                        .query("SELECT state FROM message_state WHERE conversation_id = ? ORDER BY seq", conversation)
                        .stream()
                        .map(row -> row.getString("state"));
        assertThat(reported).containsExactly("msg_read", "msg_done", "msg_done");
        assertThat(server.query(
                        "SELECT 1 FROM message WHERE conversation_id = ? AND state = 'msg_cache'", conversation))
                .isEmpty();
    }

    @Test
    void answerToAConfirmationMeansThatItIsStored() {
        LongStream.rangeClosed(1, 3).forEach(i -> alice.send(conversation, "message " + i));
        for (long seq : List.of(1L, 2L, 3L, 2L)) {
            bob.received(conversation, seq);
            assertThat(receivedSeq()).isGreaterThanOrEqualTo(seq);
        }
    }

    /** Everybody's messages are written in turn with marks: one confirmation must not take them all up. */
    @Test
    void aConfirmationOfThousandsIsStoredThousandByThousand() throws Exception {
        ManyMessages.writeCached(server, conversation, alice, 10_000);
        server.restart();
        var blocker = TestServer.await(server.pool().getConnection());
        try {
            var transaction = TestServer.await(blocker.begin());
            TestServer.await(
                    blocker.preparedQuery("SELECT seq FROM message WHERE conversation_id = ? AND seq = 4500 FOR UPDATE")
                            .execute(Tuple.of(conversation)));
            var stored = bob.calling(
                    Address.CHAT_MESSAGE_RECEIVED, BusUser.in(conversation).put("seq", 10_000));

            Eventually.holds(() -> receivedSeq() == 4_000);
            assertThat(stored.isComplete()).isFalse();
            TestServer.await(transaction.rollback());
        } finally {
            TestServer.await(blocker.close());
        }
        Eventually.holds(() -> receivedSeq() == 10_000);
        assertThat(server.query(
                        "SELECT 1 FROM message WHERE conversation_id = ? AND state = 'msg_cache'", conversation))
                .isEmpty();
        // Whoever confirms again meanwhile, or afterwards, hears when it is stored.
        bob.received(conversation, 10_000);
    }

    @Test
    void whoIsWrittenToByIdIsLookedAtEachTimeThoughTheConversationIsRemembered() {
        send(bob);
        alice.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", bob.id));
        assertThat(alice.refused(Address.CHAT_MESSAGE_SEND, to(bob)).code()).isEqualTo("peer_blocked");
        alice.call(Address.CONTACTS_UNBLOCK, new JsonObject().put("userId", bob.id));
        send(bob);
        alice.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", bob.id));
        assertThat(alice.contacts()).isEmpty();
        send(bob);
        assertThat(alice.contact().getLong("conversationId")).isEqualTo(conversation);

        server.query("UPDATE account SET deleted_at = NOW(3) WHERE id = ?", bob.id);

        assertThat(alice.refused(Address.CHAT_MESSAGE_SEND, to(bob)).code()).isEqualTo("user_not_found");
        assertThat(alice.refused(Address.CONTACTS_BLOCK, new JsonObject().put("userId", bob.id))
                        .code())
                .isEqualTo("user_not_found");
        assertThat(seqs(alice)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void onlySoManyConversationsAreRemembered() {
        var remembered = new Conversations(
                new ConversationStore(server.pool()),
                new RateLimits(Map.of(), new SimpleMeterRegistry()).of(Limit.CONTACTS),
                Gossip.NONE,
                2);
        var caller = new Caller(alice.id, 1);
        var people = List.of(bob, BusUser.create(server, "carol"), BusUser.create(server, "dave"));
        var opened = new ArrayList<Conversation>();
        // On one event loop, as in the server.
        var context = server.vertx().getOrCreateContext();
        for (var peer : people) {
            var done = Promise.<Conversation>promise();
            context.runOnContext(go -> remembered.withPeer(caller, peer.id).onComplete(done));
            opened.add(TestServer.await(done.future()));
        }

        assertThat(remembered.size()).isEqualTo(2);
        assertThat(remembered.ifLoaded(opened.get(0).id)).isNull();
        assertThat(remembered.ifLoaded(opened.get(2).id)).isNotNull();
    }

    @Test
    void historyPagesInBothDirections() {
        LongStream.rangeClosed(1, 25).forEach(i -> alice.send(conversation, "message " + i));

        var newest = page(bob, new JsonObject().put("limit", 10));
        assertThat(seqs(newest))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(16, 25).boxed().toList());
        assertThat(newest.getBoolean("hasMore")).isTrue();
        var oldest = page(bob, new JsonObject().put("limit", 10).put("before", 6));
        assertThat(seqs(oldest)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(oldest.getBoolean("hasMore")).isFalse();
        var after = page(bob, new JsonObject().put("limit", 3).put("after", 20));
        assertThat(seqs(after)).containsExactly(21L, 22L, 23L);
        assertThat(after.getBoolean("hasMore")).isTrue();
        assertThat(seqs(page(bob, new JsonObject().put("after", 25)))).isEmpty();
    }

    @Test
    void deletedForMeIsGoneForMeAlone() {
        LongStream.rangeClosed(1, 30).forEach(i -> alice.send(conversation, "message " + i));
        bob.delete(conversation, 5, 20, "me");
        bob.delete(conversation, 21, 24, "me");

        var page = page(bob, new JsonObject().put("limit", 8));
        assertThat(seqs(page)).containsExactly(3L, 4L, 25L, 26L, 27L, 28L, 29L, 30L);
        assertThat(page.getJsonArray("deletedRanges")).isEqualTo(new JsonArray("[[5,24]]"));
        assertThat(page.getBoolean("hasMore")).isTrue();
        assertThat(seqs(page(bob, new JsonObject().put("limit", 2).put("after", 4))))
                .containsExactly(25L, 26L);
        assertThat(seqs(alice)).hasSize(30);
        assertThat(bob.contact().getLong("unread")).isEqualTo(10);
    }

    @Test
    void deletedForEveryoneLeavesAStubWithoutTheText() {
        alice.send(conversation, "regret");
        alice.send(conversation, "stay");
        alice.delete(conversation, 1, 1, "everyone");

        var stub = bob.history(conversation).getJsonArray("messages").getJsonObject(0);
        assertThat(stub.getBoolean("deleted")).isTrue();
        assertThat(stub.containsKey("text")).isFalse();
        assertThat(server.query("SELECT 1 FROM message WHERE conversation_id = ? AND text = 'regret'", conversation))
                .isEmpty();
        assertThat(bob.contact().getLong("unread")).isEqualTo(1);
    }

    @Test
    void onlyTheSenderDeletesForEveryoneAndAllOrNothing() {
        alice.send(conversation, "mine");
        bob.send(conversation, "his");
        var failure = alice.refused(Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, 1, 2, "everyone"));
        assertThat(failure.code()).isEqualTo("not_sender");
        assertThat(failure.status()).isEqualTo(403);
        assertThat(server.query("SELECT 1 FROM message WHERE conversation_id = ? AND deleted", conversation))
                .isEmpty();
        assertThat(alice.refused(Address.CHAT_MESSAGE_DELETE, BusUser.deletion(conversation, 9, 9, "me"))
                        .code())
                .isEqualTo("message_not_found");
    }

    @Test
    void newestMessageDeletedForMeIsNotShownInTheList() {
        alice.send(conversation, "first");
        alice.send(conversation, "second");
        bob.delete(conversation, 2, 2, "me");
        assertThat(bob.contact().getJsonObject("lastMessage").getString("text")).isEqualTo("first");
        assertThat(alice.contact().getJsonObject("lastMessage").getString("text"))
                .isEqualTo("second");
    }

    @Test
    void unreadMessagesOverAllConversations() {
        var carol = BusUser.create(server, "carol");
        long other = carol.add(bob);
        alice.send(conversation, "from alice");
        bob.send(conversation, "own");
        LongStream.rangeClosed(1, 25).forEach(i -> carol.send(other, "from carol " + i));

        var unread = bob.call(Address.CHAT_MESSAGE_UNREAD, new JsonObject()).getJsonArray("conversations");
        assertThat(unread).hasSize(2);
        assertThat(unread.getJsonObject(0).getLong("conversationId")).isEqualTo(other);
        assertThat(unread.getJsonObject(0).getLong("unread")).isEqualTo(25);
        assertThat(unread.getJsonObject(0).getJsonArray("messages")).hasSize(20);
        assertThat(seqs(unread.getJsonObject(1))).containsExactly(1L);
        bob.read(other, 25);
        bob.read(conversation, 2);
        assertThat(bob.call(Address.CHAT_MESSAGE_UNREAD, new JsonObject()).getJsonArray("conversations"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "CHAT_MESSAGE_SEND",
                "CHAT_MESSAGE_HISTORY",
                "CHAT_MESSAGE_RECEIVED",
                "CHAT_CONVERSATION_READ",
                "CHAT_MESSAGE_DELETE",
                "CHAT_MESSAGE_DETAILS",
                "CHAT_TYPING"
            })
    void outsiderLearnsNothingOfAConversation(Address address) {
        alice.send(conversation, "private");
        var mallory = BusUser.create(server, "mallory");
        var body = BusUser.deletion(conversation, 1, 1, "me")
                .mergeIn(BusUser.message(conversation, UUID.randomUUID(), "intrusion"))
                .put("seq", 1);

        var foreign = mallory.refused(address, body);
        var unknown = mallory.refused(address, body.copy().put("conversationId", 999_999_999L));
        assertThat(foreign.toJson()).isEqualTo(unknown.toJson());
        assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
        assertThat(seqs(bob)).containsExactly(1L);
    }

    @Test
    void wrongValuesAreAllNamed() {
        var failure = alice.refused(
                Address.CHAT_MESSAGE_SEND,
                new JsonObject().put("conversationId", "1").put("clientId", "x").put("text", "\ud800"));
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.fields()).containsOnlyKeys("conversationId", "clientId", "text");
        assertThat(alice.refused(
                                Address.CHAT_MESSAGE_SEND,
                                new JsonObject()
                                        .put("toUserId", 999_999_999L)
                                        .put("clientId", UUID.randomUUID().toString())
                                        .put("text", "nobody"))
                        .code())
                .isEqualTo("user_not_found");
    }

    @Test
    void restartLosesNothing() {
        alice.send(conversation, "before");
        bob.received(conversation, 1);
        server.restart();
        alice.send(conversation, "after");
        assertThat(states(alice)).containsExactly("msg_done", "msg_cache");
        assertThat(bob.contact().getLong("unread")).isEqualTo(2);
    }

    private void send(BusUser receiver) {
        alice.call(Address.CHAT_MESSAGE_SEND, to(receiver));
    }

    private static JsonObject to(BusUser receiver) {
        return new JsonObject()
                .put("toUserId", receiver.id)
                .put("clientId", UUID.randomUUID().toString())
                .put("text", "hi");
    }

    private long receivedSeq() {
        return server.query(
                        "SELECT received_seq FROM conversation_member WHERE conversation_id = ? AND user_id = ?",
                        conversation,
                        bob.id)
                .get(0)
                .getLong("received_seq");
    }

    private JsonObject page(BusUser user, JsonObject query) {
        return user.call(Address.CHAT_MESSAGE_HISTORY, query.put("conversationId", conversation));
    }

    private List<Long> seqs(BusUser user) {
        return seqs(user.history(conversation));
    }

    private static List<Long> seqs(JsonObject page) {
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private List<String> states(BusUser user) {
        return user.history(conversation).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("state"))
                .toList();
    }
}
