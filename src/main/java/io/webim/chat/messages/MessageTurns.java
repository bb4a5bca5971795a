package io.webim.chat.messages;

import io.vertx.core.Future;
import io.webim.chat.conversations.Conversation;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Changes messages in the order of their conversation, so that they are told before whatever is written next. */
public final class MessageTurns {
    private final MessageWriter writer;
    private final LongPredicate online;

    /** @param online whether a user has a device connected */
    public MessageTurns(MessageWriter writer, LongPredicate online) {
        this.writer = writer;
        this.online = online;
    }

    /**
     * @param userId whose turn it takes
     * @param change given the members with a device connected
     */
    public <T> Future<T> run(long userId, Conversation conversation, Function<Collection<Long>, Future<T>> change) {
        conversation.pin();
        return writer.inTurn(userId, conversation.id, () -> change.apply(connected(conversation)))
                .onComplete(done -> conversation.unpin());
    }

    private List<Long> connected(Conversation conversation) {
        return conversation.members().stream()
                .map(member -> member.userId)
                .filter(online::test)
                .toList();
    }
}
