package io.webim.chat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.chat.Conversation.Member;
import io.webim.chat.bridge.Delivery;
import io.webim.contract.Address;
import io.webim.contract.Event;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Tells the devices of the members what has happened in a conversation. */
final class Announcer {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(Announcer.class));

    private final Vertx vertx;
    private final Delivery delivery;
    private final Bus bus;
    private final StateNews states;
    private final Summaries summaries;
    private final Set<Marked> marked = new LinkedHashSet<>();

    private record Marked(Conversation conversation, long userId) {}

    private record Read(Conversation conversation, long userId) {}

    Announcer(Vertx vertx, Delivery delivery, Bus bus, Postage postage, Summaries summaries) {
        this.vertx = vertx;
        this.delivery = delivery;
        this.bus = bus;
        this.states = new StateNews(vertx, delivery, postage);
        this.summaries = summaries;
    }

    /** Called in the order of the conversation. */
    void written(Draft draft, Draft.Written written) {
        var event = Event.messageSent(written.message());
        if (!written.shown()) {
            delivery.deliver(draft.senderId(), event);
            return;
        }
        delivery.deliver(ids(draft.conversation().members().stream()), event);
        draft.conversation()
                .others(draft.senderId())
                .filter(member -> !delivery.isWatched(member.userId))
                .forEach(member -> announceUnseen(member.userId, written.message()));
        if (written.newToReceiver()) {
            draft.conversation()
                    .others(draft.senderId())
                    .forEach(member -> announceEntry(member.userId, draft.conversation()));
        }
    }

    /** To one member: a message that was committed unseen. */
    void missed(long userId, Message message) {
        delivery.deliver(userId, Event.messageSent(message));
    }

    /**
     * To the others, but for one who blocks this one: their messages' state has moved. Told once this event loop has run
     * what waits: confirmations that came together make one event.
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
        states.tell(
                mark,
                mark.userId(),
                conversation.shownTo(mark.userId()),
                () -> Event.messageState(conversation.id, mark.userId(), member.received(), member.read()));
    }

    /** To the reader's own devices. */
    void read(Conversation conversation, long userId, long unread) {
        states.tell(
                new Read(conversation, userId),
                userId,
                List.of(userId),
                () -> Event.conversationRead(
                        conversation.id, conversation.member(userId).read(), unread));
    }

    void deletedForMe(Conversation conversation, long userId, SeqRanges seqs) {
        delivery.deliver(userId, Event.messageDeleted(conversation.id, seqs, false));
    }

    void deletedForEveryone(Conversation conversation, SeqRanges seqs) {
        delivery.deliver(
                ids(conversation.members().stream().filter(member -> !member.blocksPeer())),
                Event.messageDeleted(conversation.id, seqs, true));
        conversation.members().stream()
                .filter(Member::blocksPeer)
                .forEach(member -> deletedForEveryone(conversation, member, seqs));
    }

    /** Who blocks the other hears nothing of messages that were never shown. */
    private void deletedForEveryone(Conversation conversation, Member member, SeqRanges seqs) {
        var shown = seqs.within(1, member.shownTo());
        if (!shown.isEmpty()) {
            delivery.deliver(member.userId, Event.messageDeleted(conversation.id, shown, true));
        }
    }

    void typing(Conversation conversation, long userId) {
        delivery.deliver(conversation.shownTo(userId), Event.typing(conversation.id, userId));
    }

    /** To a member's own devices: the entry in the list is new or has changed. */
    void announceEntry(long userId, Conversation conversation) {
        summaries
                .of(userId, List.of(conversation.id))
                .onSuccess(found ->
                        found.stream().filter(Summary::isListed).forEach(entry -> contact(userId, entry.toJson())))
                .onFailure(error -> untold.warn("A new entry of a list was not told: {}", error.toString()));
    }

    void contact(long userId, JsonObject contact) {
        delivery.deliver(userId, Event.contactAdded(contact));
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

    private static List<Long> ids(Stream<Member> members) {
        return members.map(member -> member.userId).toList();
    }
}
