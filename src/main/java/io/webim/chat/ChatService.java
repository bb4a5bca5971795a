package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.members.BlockStore;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.Content;
import io.webim.chat.messages.Draft.Written;
import io.webim.chat.messages.Forward;
import io.webim.chat.messages.ForwardStore;
import io.webim.chat.messages.MessageFileStore;
import io.webim.chat.messages.MessageWriter;
import io.webim.chat.messages.SendMessage;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.limits.RateLimit;
import java.util.UUID;

/** Decides who may write to whom, and what comes of it. */
final class ChatService {
    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageWriter writer;
    private final Announcer announcer;
    private final RateLimit strangers;
    private final Postage postage;
    private final RateLimit bytes;
    private final RateLimit searches;
    private final BlockStore blocks;
    private final ForwardStore forwards;
    private final MessageFileStore files;
    private final Bus bus;

    ChatService(
            Conversations conversations,
            Arrivals arrivals,
            MessageWriter writer,
            Announcer announcer,
            RateLimit strangers,
            Postage postage,
            RateLimit bytes,
            RateLimit searches,
            BlockStore blocks,
            ForwardStore forwards,
            MessageFileStore files,
            Bus bus) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.writer = writer;
        this.announcer = announcer;
        this.strangers = strangers;
        this.postage = postage;
        this.bytes = bytes;
        this.searches = searches;
        this.blocks = blocks;
        this.forwards = forwards;
        this.files = files;
        this.bus = bus;
    }

    Future<Reply> send(Caller caller, SendMessage request) {
        var content = content(caller, request);
        return arrivals.inOrder(
                        caller,
                        target(caller, request)
                                .compose(conversation -> content.map(with -> new Letter(conversation, with))),
                        letter -> send(caller, request.clientId(), letter))
                .map(written -> Reply.of(new JsonObject()
                        .put("message", written.message().toJson())
                        .put("created", written.created())));
    }

    private record Letter(Conversation conversation, Content content) {}

    private Future<Written> send(Caller caller, UUID clientId, Letter letter) {
        var conversation = letter.conversation();
        postage.pay(caller, letter.content().weight(), conversation);
        introduce(caller, conversation);
        return writer.write(conversation, caller.userId(), clientId, letter.content())
                .compose(written -> added(caller, conversation, written));
    }

    /** What is sent on is read when all is done that the caller has asked before of the conversation where it is. */
    private Future<Content> content(Caller caller, SendMessage request) {
        var message = request.forward();
        if (message == null) {
            return request.fileIds().isEmpty()
                    ? Future.succeededFuture(Content.of(request.text(), request.replyToSeq()))
                    : files.own(caller.userId(), request.fileIds())
                            .map(own -> Content.of(request.text(), request.replyToSeq(), own));
        }
        return arrivals.inOrder(
                        caller,
                        conversations.ofMember(caller, message.conversationId()),
                        conversation -> writer.inTurn(
                                caller.userId(), conversation.id, () -> forwards.find(caller.userId(), message)))
                .map(source -> Forward.of(message, source))
                .recover(error -> error instanceof Failure failure && failure.status() == 404
                        ? Future.succeededFuture(Forward.missing(message, failure))
                        : Future.failedFuture(error))
                .map(forward -> {
                    var content = Content.of(forward);
                    bytes.take(caller.payer(), content.weight());
                    return content;
                });
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
        var isAdded = member.added();
        return isAdded.succeeded() ? Future.succeededFuture(written) : isAdded.map(written);
    }

    private Future<?> add(Caller caller, Conversation conversation, long peerId) {
        return bus.call(Address.CONTACTS_WRITTEN, caller, new JsonObject().put("userId", peerId))
                .compose(added -> conversations.refresh(conversation.id))
                .onSuccess(refreshed -> {
                    announcer.related(conversation);
                    announcer.announceEntry(caller.userId(), conversation);
                });
    }

    Future<Reply> typing(Caller caller, long conversationId) {
        return arrivals.inOrder(caller, conversations.ofMember(caller, conversationId), conversation -> {
            if (!conversation.isDirect()) {
                return typingAmongMany(caller, conversation).map(Reply.EMPTY);
            }
            if (!conversation.member(caller.userId()).blocksPeer()) {
                postage.pay(caller, 0, conversation.shownTo(caller.userId()));
                announcer.typing(conversation, caller.userId());
            }
            return Future.succeededFuture(Reply.EMPTY);
        });
    }

    /** Neither those who block the caller see it, nor those whom the caller blocks. */
    private Future<?> typingAmongMany(Caller caller, Conversation conversation) {
        if (!conversation.isAmongFew()) {
            return Future.succeededFuture();
        }
        return blocks.around(caller.userId()).onSuccess(apart -> {
            var others = conversation.shownTo(caller.userId()).stream()
                    .filter(userId -> !apart.contains(userId))
                    .toList();
            postage.pay(caller, 0, others);
            announcer.typing(conversation.id, caller.userId(), others);
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
        if (request.to() != null) {
            return named(caller, request.to());
        }
        return request.toUserId() != null
                ? conversations.withPeer(caller, request.toUserId())
                : Future.failedFuture(Conversations.unknown());
    }

    /** Whoever tries names pays for those that are none. */
    private Future<Conversation> named(Caller caller, String username) {
        searches.take(caller.payer());
        return conversations.withNamed(caller, username).onSuccess(known -> searches.giveBack(caller.payer()));
    }

    /**
     * The first who writes, to somebody who has not added them, is a stranger: of those one may approach so many, oneself
     * and by all of one's bots together.
     */
    private void introduce(Caller caller, Conversation conversation) {
        var sender = conversation.member(caller.userId());
        var peer = conversation.peerOf(caller.userId());
        if (peer != null && conversation.lastSeq() == 0 && !sender.isIntroduced()) {
            if (!peer.hasAddedPeer() && peer.userId != sender.personId()) {
                strangers.take(sender.personId());
            }
            sender.introduce();
        }
    }
}
