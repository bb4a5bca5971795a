package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.SparseLog;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.EditStore.Changed;
import io.webim.chat.messages.Lane;
import io.webim.chat.messages.ListReactions;
import io.webim.chat.messages.MessageTurns;
import io.webim.chat.messages.React;
import io.webim.chat.messages.ReactionStore;
import io.webim.chat.messages.ReactionStore.Left;
import io.webim.chat.messages.ReactionStore.Reaction;
import io.webim.chat.messages.Target;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Weight;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Decides who may react to what. */
final class ReactionService {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(ReactionService.class));

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageTurns turns;
    private final ReactionStore store;
    private final ReactionStore pages;
    private final ReactionNews news;
    private final Postage postage;

    ReactionService(
            Conversations conversations,
            Arrivals arrivals,
            MessageTurns turns,
            ReactionStore store,
            ReactionStore pages,
            ReactionNews news,
            Postage postage) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.turns = turns;
        this.store = store;
        this.pages = pages;
        this.news = news;
        this.postage = postage;
    }

    Future<Reply> react(Caller caller, React request) {
        long userId = caller.userId();
        return arrivals.inOrder(
                        caller,
                        conversations.ofMember(caller, request.conversationId()),
                        conversation -> turns.run(
                                        userId,
                                        conversation,
                                        online -> store.react(
                                                conversation,
                                                userId,
                                                request,
                                                online,
                                                target -> check(caller, conversation, request, target)))
                                .onSuccess(changed -> tell(conversation, changed)))
                .map(changed -> Reply.of(new JsonObject()
                        .put("message", changed.message().seenBy(userId).toJson())));
    }

    private void check(Caller caller, Conversation conversation, React request, Target target) {
        var message = target.there();
        target.requirePeer();
        var seen = message.more().reactions().seenBy(caller.userId());
        if (request.on() && !seen.hasRoomFor(request.emoji())) {
            throw Failure.of(ErrorCode.TOO_MANY_REACTIONS, "There are too many kinds of reactions to this message.");
        }
        postage.pay(caller, Weight.of(message), conversation);
    }

    private void tell(Conversation conversation, Changed changed) {
        long seq = changed.message().seq();
        news.tell(
                conversation,
                changed,
                () -> turns.run(Lane.NOBODY, conversation, online -> store.look(conversation, seq, online)));
    }

    Future<Reply> page(Caller caller, ListReactions request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> pages.page(conversation, caller.userId(), request))
                .map(found -> {
                    var some = found.subList(0, Math.min(request.limit(), found.size()));
                    var json = new JsonObject().put("reactions", toJson(some));
                    return Reply.of(some.size() < found.size() ? json.put("next", next(some)) : json);
                });
    }

    private static JsonArray toJson(List<Reaction> some) {
        var array = new JsonArray();
        some.forEach(one ->
                array.add(new JsonObject().put("user", one.user().toJson()).put("emoji", one.emoji())));
        return array;
    }

    private static String next(List<Reaction> some) {
        var last = some.get(some.size() - 1);
        return new ListReactions.Place(last.emoji(), last.user().id()).text();
    }

    /** After somebody left webim, and at the start for what a crash left over. */
    Future<Void> forget() {
        return forgetAll(store::left, changed -> {})
                .onFailure(error -> unfinished.warn(
                        "Reactions of a deleted account will be removed at the next start: {}", error.toString()));
    }

    /** All of a user in one conversation, as somebody wants it who pays for whom that reaches. */
    Future<Void> forget(Caller caller, long conversationId, long userId) {
        return forgetAll(
                () -> store.leftBy(userId, conversationId),
                changed -> postage.oweState(caller.userId(), Weight.of(changed.message()), changed.seers()));
    }

    private Future<Void> forgetAll(Supplier<Future<List<Left>>> some, Consumer<Changed> paying) {
        return some.get()
                .compose(left -> left.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : forget(left, 0, paying).compose(done -> forgetAll(some, paying)));
    }

    /** One after the other: there may be thousands, and others want the database too. */
    private Future<Void> forget(List<Left> left, int from, Consumer<Changed> paying) {
        return from == left.size()
                ? Future.succeededFuture()
                : forget(left.get(from))
                        .onSuccess(found -> found.ifPresent(paying))
                        .compose(done -> forget(left, from + 1, paying));
    }

    private Future<Optional<Changed>> forget(Left left) {
        return conversations
                .get(left.conversationId())
                .compose(conversation -> turns.run(
                                Lane.NOBODY, conversation, online -> store.remove(conversation, left, online))
                        .onSuccess(found -> found.ifPresent(changed -> tell(conversation, changed))));
    }
}
