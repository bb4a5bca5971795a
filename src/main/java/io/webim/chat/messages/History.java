package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.messages.HistoryStore.Bounds;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.chat.messages.HistoryStore.Size;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import io.webim.contract.Weight;
import java.util.Comparator;
import java.util.List;

/** Pages of a conversation as one member sees it, cut by bytes before the texts are read. */
public final class History {
    private static final int MOST_BYTES = Weight.MAX_REPLY - 16 * 1024;

    private final HistoryStore store;
    private final DeletionLog deletions;

    public History(HistoryStore store, DeletionLog deletions) {
        this.store = store;
        this.deletions = deletions;
    }

    /**
     * @param messages ascending by seq; as many as fit into an answer, one at least where there is one
     * @param deletedRanges what between the page's ends is gone for this member alone
     * @param hasMore whether there is more in the direction of the page
     * @param people who may occur in them and is known
     */
    public record Page(List<Message> messages, SeqRanges deletedRanges, boolean hasMore, List<User> people)
            implements Reply {
        @Override
        public JsonObject toJson() {
            return new JsonObject()
                    .put("messages", toJson(messages))
                    .put("deletedRanges", deletedRanges.toJson())
                    .put("hasMore", hasMore);
        }

        public static JsonArray toJson(List<Message> messages) {
            var array = new JsonArray();
            messages.forEach(message -> array.add(message.toJson()));
            return array;
        }
    }

    public Future<Page> page(Conversation conversation, long userId, ReadHistory request) {
        return store.bounds(conversation.id, userId).compose(bounds -> {
            var window = Window.of(request, bounds.lastSeq(), bounds.hiddenTo());
            return gaps(window, bounds, conversation.id, userId)
                    .compose(gaps -> read(window, window.nearest(gaps), conversation, userId)
                            .map(messages -> window.page(messages, gaps, bounds.people())));
        });
    }

    private Future<SeqRanges> gaps(Window window, Bounds bounds, long conversationId, long userId) {
        if (!window.mayMeetGapsUpTo(bounds.deletedTo())) {
            return Future.succeededFuture(SeqRanges.NONE);
        }
        return window.isAscending()
                ? deletions.above(userId, conversationId, window.start(), window.mostGaps())
                : deletions.below(userId, conversationId, window.start(), window.mostGaps());
    }

    /** As many as fit, nearest first. */
    private Future<List<Message>> read(Window window, SeqRanges seqs, Conversation conversation, long userId) {
        var ticks = conversation.ticksFor(userId);
        // Two people who occur in it are among what is left for all else.
        int most = conversation.isDirect() ? MOST_BYTES : MOST_BYTES - Authors.MOST_BYTES;
        Comparator<Long> nearest = window.isAscending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return store.sizes(List.of(new Piece(conversation.id, seqs)))
                .map(sizes -> sizes.stream()
                        .sorted(Comparator.comparing(Size::seq, nearest))
                        .toList())
                .map(sizes -> Weight.fitting(sizes, Size::weight, most))
                .map(fitting -> SeqRanges.ofSeqs(fitting.stream().map(Size::seq).toList()))
                .compose(fitting -> store.read(userId, List.of(new Piece(conversation.id, fitting)), id -> ticks))
                .map(messages -> messages.stream()
                        .sorted(Comparator.comparing(Message::seq, nearest))
                        .toList())
                .map(messages -> Weight.fitting(messages, Weight::of, most));
    }
}
