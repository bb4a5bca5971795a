package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.marks.MarkConversation;
import io.webim.chat.marks.Marks;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.History;
import io.webim.chat.messages.ReadHistory;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.UnreadCount;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.List;

/** What members look up of a conversation, and how far they have received and read it. */
final class ReadingService {
    private static final int MISSED_MESSAGES = 20;

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final Marks marks;
    private final History history;
    private final Authors authors;
    private final Summaries summaries;
    private final Announcer announcer;

    ReadingService(
            Conversations conversations,
            Arrivals arrivals,
            Marks marks,
            History history,
            Authors authors,
            Summaries summaries,
            Announcer announcer) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.marks = marks;
        this.history = history;
        this.authors = authors;
        this.summaries = summaries;
        this.announcer = announcer;
    }

    Future<Reply> history(Caller caller, ReadHistory request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> history.page(conversation, caller.userId(), request))
                .compose(page -> authors.of(caller.userId(), page.messages(), page.people())
                        .map(users -> Reply.of(page.toJson().put("users", users))));
    }

    /** The sender's tick follows at once, the answer when the mark is stored. */
    Future<Reply> received(Caller caller, MarkConversation request) {
        return arrivals.inOrder(caller, reaching(caller, request), conversation -> {
                    if (marks.received(conversation, caller.userId(), request.seq())
                            .told()) {
                        announcer.marked(conversation, caller.userId());
                    }
                    return marks.stored(conversation, caller.userId());
                })
                .map(Reply.EMPTY);
    }

    Future<Reply> read(Caller caller, MarkConversation request) {
        return arrivals.inOrder(caller, reaching(caller, request), conversation -> {
            var moved = marks.read(conversation, caller.userId(), request.seq());
            if (moved.told()) {
                announcer.marked(conversation, caller.userId());
            }
            return unread(conversation, caller.userId()).map(unread -> {
                if (moved.own()) {
                    announcer.read(conversation, caller.userId(), unread);
                }
                return Reply.of(unread.toJson());
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
                .compose(read ->
                        conversation.lastSeq() == known ? Future.succeededFuture() : announceAfter(known, conversation))
                .map(conversation);
    }

    /** Of a group they are the same for all: one reads them for the others, and for who has come since no more than those see. */
    private Future<?> announceAfter(long seq, Conversation conversation) {
        long reached = conversation.lastSeq();
        var readers = conversation.isDirect() ? conversation.memberIds() : List.of(conversation.whoSeesMost());
        return Future.all(readers.stream()
                .map(reader -> history.page(
                                conversation, reader, new ReadHistory(conversation.id, null, seq, MISSED_MESSAGES))
                        .onSuccess(page -> page.messages()
                                .forEach(message -> announcer.missed(
                                        conversation.isDirect()
                                                ? List.of(reader)
                                                : conversation.whoMissed(message.seq(), reached),
                                        message))))
                .toList());
    }

    private Future<UnreadCount> unread(Conversation conversation, long userId) {
        long lastSeq = conversation.lastSeq();
        boolean allRead = conversation.member(userId).position().read() >= lastSeq;
        return allRead
                ? marks.known(conversation, userId).map(UnreadCount.none(lastSeq))
                : summaries.unread(userId, conversation.id).map(found -> found.orElse(UnreadCount.none(lastSeq)));
    }
}
