package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Postage;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.History;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.chat.messages.HistoryStore.Size;
import io.webim.chat.messages.ListPins;
import io.webim.chat.messages.MessageTurns;
import io.webim.chat.messages.PinMessage;
import io.webim.chat.messages.PinStore;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Weight;
import java.util.Comparator;
import java.util.List;

/** Decides who may pin messages, and shows what is pinned. */
final class PinService {
    private static final int MOST_BYTES = Weight.MAX_REPLY - Authors.MOST_BYTES - 16 * 1024;

    private final Conversations conversations;
    private final Arrivals arrivals;
    private final MessageTurns turns;
    private final PinStore store;
    private final HistoryStore messages;
    private final Authors authors;
    private final Memberships memberships;
    private final Announcer announcer;
    private final Postage postage;

    PinService(
            Conversations conversations,
            Arrivals arrivals,
            MessageTurns turns,
            PinStore store,
            HistoryStore messages,
            Authors authors,
            Memberships memberships,
            Announcer announcer,
            Postage postage) {
        this.conversations = conversations;
        this.arrivals = arrivals;
        this.turns = turns;
        this.store = store;
        this.messages = messages;
        this.authors = authors;
        this.memberships = memberships;
        this.announcer = announcer;
        this.postage = postage;
    }

    Future<Reply> pin(Caller caller, PinMessage request) {
        long userId = caller.userId();
        return arrivals.inOrder(
                caller,
                conversations.ofMember(caller, request.conversationId()),
                conversation -> turns.run(
                                userId,
                                conversation,
                                online -> store.pin(conversation, userId, request, online, target -> {
                                    var message = target.there();
                                    target.requirePinning();
                                    postage.pay(caller, Weight.of(message), conversation);
                                }))
                        .compose(pinned -> {
                            announcer.changed(conversation, pinned.changed());
                            return pinned.isNew() && !conversation.isDirect()
                                    ? tell(caller, conversation, request.seq())
                                    : Future.succeededFuture();
                        })
                        .map(Reply.EMPTY));
    }

    /** It is pinned, whether its member is there to tell of it or gone by then. */
    private Future<Void> tell(Caller caller, Conversation conversation, long seq) {
        return memberships
                .tellOf(
                        caller,
                        conversation.id,
                        new JsonObject().put("type", "pinned").put("seq", seq))
                .recover(error -> error instanceof Failure ? Future.succeededFuture() : Future.failedFuture(error));
    }

    /** As many of the newest as fit, ascending. */
    Future<Reply> page(Caller caller, ListPins request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation -> store.page(caller.userId(), request)
                        .compose(seqs -> read(
                                        caller, conversation, seqs.subList(0, Math.min(request.limit(), seqs.size())))
                                .compose(found -> authors.of(caller.userId(), found, List.of())
                                        .map(users -> reply(found, seqs.size()).put("users", users)))))
                .map(Reply::of);
    }

    private Future<List<Message>> read(Caller caller, Conversation conversation, List<Long> seqs) {
        var ticks = conversation.ticksFor(caller.userId());
        return messages.sizes(List.of(new Piece(conversation.id, SeqRanges.ofSeqs(seqs))))
                .map(sizes -> sizes.stream()
                        .sorted(Comparator.comparingLong(Size::seq).reversed())
                        .toList())
                .map(sizes -> Weight.fitting(sizes, Size::weight, MOST_BYTES))
                .map(fitting -> SeqRanges.ofSeqs(fitting.stream().map(Size::seq).toList()))
                .compose(fitting ->
                        messages.read(caller.userId(), List.of(new Piece(conversation.id, fitting)), id -> ticks))
                .map(found -> found.stream()
                        .sorted(Comparator.comparingLong(Message::seq).reversed())
                        .toList())
                .map(found -> Weight.fitting(found, Weight::of, MOST_BYTES))
                .map(found -> found.stream()
                        .sorted(Comparator.comparingLong(Message::seq))
                        .toList());
    }

    /** @param count how many there are from the beginning of the page on, as far as that was looked at */
    private static JsonObject reply(List<Message> ascending, int count) {
        var json = new JsonObject().put("messages", History.Page.toJson(ascending));
        return ascending.size() < count && !ascending.isEmpty()
                ? json.put("next", ascending.get(0).seq())
                : json;
    }
}
