package io.webim.chat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.chat.Conversation.Member;
import io.webim.chat.bridge.Delivery;
import io.webim.contract.Address;
import io.webim.contract.Event;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells the devices of both sides what has happened in a conversation. */
final class Announcer {
    private final Vertx vertx;
    private final Delivery delivery;
    private final Bus bus;
    private final StateNews states;
    private final Set<Marked> marked = new LinkedHashSet<>();

    private record Marked(Conversation conversation, long userId) {}

    private record Read(Conversation conversation, long userId) {}

    Announcer(Vertx vertx, Delivery delivery, Bus bus, Postage postage) {
        this.vertx = vertx;
        this.delivery = delivery;
        this.bus = bus;
        this.states = new StateNews(vertx, delivery, postage);
    }

    /** Called in the order of the conversation. */
    void written(Draft draft, Draft.Written written) {
        var event = Event.messageSent(written.message());
        if (written.shown()) {
            delivery.deliver(draft.senderId(), draft.receiverId(), event);
        } else {
            delivery.deliver(draft.senderId(), event);
        }
        if (written.shown() && !delivery.isWatched(draft.receiverId())) {
            announceUnseen(draft.receiverId(), written.message());
        }
        if (written.newToSender()) {
            announceContact(draft.senderId(), draft.conversation());
        }
        if (written.newToReceiver()) {
            announceContact(draft.receiverId(), draft.conversation());
        }
    }

    /** To one side: a message that was committed unseen. */
    void missed(long userId, Message message) {
        delivery.deliver(userId, Event.messageSent(message));
    }

    /**
     * To the other side, unless it blocks this one: its messages' state has moved. Told once this event loop has run what
     * waits: confirmations that came together make one event.
     */
    void marked(Conversation conversation, long userId) {
        if (marked.isEmpty()) {
            vertx.getOrCreateContext().runOnContext(go -> tellMarked());
        }
        marked.add(new Marked(conversation, userId));
    }

    private void tellMarked() {
        var all = List.copyOf(marked);
        marked.clear();
        all.forEach(this::tellMarked);
    }

    private void tellMarked(Marked mark) {
        var conversation = mark.conversation();
        var member = conversation.member(mark.userId());
        var peer = conversation.peerOf(mark.userId());
        if (!peer.blocksPeer()) {
            states.tell(
                    mark,
                    mark.userId(),
                    peer.userId,
                    () -> Event.messageState(conversation.id, mark.userId(), member.received(), member.read()));
        }
    }

    /** To the reader's own devices. */
    void read(Conversation conversation, long userId, long unread) {
        states.tell(
                new Read(conversation, userId),
                userId,
                userId,
                () -> Event.conversationRead(
                        conversation.id, conversation.member(userId).read(), unread));
    }

    void deletedForMe(Conversation conversation, long userId, SeqRanges seqs) {
        delivery.deliver(userId, Event.messageDeleted(conversation.id, seqs, false));
    }

    void deletedForEveryone(Conversation conversation, SeqRanges seqs) {
        if (conversation.low.blocksPeer() || conversation.high.blocksPeer()) {
            deletedForEveryone(conversation, conversation.low, seqs);
            deletedForEveryone(conversation, conversation.high, seqs);
        } else {
            var event = Event.messageDeleted(conversation.id, seqs, true);
            delivery.deliver(conversation.low.userId, conversation.high.userId, event);
        }
    }

    /** Who blocks the other hears nothing of messages that were never shown. */
    private void deletedForEveryone(Conversation conversation, Member member, SeqRanges seqs) {
        var shown = seqs.within(1, member.shownTo());
        if (!shown.isEmpty()) {
            delivery.deliver(member.userId, Event.messageDeleted(conversation.id, shown, true));
        }
    }

    void typing(Conversation conversation, long userId) {
        delivery.deliver(conversation.peerOf(userId).userId, Event.typing(conversation.id, userId));
    }

    /** The last device has gone; one that hangs is found so only after a while. */
    void away(long userId) {
        bus.publish(Address.CHAT_USER_AWAY, new JsonObject().put("userId", userId));
    }

    private void announceUnseen(long userId, Message message) {
        bus.publish(
                Address.CHAT_MESSAGE_UNSEEN,
                new JsonObject()
                        .put("userId", userId)
                        .put("conversationId", message.conversationId())
                        .put("seq", message.seq())
                        .put("sessionIds", new JsonArray(List.copyOf(delivery.sessions(userId)))));
    }

    private void announceContact(long userId, Conversation conversation) {
        bus.tell(
                Address.CONTACTS_ANNOUNCE,
                new JsonObject().put("userId", userId).put("conversationId", conversation.id));
    }
}
