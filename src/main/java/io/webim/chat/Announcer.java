package io.webim.chat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Delivery;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Audience;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.NodeNews;
import io.webim.chat.conversations.Postage;
import io.webim.chat.members.MembershipStore.Changed;
import io.webim.chat.messages.Draft;
import io.webim.chat.messages.EditStore;
import io.webim.chat.messages.Mentions;
import io.webim.chat.messages.SaveMessage;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.Summary;
import io.webim.chat.sync.UnreadCount;
import io.webim.contract.Address;
import io.webim.contract.Event;
import io.webim.contract.Gossip;
import io.webim.contract.Message;
import io.webim.contract.Role;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Tells the devices of the members what has happened in a conversation. */
final class Announcer {
    private static final SparseLog untold = new SparseLog(LoggerFactory.getLogger(Announcer.class));

    private final Vertx vertx;
    private final Delivery delivery;
    private final Bus bus;
    private final StateNews states;
    private final Summaries summaries;
    private final Gossip gossip;
    private final Set<Marked> marked = new LinkedHashSet<>();

    private record Marked(Conversation conversation, long userId) {}

    /** Told to one, or to all whose messages have come as far as anybody's. */
    private record Behind(Conversation conversation, Audience audience) {}

    private record Read(Conversation conversation, long userId) {}

    Announcer(Vertx vertx, Delivery delivery, Bus bus, Postage postage, Summaries summaries, Gossip gossip) {
        this.gossip = gossip;
        this.vertx = vertx;
        this.delivery = delivery;
        this.bus = bus;
        this.states = new StateNews(vertx, delivery, postage);
        this.summaries = summaries;
    }

    /** Called in the order of the conversation. */
    void written(Draft draft, Draft.Written written) {
        // First: whoever is told of it elsewhere may say at once that it was read.
        NodeNews.sent(
                gossip,
                draft.conversation().id,
                draft.senderId(),
                written.message().seq(),
                written.shown() ? null : draft.peer());
        var event = Event.messageSent(written.message());
        var sender = written.sender();
        if (sender != null) {
            event.put("sender", sender.toJson());
        }
        if (!written.shown()) {
            delivery.deliver(draft.senderId(), event);
            return;
        }
        // Somebody may have come since it was written: what is in memory may be newer.
        var members = draft.conversation().whoSees(written.message().seq());
        delivery.deliver(members, event);
        announceUnseen(written.message(), unwatched(members, draft.senderId()));
        if (written.newToReceiver()) {
            draft.conversation()
                    .receivers(draft.senderId())
                    .forEach(member -> announceEntry(member.userId, draft.conversation()));
        }
    }

    private List<Long> unwatched(List<Long> members, long senderId) {
        var unwatched = new ArrayList<Long>(0);
        for (long userId : members) {
            if (userId != senderId && !delivery.isWatched(userId)) {
                unwatched.add(userId);
            }
        }
        return unwatched;
    }

    /** A message that was committed unseen. */
    void missed(List<Long> userIds, Message message) {
        delivery.deliver(userIds, Event.messageSent(message));
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
        if (!conversation.isDirect()) {
            tellMarkedAmongMany(conversation, mark.userId());
            return;
        }
        var member = conversation.member(mark.userId());
        states.tell(mark, mark.userId(), conversation.shownTo(mark.userId()), () -> {
            var position = member.position();
            return Event.messageState(
                    conversation.id,
                    mark.userId(),
                    position.toldReceived(),
                    position.toldRead(),
                    member.toldWithheld());
        });
    }

    /** What is told is how far all others have come, and only where that has changed. */
    private void tellMarkedAmongMany(Conversation conversation, long userId) {
        if (!conversation.hasReceipts()) {
            return;
        }
        conversation
                .takeMovedTicks()
                .forEach((audience, receivers) -> states.tell(
                        new Behind(conversation, audience),
                        userId,
                        receivers,
                        () -> stateAmongMany(conversation, userId, audience)));
    }

