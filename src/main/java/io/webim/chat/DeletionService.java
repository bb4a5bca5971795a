package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.DeleteMessages;
import io.webim.chat.messages.DeletionStore;
import io.webim.chat.messages.MessageWriter;
import io.webim.chat.messages.OneByOne;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Weight;
import java.util.List;
import java.util.function.Supplier;

/** Decides who may delete what; each user's deletions one by one. */
final class DeletionService {
    private static final long MOST_FOR_EVERYONE = 10_000;

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageWriter writer;
    private final DeletionStore deletions;
    private final Announcer announcer;
    private final Postage postage;
    private final OneByOne deleting = new OneByOne();

    DeletionService(
            Conversations conversations,
            Arrivals arrivals,
            MessageWriter writer,
            DeletionStore deletions,
            Announcer announcer,
            Postage postage) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.writer = writer;
        this.deletions = deletions;
        this.announcer = announcer;
        this.postage = postage;
    }

    Future<Reply> delete(Caller caller, DeleteMessages request) {
        return arrivals.inOrder(caller, conversations.ofMember(caller, request.conversationId()), conversation -> {
            var seqs = request.seqs().within(1, conversation.lastSeq());
            if (seqs.isEmpty() || (request.everyone() && !seqs.equals(request.seqs()))) {
                throw Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message.");
            }
            var there = new DeleteMessages(conversation.id, seqs, request.everyone());
            return request.everyone()
                    ? deleteForEveryone(caller, conversation, there)
                    : deleteForMe(caller, conversation, there);
        });
    }

    private Future<Reply> deleteForMe(Caller caller, Conversation conversation, DeleteMessages request) {
        postage.pay(caller, weightOf(request), List.of(caller.userId()));
        return inTurn(
                        caller,
                        conversation,
                        () -> deletions.deleteForMember(conversation, caller.userId(), request.seqs()))
                .map(done -> {
                    announcer.deletedForMe(conversation, caller.userId(), request.seqs());
                    return Reply.EMPTY;
                });
    }

    private Future<Reply> deleteForEveryone(Caller caller, Conversation conversation, DeleteMessages request) {
        if (request.seqs().size() > MOST_FOR_EVERYONE) {
            throw Failure.invalid("seqs", "must be at most " + MOST_FOR_EVERYONE + " messages at once");
        }
        postage.pay(caller, weightOf(request), conversation);
        return inTurn(
                        caller,
                        conversation,
                        () -> deletions.deleteForEveryone(conversation, caller.userId(), request.seqs()))
                .map(deleted -> {
                    if (!deleted) {
                        throw Failure.of(
                                ErrorCode.NOT_SENDER,
                                "Only the sender can delete a message for everyone, and in a group its admins.");
                    }
                    announcer.deletedForEveryone(conversation, request.seqs());
                    return Reply.EMPTY;
                });
    }

    private static int weightOf(DeleteMessages request) {
        return Weight.of(request.seqs().toJson().encode());
    }

    private <T> Future<T> inTurn(Caller caller, Conversation conversation, Supplier<Future<T>> deletion) {
        return deleting.run(caller.userId(), () -> writer.inTurn(caller.userId(), conversation.id, deletion));
    }
}
