package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Caller;
import io.webim.contract.MarkConversation;
import io.webim.contract.ReadHistory;
import io.webim.contract.Reply;

/** What members look up of a conversation, and how far they have received and read it. */
final class ReadingService {
    private static final int MISSED_MESSAGES = 20;

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final Marks marks;
    private final History history;
    private final Summaries summaries;
    private final Announcer announcer;

    ReadingService(
            Conversations conversations,
            Arrivals arrivals,
            Marks marks,
            History history,
            Summaries summaries,
            Announcer announcer) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.marks = marks;
        this.history = history;
        this.summaries = summaries;
        this.announcer = announcer;
    }

    Future<History.Page> history(Caller caller, ReadHistory request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> history.page(conversation, caller.userId(), request));
    }

    /** The sender's tick follows at once, the answer when the mark is stored. */
    Future<Reply> received(Caller caller, MarkConversation request) {
        return arrivals.inOrder(caller, reaching(caller, request), conversation -> {
                    if (marks.received(conversation, caller.userId(), request.seq())) {
                        announcer.marked(conversation, caller.userId());
                    }
                    return marks.stored(conversation, caller.userId());
                })
                .map(Reply.EMPTY);
    }

    Future<Reply> read(Caller caller, MarkConversation request) {
        return arrivals.inOrder(caller, reaching(caller, request), conversation -> {
            boolean moved = marks.read(conversation, caller.userId(), request.seq());
            if (moved) {
                announcer.marked(conversation, caller.userId());
            }
            return unread(conversation, caller.userId()).map(unread -> {
                if (moved) {
                    announcer.read(conversation, caller.userId(), unread);
                }
                return Reply.of(new JsonObject().put("unread", unread));
            });
        });
    }

    /**
     * A device may know of more than this process: a commit whose answer was lost is in the database, and on a device
     * that has synced since. Then the others are told now.
     */
    private Future<Conversation> reaching(Caller caller, MarkConversation request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> reaching(request.seq(), conversation));
    }

    private Future<Conversation> reaching(long seq, Conversation conversation) {
        long known = conversation.lastSeq();
        if (seq <= known) {
            return Future.succeededFuture(conversation);
        }
        return conversations
                .refresh(conversation.id)
                .compose(read -> conversation.lastSeq() == known
                        ? Future.succeededFuture()
                        : Future.all(conversation.members().stream()
                                .map(member -> announceAfter(known, conversation, member.userId))
                                .toList()))
                .map(conversation);
    }

    private Future<?> announceAfter(long seq, Conversation conversation, long userId) {
        return history.page(conversation, userId, new ReadHistory(conversation.id, null, seq, MISSED_MESSAGES))
                .onSuccess(page -> page.messages().forEach(message -> announcer.missed(userId, message)));
    }

    private Future<Long> unread(Conversation conversation, long userId) {
        boolean allRead = conversation.member(userId).read() >= conversation.lastSeq();
        return allRead ? Future.succeededFuture(0L) : summaries.unread(userId, conversation.id);
    }
}