    /** The node where it moved has told those whose messages it had come to; here another mark may have waited for it. */
    void movedElsewhere(Conversation conversation, long userId) {
        if (!conversation.isDirect() && conversation.hasReceipts()) {
            conversation
                    .takeMovedTicks()
                    .forEach((audience, receivers) ->
                            delivery.deliverHere(receivers, stateAmongMany(conversation, userId, audience)));
        }
    }

    private static JsonObject stateAmongMany(Conversation conversation, long userId, Audience audience) {
        var ticks = conversation.ticks();
        long lastSeq = conversation.lastSeq();
        long received = Math.min(ticks.received(audience.behind()), lastSeq);
        long read = Math.min(ticks.read(audience.behind()), lastSeq);
        return Event.messageState(conversation.id, userId, received, audience.hidesReads() ? 0 : read, SeqRanges.NONE);
    }

    /** To the reader's own devices. */
    void read(Conversation conversation, long userId, UnreadCount unread) {
        if (!conversation.has(userId)) {
            return;
        }
        var member = conversation.member(userId);
        states.tell(
                new Read(conversation, userId),
                userId,
                List.of(userId),
                () -> Event.conversationRead(
                        conversation.id,
                        member.position().read(),
                        unread.unread(),
                        unread.mentions(),
                        unread.lastSeq()));
    }

    /** To those who see it; whoever it is hidden from with the change takes it as gone. */
    void changed(Conversation conversation, EditStore.Changed changed) {
        var message = asTold(conversation, changed.message());
        if (message.isTheSameForAll()) {
            delivery.deliver(changed.seers(), Event.messageChanged(message));
        } else {
            changed.seers().forEach(seer -> delivery.deliver(seer, Event.messageChanged(message.seenBy(seer))));
        }
        if (changed.hiddenFrom() > 0) {
            long seq = message.seq();
            var gone = SeqRanges.between(seq, seq);
            deletedForMe(conversation, changed.hiddenFrom(), gone);
            withhold(conversation, conversation.member(changed.hiddenFrom()), gone);
        }
        announceUnseen(message, newlyMentioned(conversation, changed));
    }

    /** What had not come before is never going to. */
    private void withhold(Conversation conversation, Member member, SeqRanges gone) {
        var fresh = gone.within(member.position().toldReceived() + 1, Long.MAX_VALUE);
        if (!fresh.isEmpty()) {
            member.withhold(fresh);
            NodeNews.withheld(gossip, conversation.id, member);
        }
    }

    /** How far a message has come is that of its sender: whoever changes it may have read it, and keep that private. */
    private static Message asTold(Conversation conversation, Message message) {
        return message.in(conversation.state(message.senderId(), message.seq()));
    }

    /** Whoever looks at no device, and was not mentioned before. */
    private List<Long> newlyMentioned(Conversation conversation, EditStore.Changed changed) {
        var before = changed.mentionsBefore();
        var now = changed.message().mentions();
        if (now.equals(before) || before.contains(Mentions.EVERYBODY)) {
            return List.of();
        }
        boolean isEverybody = now.contains(Mentions.EVERYBODY);
        return conversation
                .others(changed.message().senderId())
                .map(member -> member.userId)
                .filter(userId -> isEverybody || now.contains(userId))
                .filter(userId -> !before.contains(userId) && !delivery.isWatched(userId))
                .toList();
    }

    /** To the own devices. */
    void saved(long userId, SaveMessage saved) {
        delivery.deliver(userId, Event.messageSaved(saved.conversationId(), saved.seq(), saved.on()));
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
        typing(conversation.id, userId, conversation.shownTo(userId));
    }

    void typing(long conversationId, long userId, List<Long> receivers) {
        delivery.deliver(receivers, Event.typing(conversationId, userId));
    }

    /** To a member's own devices: the entry in the list is new or has changed. */
    void announceEntry(long userId, Conversation conversation) {
        summaries
                .of(userId, List.of(conversation.id))
                .onSuccess(found -> found.stream().filter(Summary::isListed).forEach(entry -> entry(userId, entry)))
                .onFailure(error -> untold.warn("A new entry of a list was not told: {}", error.toString()));
    }

