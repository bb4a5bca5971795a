package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.messages.FindMessage;
import io.webim.chat.messages.History;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Single messages and conversations as a user sees them at this moment; what is not seen is left out. */
public final class Picks {
    private static final int MOST_BYTES = Weight.MAX_REPLY - Authors.MOST_BYTES;

    private final PickStore store;
    private final HistoryStore messages;
    private final Conversations conversations;
    private final Summaries summaries;
    private final Authors authors;

    public Picks(
            PickStore store, HistoryStore messages, Conversations conversations, Summaries summaries, Authors authors) {
        this.store = store;
        this.messages = messages;
        this.conversations = conversations;
        this.summaries = summaries;
        this.authors = authors;
    }

    /** As many of the places as fit, the first of them first. */
    public Future<Reply> of(Caller caller, PickMessages request) {
        long userId = caller.userId();
        return fitting(request.places())
                .compose(fitting -> states(userId, fitting)
                        .compose(states -> {
                            var own = fitting.stream()
                                    .filter(place -> states.containsKey(place.conversationId()))
                                    .toList();
                            return store.pick(userId, own, states::get);
                        })
                        .compose(found -> reply(userId, request, fitting.size(), found)));
    }

    private Future<List<FindMessage>> fitting(List<FindMessage> places) {
        return messages.sizes(pieces(places)).map(sizes -> {
            var weights = new HashMap<FindMessage, Integer>();
            sizes.forEach(size -> weights.put(new FindMessage(size.conversationId(), size.seq()), size.weight()));
            return Weight.fitting(places, place -> weights.getOrDefault(place, 0), MOST_BYTES);
        });
    }

    /** Of the conversations that the user belongs to. */
    private Future<Map<Long, MessageRows.States>> states(long userId, List<FindMessage> places) {
        var states = new HashMap<Long, MessageRows.States>();
        var read = places.stream()
                .map(FindMessage::conversationId)
                .distinct()
                .map(id -> conversations.get(id).onSuccess(conversation -> {
                    if (conversation.has(userId)) {
                        states.put(id, conversation.ticksFor(userId));
                    }
                }))
                .toList();
        return Future.all(read).map(states);
    }

    private Future<Reply> reply(long userId, PickMessages request, int taken, List<Message> found) {
        var shown = summaries.of(userId, request.conversationIds());
        var users = authors.of(userId, found, List.of());
        return Future.all(shown, users).map(read -> {
            var entries = new JsonArray();
            shown.result().stream()
                    .filter(Summary::isListed)
                    .map(Summary::toConversation)
                    .forEach(entries::add);
            return Reply.of(new JsonObject()
                    .put("messages", History.Page.toJson(found))
                    .put("taken", taken)
                    .put("conversations", entries)
                    .put("users", users.result()));
        });
    }

    private static List<Piece> pieces(List<FindMessage> places) {
        var seqs = new TreeMap<Long, List<Long>>();
        places.forEach(place -> seqs.computeIfAbsent(place.conversationId(), id -> new ArrayList<>())
                .add(place.seq()));
        return seqs.entrySet().stream()
                .map(one -> new Piece(one.getKey(), SeqRanges.ofSeqs(one.getValue())))
                .toList();
    }
}
