package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.EditMessage;
import io.webim.chat.messages.EditStore;
import io.webim.chat.messages.MessageTurns;
import io.webim.chat.messages.Target;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.Signs;
import io.webim.contract.Times;
import io.webim.contract.Weight;
import java.time.Duration;
import java.time.Instant;

/** Decides who may change which message, and tells those who see it. */
final class EditService {
    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageTurns turns;
    private final EditStore store;
    private final Announcer announcer;
    private final Postage postage;
    private final Duration time;

    /** @param time after which a text stands as it is */
    EditService(
            Conversations conversations,
            Arrivals arrivals,
            MessageTurns turns,
            EditStore store,
            Announcer announcer,
            Postage postage,
            Duration time) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.turns = turns;
        this.store = store;
        this.announcer = announcer;
        this.postage = postage;
        this.time = time;
    }

    Future<Reply> edit(Caller caller, EditMessage request) {
        long userId = caller.userId();
        return arrivals.inOrder(caller, conversations.ofMember(caller, request.conversationId()), conversation -> {
                    postage.pay(caller, Weight.of(request.text()), conversation);
                    return turns.run(
                                    userId,
                                    conversation,
                                    online -> store.edit(
                                            conversation,
                                            userId,
                                            request.seq(),
                                            online,
                                            target -> edited(target, userId, request.text(), Times.now())))
                            .onSuccess(changed -> announcer.changed(conversation, changed));
                })
                .map(changed -> Reply.of(new JsonObject()
                        .put("message", changed.message().seenBy(userId).toJson())));
    }

    /** The message with another text; the same where it says so already, as for whoever asks again. */
    private Message edited(Target target, long userId, String text, Instant now) {
        var message = target.there();
        if (message.senderId() != userId || message.more().forwarded() != null) {
            throw Failure.of(ErrorCode.NOT_SENDER, "Only the sender can edit a message.");
        }
        if (!message.sentAt().plus(time).isAfter(now)) {
            throw Failure.of(ErrorCode.EDIT_TOO_LATE, "It is too late to edit this message.");
        }
        target.requirePosting();
        if (message.more().files().isEmpty() && !Signs.hasVisible(text)) {
            throw Failure.invalid("text", "is empty");
        }
        return text.equals(message.text())
                ? message
                : message.changed(target.version() + 1, text, message.more().edited(now));
    }
}
