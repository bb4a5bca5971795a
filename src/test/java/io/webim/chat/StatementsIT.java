package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.Statements;
import io.webim.Statements.Cost;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.contract.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one request makes the database do, however much there is. */
class StatementsIT {
    private static final int MANY = 20;

    @SharedServer
    private static TestServer server;

    private final Statements statements = new Statements(server);

    enum Question {
        NEW_DEVICE(Address.CHAT_SYNC, 7),
        DEVICE_THAT_WAS_AWAY(Address.CHAT_SYNC, 8),
        UNREAD(Address.CHAT_MESSAGE_UNREAD, 8),
        LIST(Address.CONTACTS_LIST, 3);

        private final Address address;
        private final long most;

        Question(Address address, long most) {
            this.address = address;
            this.most = most;
        }

        private JsonObject body(List<Long> conversations) {
            var known = new JsonArray();
            conversations.forEach(id -> known.add(new JsonArray().add(id).add(1).add(1)));
            return this == DEVICE_THAT_WAS_AWAY ? new JsonObject().put("known", known) : new JsonObject();
        }
    }

    /** Each conversation has messages, the newest deleted for oneself, another in between for everyone. */
    private static List<Long> converse(BusUser one, int conversations) {
        var ids = new ArrayList<Long>();
        for (int i = 0; i < conversations; i++) {
            var other = BusUser.create(server, "other");
            long id = one.befriend(other);
            for (int message = 0; message < 5; message++) {
                other.send(id, "message");
            }
            other.delete(id, 3, 3, "everyone");
            one.delete(id, 2, 2, "me");
            one.delete(id, 5, 5, "me");
            ids.add(id);
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    void statementsDoNotGrowWithTheConversations(Question question) {
        var few = BusUser.create(server, "few");
        var many = BusUser.create(server, "many");
        var one = question.body(converse(few, 1));
        var body = question.body(converse(many, MANY));
        var ofOne = statements.of(() -> few.call(question.address, one));
        var ofMany = statements.of(() -> many.call(question.address, body));

        assertThat(ofMany.statements()).isEqualTo(ofOne.statements()).isLessThanOrEqualTo(question.most);
    }

    /** Who is not there takes nothing of the answer, however many they are. */
    @Test
    void comingBackCostsTheSameHoweverLongTheListIs() {
        var few = BusUser.create(server, "few");
        var many = BusUser.create(server, "many");
        converse(few, 1);
        converse(many, MANY);
        var one = comingBack(few);
        var body = comingBack(many);
        var ofOne = statements.of(() -> few.call(Address.CHAT_SYNC, one));
        var ofMany = statements.of(() -> many.call(Address.CHAT_SYNC, body));

        assertThat(ofMany.statements()).isEqualTo(ofOne.statements()).isEqualTo(1);
        var answer = many.call(Address.CHAT_SYNC, body);
        assertThat(answer.getJsonArray("conversations")).isEmpty();
        assertThat(answer.encode())
                .hasSameSizeAs(few.call(Address.CHAT_SYNC, one).encode());
    }

    /** What a device asks that has all but who is there. */
    private static JsonObject comingBack(BusUser who) {
        var known = BusUser.known(who.call(Address.CHAT_SYNC, new JsonObject()));
        return new JsonObject().put("known", known).put("presenceSince", Times.iso(Times.now()));
    }

    /** It takes its number, sees who may read it, is written, and committed. */
    @Test
    void aMessageIsFourStatements() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long direct = alice.befriend(bob);
        long group = BusUser.group(List.of(alice, bob));
        var toOne = statements.of(() -> alice.send(direct, "text"));
        var toMany = statements.of(() -> alice.send(group, "text"));

        assertThat(toOne.statements()).isLessThanOrEqualTo(4);
        assertThat(toMany.statements()).isLessThanOrEqualTo(4);
    }

    /** Lock, look, commit nothing: whoever blocks the other and goes on is not tried in two ways each time. */
    @Test
    void aRefusedMessageIsThreeStatements() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long direct = alice.befriend(bob);
        alice.send(direct, "text");
        alice.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", bob.id));
        var refused = statements.of(
                () -> alice.refused(Address.CHAT_MESSAGE_SEND, BusUser.message(direct, UUID.randomUUID(), "text")));

        assertThat(refused.statements()).isLessThanOrEqualTo(3);
    }

    @Test
    void whoNamesTheReceiverCostsNoMoreThanWhoNamesTheConversation() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        var byConversation = statements.of(() -> alice.send(conversation, "text"));
        var byReceiver = statements.of(() -> alice.call(
                Address.CHAT_MESSAGE_SEND,
                new JsonObject()
                        .put("toUserId", bob.id)
                        .put("clientId", UUID.randomUUID().toString())
                        .put("text", "text")));

