package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Caller;
import io.webim.contract.EditMessage;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.contract.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides who may change which message, and tells those who see it. */
final class EditService {
    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageWriter writer;
    private final EditStore store;
    private final Announcer announcer;
    private final Postage postage;
    private final LongPredicate online;
    private final Duration time;

    /**
     * @param online whether a user has a device connected
     * @param time after which a text stands as it is
     */
    EditService(
            Conversations conversations,
            Arrivals arrivals,
            MessageWriter writer,
            EditStore store,
            Announcer announcer,
            Postage postage,
            LongPredicate online,
            Duration time) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.writer = writer;
        this.store = store;
        this.announcer = announcer;
        this.postage = postage;
        this.online = online;
        this.time = time;
    }

    Future<Reply> edit(Caller caller, EditMessage request) {
        long userId = caller.userId();
        return arrivals.inOrder(caller, conversations.ofMember(caller, request.conversationId()), conversation -> {
                    postage.pay(userId, Weight.of(request.text()), conversation);
                    return inTurn(
                            caller,
                            conversation,
                            who -> store.edit(
                                    conversation,
                                    userId,
                                    request.seq(),
                                    who,
                                    target -> edited(target, userId, request.text(), Times.now())));
                })
                .map(changed -> Reply.of(
                        new JsonObject().put("message", changed.message().toJson())));
    }

    private interface Change {
        /** @param who members of the conversation with a device connected */
        Future<EditStore.Changed> by(Collection<Long> who);
    }

    /** In the order of the conversation, and told before whatever is written next. */
    private Future<EditStore.Changed> inTurn(Caller caller, Conversation conversation, Change change) {
        conversation.pin();
        return writer.inTurn(caller.userId(), conversation.id, () -> change.by(connected(conversation)))
                .onSuccess(changed -> announcer.changed(conversation, changed))
                .onComplete(done -> conversation.unpin());
    }

    private Set<Long> connected(Conversation conversation) {
        var members = conversation.isDirect() ? Stream.<Conversation.Member>empty() : conversation.members().stream();
        return members.map(member -> member.userId).filter(online::test).collect(Collectors.toSet());
    }

    /** The message with another text; the same where it says so already, as for whoever asks again. */
    private Message edited(Target target, long userId, String text, Instant now) {
        var message = target.there();
        if (message.senderId() != userId) {
            throw Failure.of(403, "not_sender", "Only the sender can edit a message.");
        }
        if (!message.sentAt().plus(time).isAfter(now)) {
            throw Failure.of(403, "edit_too_late", "It is too late to edit this message.");
        }
        target.requirePosting();
        return text.equals(message.text())
                ? message
                : message.changed(target.version() + 1, text, message.more().edited(now));
    }
}
