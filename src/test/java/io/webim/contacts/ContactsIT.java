package io.webim.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.contract.Address;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContactsIT {
    @SharedServer
    private static TestServer server;

    private final BusUser alice = BusUser.create(server, "alice");
    private final BusUser bob = BusUser.create(server, "bob");

    @Test
    void addingIsOneSided() {
        var reply = alice.call(Address.CONTACTS_ADD, new JsonObject().put("username", bob.username.toUpperCase()));
        assertThat(reply.getBoolean("created")).isTrue();
        assertThat(alice.contact().getString("status")).isEqualTo("contact");
        assertThat(alice.contact().getJsonObject("user").getString("username")).isEqualTo(bob.username);
        assertThat(bob.contacts()).isEmpty();

        var again = alice.call(Address.CONTACTS_ADD, new JsonObject().put("username", bob.username));
        assertThat(again.getBoolean("created")).isFalse();
        assertThat(again.getJsonObject("contact")).isEqualTo(reply.getJsonObject("contact"));
    }

    @Test
    void unknownAndSelfCannotBeAdded() {
        assertThat(alice.refused(Address.CONTACTS_ADD, new JsonObject().put("username", "nobody-here"))
                        .code())
                .isEqualTo("user_not_found");
        assertThat(alice.refused(Address.CONTACTS_ADD, new JsonObject().put("username", "名字"))
                        .code())
                .isEqualTo("user_not_found");
        assertThat(alice.refused(Address.CONTACTS_ADD, new JsonObject().put("username", alice.username))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void newestConversationComesFirst() {
        var carol = BusUser.create(server, "carol");
        long withBob = alice.add(bob);
        long withCarol = alice.add(carol);
        alice.send(withBob, "one");
        alice.send(withCarol, "two");
        assertThat(order(alice)).containsExactly(carol.id, bob.id);
        bob.send(withBob, "three");
        assertThat(order(alice)).containsExactly(bob.id, carol.id);
    }

    @Test
    void strangerAppearsAsARequestThatCanBeAccepted() {
        long conversation = alice.add(bob);
        alice.send(conversation, "hello stranger");
        assertThat(bob.contact().getString("status")).isEqualTo("request");
        assertThat(bob.contact().getLong("unread")).isEqualTo(1);

        bob.call(Address.CONTACTS_ACCEPT, new JsonObject().put("userId", alice.id));
        assertThat(bob.contact().getString("status")).isEqualTo("contact");
    }

    @Test
    void answeringARequestAcceptsIt() {
        long conversation = alice.add(bob);
        alice.send(conversation, "hello stranger");
        bob.send(conversation, "hello");
        assertThat(bob.contact().getString("status")).isEqualTo("contact");
    }

    @Test
    void removedContactIsHiddenUntilANewerMessageAndAddingShowsAllAgain() {
        long conversation = alice.add(bob);
        bob.send(conversation, "old");
        alice.call(Address.CONTACTS_REMOVE, new JsonObject().put("userId", bob.id));
        assertThat(alice.contacts()).isEmpty();

        bob.send(conversation, "new");
        assertThat(alice.contact().getString("status")).isEqualTo("request");
        assertThat(alice.contact().getLong("unread")).isEqualTo(1);
        assertThat(texts(alice, conversation)).containsExactly("new");

        alice.add(bob);
        assertThat(texts(alice, conversation)).containsExactly("old", "new");
        assertThat(texts(bob, conversation)).containsExactly("old", "new");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTACTS_REMOVE", "CONTACTS_ACCEPT"})
    void whoIsNotInTheListCannotBeRemovedOrAccepted(Address address) {
        var failure = alice.refused(address, new JsonObject().put("userId", bob.id));
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.code()).isEqualTo("user_not_found");
        assertThat(alice.refused(address, new JsonObject().put("userId", 999_999_999L))
                        .toJson())
                .isEqualTo(failure.toJson());
    }

    @Test
    void blockedSenderCannotTellAndIsNeverShown() {
        long conversation = alice.add(bob);
        bob.add(alice);
        bob.send(conversation, "before");
        alice.received(conversation, 1);
        alice.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", bob.id));

        var sent = bob.send(conversation, "while blocked");
        assertThat(sent.getString("state")).isEqualTo("msg_cache");
        assertThat(texts(bob, conversation)).containsExactly("before", "while blocked");
        assertThat(texts(alice, conversation)).containsExactly("before");
        assertThat(alice.contact().getLong("unread")).isEqualTo(1);
        assertThat(alice.contact().getBoolean("blocked")).isTrue();
        alice.read(conversation, 2);
        assertThat(bob.contact().getLong("peerReadSeq")).isZero();
        assertThat(bob.contact().getBoolean("online")).isFalse();

        alice.call(Address.CONTACTS_UNBLOCK, new JsonObject().put("userId", bob.id));
        bob.send(conversation, "after");
        assertThat(texts(alice, conversation)).containsExactly("before", "after");
        assertThat(alice.contact().getLong("unread"))
                .as("but what was read while blocking")
                .isEqualTo(1);
        alice.read(conversation, 3);
        assertThat(alice.contact().getLong("unread")).isZero();
        assertThat(bob.contact().getLong("peerReadSeq")).isEqualTo(3);
    }

    @Test
    void blockerHasToUnblockToWrite() {
        long conversation = alice.add(bob);
        alice.call(Address.CONTACTS_BLOCK, new JsonObject().put("userId", bob.id));
        var failure =
                alice.refused(Address.CHAT_MESSAGE_SEND, BusUser.message(conversation, UUID.randomUUID(), "one-way"));
        assertThat(failure.code()).isEqualTo("peer_blocked");
        assertThat(alice.call(Address.CONTACTS_LIST, new JsonObject().put("blocked", true))
                        .getJsonArray("contacts"))
                .hasSize(1);
    }

    @Test
    void presenceIsShownOnlyToThoseWhomTheUserAdded() {
        alice.add(bob);
        assertThat(alice.contact().containsKey("online")).isFalse();
        bob.add(alice);
        assertThat(alice.contact().getBoolean("online")).isFalse();
    }

    private static List<Long> order(BusUser user) {
        return user.contacts().stream()
                .map(contact -> ((JsonObject) contact).getJsonObject("user").getLong("id"))
                .toList();
    }

    private static List<String> texts(BusUser user, long conversation) {
        return user.history(conversation).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"))
                .toList();
    }
}