    void entry(long userId, Summary entry) {
        if (entry.row().group() == null) {
            contact(userId, entry.toJson());
        } else {
            delivery.deliver(userId, Event.conversationAdded(entry.toConversation()));
        }
    }

    /** Called in the order of the conversation, once it is committed. */
    void membersChanged(Conversation conversation, long actorId, Changed changed, List<Long> left) {
        NodeNews.members(gossip, conversation.id);
        var members = conversation.memberIds();
        var sender = changed.before().users().get(actorId);
        for (var message : changed.events()) {
            var event = Event.messageSent(message);
            delivery.deliver(
                    conversation.whoSees(message.seq()), sender == null ? event : event.put("sender", sender.toJson()));
        }
        var gone = conversation.areGone(left);
        gone.forEach(userId -> delivery.deliver(userId, Event.conversationRemoved(conversation.id)));
        changed.change().come().keySet().stream()
                .filter(delivery::isOnline)
                .forEach(userId -> announceEntry(userId, conversation));
        if (conversation.isAmongFew()) {
            tellWhoChanged(conversation, changed, gone, members);
        }
        tellMarkedAmongMany(conversation, actorId);
        changed.change().roles().keySet().stream()
                .filter(delivery::isOnline)
                .forEach(userId -> announceEntry(userId, conversation));
    }

    private void tellWhoChanged(Conversation conversation, Changed changed, List<Long> gone, List<Long> members) {
        var users = changed.before().users();
        changed.change().come().forEach((userId, role) -> {
            if (conversation.has(userId)) {
                tellMember(conversation.id, users.get(userId), role, members);
            }
        });
        changed.change()
                .roles()
                .forEach((userId, role) -> tellMember(conversation.id, users.get(userId), role, members));
        gone.forEach(userId -> tellMember(conversation.id, users.get(userId), null, members));
        if (changed.memberCount() != changed.before().memberCount()) {
            groupChanged(conversation, new JsonObject().put("memberCount", changed.memberCount()));
        }
    }

    private void tellMember(long conversationId, @Nullable User user, @Nullable Role role, List<Long> members) {
        if (user != null) {
            delivery.deliver(members, Event.memberChanged(conversationId, user.toJson(), role));
        }
    }

    /** How one of two has the other is not as it was; to other nodes alone. */
    void related(Conversation conversation) {
        NodeNews.members(gossip, conversation.id);
    }

    /** @param changed what is the same for all */
    void groupChanged(Conversation conversation, JsonObject changed) {
        delivery.deliver(conversation.memberIds(), Event.groupChanged(conversation.id, changed));
    }

    /** Nobody is left in it. */
    void groupEnded(long conversationId) {
        bus.publish(Address.CHAT_GROUP_ENDED, new JsonObject().put("conversationId", conversationId));
    }

    void contact(long userId, JsonObject contact) {
        delivery.deliver(userId, Event.contactAdded(contact));
    }

    /** The last device has gone; one that hangs is found so only after a while. */
    void away(long userId) {
        bus.publish(Address.CHAT_USER_AWAY, new JsonObject().put("userId", userId));
    }

    private void announceUnseen(Message message, List<Long> userIds) {
        if (userIds.isEmpty()) {
            return;
        }
        bus.publish(
                Address.CHAT_MESSAGE_UNSEEN,
                new JsonObject()
                        .put("userIds", new JsonArray(userIds))
                        .put("conversationId", message.conversationId())
                        .put("seq", message.seq())
                        .put("mentions", new JsonArray(message.mentions()))
                        .put(
                                "sessionIds",
                                new JsonArray(userIds.stream()
                                        .flatMap(userId -> delivery.sessions(userId).stream())
                                        .toList())));
    }

    private static List<Long> ids(Stream<Member> members) {
        return members.map(member -> member.userId).toList();
    }
}
