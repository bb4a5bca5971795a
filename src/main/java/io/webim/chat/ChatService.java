package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.chat.Draft.Written;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.DeleteMessages;
import io.webim.contract.Failure;
import io.webim.contract.MarkConversation;
import io.webim.contract.ReadHistory;
import io.webim.contract.Reply;
import io.webim.contract.SendMessage;
import io.webim.contract.Weight;
import io.webim.limits.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Decides what happens to messages. */
final class ChatService {
    private static final int MISSED_MESSAGES = 20;
    private static final long MOST_DELETED_FOR_EVERYONE = 10_000;

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageWriter writer;
    private final Marks marks;
    private final History history;
    private final Summaries summaries;
    private final DeletionStore deletions;
    private final Announcer announcer;
    private final RateLimit strangers;
    private final Postage postage;
    private final Bus bus;
    private final OneByOne deleting = new OneByOne();

    ChatService(
            Conversations conversations,
            Arrivals arrivals,
            MessageWriter writer,
            Marks marks,
            History history,
            Summaries summaries,
            DeletionStore deletions,
            Announcer announcer,
            RateLimit strangers,
            Postage postage,
            Bus bus) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.writer = writer;
        this.marks = marks;
        this.history = history;
        this.summaries = summaries;
        this.deletions = deletions;
        this.announcer = announcer;
        this.strangers = strangers;
        this.postage = postage;
        this.bus = bus;
    }

    Future<Reply> send(Caller caller, SendMessage request) {
        return arrivals.inOrder(caller, target(caller, request), conversation -> {
                    pay(caller, conversation, Weight.of(request.text()));
                    introduce(caller, conversation);
                    return writer.write(conversation, caller.userId(), request.clientId(), request.text())
                            .compose(written -> added(caller, conversation, written));
                })
                .map(written -> Reply.of(new JsonObject()
                        .put("message", written.message().toJson())
                        .put("created", written.created())));
    }

    /**
     * Writing to somebody adds them, before whatever was written is answered; whoever was not told so asks again, and it
     * is made up for.
     */
    private Future<Written> added(Caller caller, Conversation conversation, Written written) {
        var member = conversation.member(caller.userId());
        var peer = conversation.peerOf(caller.userId());
        if (peer != null && written.newToSender()) {
            member.add(add(caller, conversation, peer.userId));
        }
        return member.added().map(written);
    }

    private Future<?> add(Caller caller, Conversation conversation, long peerId) {
        return bus.call(Address.CONTACTS_WRITTEN, caller, new JsonObject().put("userId", peerId))
                .compose(added -> conversations.refresh(conversation.id))
                .onSuccess(refreshed -> announcer.announceEntry(caller.userId(), conversation));
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

    Future<Reply> delete(Caller caller, DeleteMessages request) {
        return arrivals.inOrder(caller, conversations.ofMember(caller, request.conversationId()), conversation -> {
            var seqs = request.seqs().within(1, conversation.lastSeq());
            if (seqs.isEmpty() || (request.everyone() && !seqs.equals(request.seqs()))) {
                throw Failure.notFound("message_not_found", "There is no such message.");
            }
            var there = new DeleteMessages(conversation.id, seqs, request.everyone());
            return request.everyone()
                    ? deleteForEveryone(caller, conversation, there)
                    : deleteForMe(caller, conversation, there);
        });
    }

    Future<Reply> typing(Caller caller, long conversationId) {
        return arrivals.inOrder(caller, conversations.ofMember(caller, conversationId), conversation -> {
            if (!conversation.member(caller.userId()).blocksPeer()) {
                postage.pay(caller.userId(), 0, conversation.shownTo(caller.userId()));
                announcer.typing(conversation, caller.userId());
            }
            return Future.succeededFuture(Reply.EMPTY);
        });
    }

    /** @param online whether the caller is, as far as others have been told */
    Future<Reply> open(Caller caller, long peerId, boolean online) {
        return conversations
                .open(caller, peerId)
                .map(conversation -> Reply.of(
                        new JsonObject().put("conversationId", conversation.id).put("online", online)));
    }

    private Future<Conversation> target(Caller caller, SendMessage request) {
        if (request.conversationId() != null) {
            return conversations.ofMember(caller, request.conversationId());
        }
        return request.toUserId() != null
                ? conversations.withPeer(caller, request.toUserId())
                : Future.failedFuture(Conversations.unknown());
    }

    /** For what goes to the devices of all members; whoever blocks the caller looks as if there were none. */
    private void pay(Caller caller, Conversation conversation, int bytes) {
        var receivers = new ArrayList<>(conversation.shownTo(caller.userId()));
        receivers.add(caller.userId());
        postage.pay(caller.userId(), bytes, receivers);
    }

    /** The first who writes, to somebody who has not added them, is a stranger: of those one may approach so many. */
    private void introduce(Caller caller, Conversation conversation) {
        var sender = conversation.member(caller.userId());
        var peer = conversation.peerOf(caller.userId());
        if (peer != null && conversation.lastSeq() == 0 && !sender.isIntroduced()) {
            if (!peer.hasAddedPeer()) {
                strangers.take(caller.userId());
            }
            sender.introduce();
        }
    }

    private Future<Reply> deleteForMe(Caller caller, Conversation conversation, DeleteMessages request) {
        postage.pay(caller.userId(), weightOf(request), List.of(caller.userId()));
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
        if (request.seqs().size() > MOST_DELETED_FOR_EVERYONE) {
            throw Failure.invalid("seqs", "must be at most " + MOST_DELETED_FOR_EVERYONE + " messages at once");
        }
        pay(caller, conversation, weightOf(request));
        return inTurn(
                        caller,
                        conversation,
                        () -> deletions.deleteForEveryone(conversation, caller.userId(), request.seqs()))
                .map(deleted -> {
                    if (!deleted) {
                        throw Failure.of(403, "not_sender", "Only the sender can delete a message for everyone.");
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
