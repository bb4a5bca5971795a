package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.contract.Times;
import io.webim.http.RestClient;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a message was sent, delivered and read, and who may know. */
class DetailsIT {
    @SharedServer
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");
    private final long conversation = alice.add(bob);

    @Test
    void senderLearnsWhenItWasSentDeliveredAndRead() {
        var sent = alice.send(conversation, "hello");
        assertThat(details(alice, 1)).isEqualTo(new JsonObject().put("sentAt", sent.getString("sentAt")));

        bob.received(conversation, 1);
        var delivered = details(alice, 1);
        assertThat(delivered.fieldNames()).containsExactlyInAnyOrder("sentAt", "deliveredAt");
        assertThat(time(delivered, "deliveredAt")).isBetween(time(delivered, "sentAt"), Times.now());

        bob.read(conversation, 1);
        var read = details(alice, 1);
        assertThat(read.getString("deliveredAt")).isEqualTo(delivered.getString("deliveredAt"));
        assertThat(time(read, "readAt")).isBetween(time(read, "deliveredAt"), Times.now());
    }

    @Test
    void readingAtOnceIsReceivingToo() {
        alice.send(conversation, "hello");
        bob.read(conversation, 1);
        assertThat(details(alice, 1).getString("deliveredAt"))
                .isEqualTo(details(alice, 1).getString("readAt"))
                .isNotNull();
    }

    @Test
    void eachMessageHasTheTimeOfTheFirstMarkThatReachedIt() {
        for (int i = 1; i <= 4; i++) {
            alice.send(conversation, "message " + i);
        }
        bob.received(conversation, 2);
        var second = details(alice, 2).getString("deliveredAt");
        assertThat(details(alice, 3).containsKey("deliveredAt")).isFalse();
        bob.received(conversation, 3);
        bob.received(conversation, 1);
        bob.received(conversation, 4);

        assertThat(details(alice, 1).getString("deliveredAt")).isEqualTo(second);
        assertThat(details(alice, 2).getString("deliveredAt")).isEqualTo(second);
        assertThat(time(details(alice, 4), "deliveredAt"))
                .isAfterOrEqualTo(time(details(alice, 3), "deliveredAt"))
                .isAfter(Instant.parse(second));
    }

    @Test
    void receiverLearnsNothingOfTheSender() {
        alice.send(conversation, "hello");
        bob.send(conversation, "hi");
        alice.read(conversation, 2);
        bob.read(conversation, 2);

        assertThat(details(bob, 1).fieldNames()).containsExactly("sentAt");
        assertThat(details(alice, 2).fieldNames()).containsExactly("sentAt");
    }

    @Test
    void whoIsBlockedLearnsNothing() {
        alice.send(conversation, "before");
        bob.received(conversation, 1);
        bob.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", alice.id));
        alice.send(conversation, "while blocked");
        bob.received(conversation, 2);
        bob.read(conversation, 2);

        assertThat(details(alice, 2).fieldNames()).containsExactly("sentAt");
        assertThat(alice.contact().getLong("peerReceivedSeq")).isEqualTo(1);
        // Nor does the blocker see what is hidden.
        assertThat(refused(bob, 2)).isEqualTo("message_not_found");
    }

    @Test
    void whatOneDeletedOrWhatIsNotThereIsNotFound() {
        alice.send(conversation, "one");
        alice.send(conversation, "two");
        alice.delete(conversation, 1, 1, "me");

        assertThat(refused(alice, 1)).isEqualTo("message_not_found");
        assertThat(details(bob, 1).fieldNames()).containsExactly("sentAt");
        assertThat(refused(alice, 3)).isEqualTo("message_not_found");
        alice.delete(conversation, 2, 2, "everyone");
        assertThat(details(alice, 2).fieldNames()).containsExactly("sentAt");
        bob.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", alice.id));
        assertThat(refused(bob, 2)).isEqualTo("message_not_found");
    }

    @Test
    void whatWasReachedBeforeTimesWereKeptHasNone() {
        alice.send(conversation, "old");
        bob.read(conversation, 1);
        details(alice, 1);
        server.query("UPDATE mark_log SET reached_at = NULL WHERE conversation_id = ?", conversation);
        alice.send(conversation, "new");
        bob.read(conversation, 2);

        assertThat(details(alice, 1).fieldNames()).containsExactly("sentAt");
        assertThat(details(alice, 2).fieldNames()).contains("deliveredAt", "readAt");
    }

    @Test
    void overRest() {
        var anyone = RestClient.of(server);
        var ann = anyone.somebody("ann");
        var ben = anyone.somebody("ben");
        long theirs = ann.conversationWith(ben);
        ann.send(theirs, "over REST");
        ben.read(theirs, 1).expect(200);
        var path = "/api/conversations/" + theirs;

        assertThat(ann.rest().get(path + "/messages/1/details").expect(200).body())
                .hasSize(3);
        assertThat(ben.rest().get(path + "/messages/1/details").expect(200).body())
                .hasSize(1);
        ann.rest().get(path + "/messages/2/details").expectProblem(404, "message_not_found");
    }

    private JsonObject details(BusUser user, long seq) {
        return user.call(Address.CHAT_MESSAGE_DETAILS, BusUser.in(conversation).put("seq", seq));
    }

    private String refused(BusUser user, long seq) {
        return user.refused(
                        Address.CHAT_MESSAGE_DETAILS, BusUser.in(conversation).put("seq", seq))
                .code();
    }

    private static Instant time(JsonObject details, String name) {
        return Instant.parse(details.getString(name));
    }
}