        assertThat(byReceiver.statements()).isEqualTo(byConversation.statements());
    }

    /** What is hidden is stored with the message; the fewer statements that takes, the less it tells the sender. */
    @Test
    void writingToWhoBlocksIsFewStatementsMore() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        var before = statements.of(() -> alice.send(conversation, "text"));
        long shown = bob.contact().getLong("lastSeq");
        bob.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", alice.id));
        var after = statements.of(() -> alice.send(conversation, "text"));

        assertThat(after.statements()).isLessThanOrEqualTo(before.statements() + 4);
        bob.call(Address.CONTACTS_UNBLOCK, new JsonObject().put("userId", alice.id));
        long hidden = bob.contact().getLong("lastSeq");
        assertThat(bob.history(conversation).getJsonArray("deletedRanges").encode())
                .isEqualTo("[[%d,%d]]".formatted(shown + 1, hidden));
    }

    @Test
    void aPageOfHistoryIsAFewStatementsWhateverWasDeleted() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        ManyMessages.write(server, conversation, alice, 4_000, "text");
        deleteEverySecond(bob, conversation, 4_000, "me");
        var history = statements.of(() -> bob.history(conversation));
        var older = statements.of(() -> bob.call(
                Address.CHAT_MESSAGE_HISTORY,
                BusUser.in(conversation).put("before", 400).put("limit", 100)));
        var newer = statements.of(() -> bob.call(
                Address.CHAT_MESSAGE_HISTORY,
                BusUser.in(conversation).put("after", 3_600).put("limit", 100)));

        assertThat(List.of(history, older, newer)).allSatisfy(cost -> {
            assertThat(cost.statements()).isLessThanOrEqualTo(4);
            assertThat(cost.rows()).isLessThan(1_500);
        });
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aDeletionIsAsManyStatementsForAHundredRangesAsForOne(Scope scope) {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        ManyMessages.write(server, conversation, alice, 8_000, "text");
        var one = statements.of(() -> delete(alice, conversation, scope.text, 1));
        var hundred = statements.of(() -> delete(alice, conversation, scope.text, 100));

        assertThat(hundred.statements()).isEqualTo(one.statements()).isLessThanOrEqualTo(scope.most);
    }

    enum Scope {
        // With the beginning and the end of the transaction.
        ME("me", 10),
        EVERYONE("everyone", 12);

        private final String text;
        private final long most;

        Scope(String text, long most) {
            this.text = text;
            this.most = most;
        }
    }

    @Test
    void aDeletionLooksAtNoMoreOfTheLogThanItTouches() {
        var alice = BusUser.create(server, "alice");
        var bob = BusUser.create(server, "bob");
        long conversation = alice.befriend(bob);
        ManyMessages.write(server, conversation, alice, 4_000, "text");
        var before = statements.of(() -> delete(alice, conversation, "everyone", 10));
        deleteEverySecond(alice, conversation, 4_000, "everyone");
        var after = statements.of(() -> delete(alice, conversation, "everyone", 10));

        assertThat(after.rows()).isLessThan(before.rows() + 700);
    }

    /** Whoever is written to pays nothing for what the other deletes. */
    @Test
    void readingCostsNoMoreForThousandsOfDeletionsOfTheOther() {
        var attacker = BusUser.create(server, "attacker");
        var victim = BusUser.create(server, "victim");
        long conversation = victim.befriend(attacker);
        ManyMessages.write(server, conversation, attacker, 4_000, "text");
        var before = readings(victim, conversation);
        deleteEverySecond(attacker, conversation, 4_000, "everyone");
        assertThat(server.query("SELECT COUNT(*) AS n FROM deletion WHERE conversation_id = ?", conversation)
                        .get(0)
                        .getLong("n"))
                .isEqualTo(2_000);
        var after = readings(victim, conversation);

        assertThat(victim.contact().getLong("unread")).isEqualTo(2_000);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).statements())
                    .isLessThanOrEqualTo(before.get(i).statements() + 2);
            assertThat(after.get(i).rows())
                    .as("reading %d", i)
                    .isLessThan(before.get(i).rows() + 1_500);
        }
    }

    private List<Cost> readings(BusUser reader, long conversation) {
        return List.of(
                statements.of(() -> reader.call(Address.CONTACTS_LIST, new JsonObject())),
                statements.of(() -> reader.call(Address.CHAT_SYNC, new JsonObject())),
                statements.of(() -> reader.call(Address.CHAT_MESSAGE_UNREAD, new JsonObject())),
                statements.of(() -> reader.history(conversation)),
                statements.of(() -> reader.read(conversation, 1)));
    }

    private static void deleteEverySecond(BusUser who, long conversation, int messages, String scope) {
        for (int from = 1; from <= messages; from += 200) {
            who.call(Address.CHAT_MESSAGE_DELETE, every(conversation, from, 100, scope));
        }
    }

    private static void delete(BusUser who, long conversation, String scope, int ranges) {
        who.call(Address.CHAT_MESSAGE_DELETE, every(conversation, 1, ranges, scope));
    }

    private static JsonObject every(long conversation, int from, int ranges, String scope) {
        var seqs = new JsonArray();
        for (int i = 0; i < ranges; i++) {
            seqs.add(new JsonArray().add(from + 2 * i).add(from + 2 * i));
        }
        return BusUser.deletion(conversation, 1, 1, scope).put("seqs", seqs);
    }
}
