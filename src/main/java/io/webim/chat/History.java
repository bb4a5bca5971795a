package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Message;
import io.webim.contract.ReadHistory;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import java.util.List;
import java.util.Optional;

/** Pages of a conversation as one member sees it. */
final class History {
    private final HistoryStore store;
    private final DeletionLog deletions;

    History(HistoryStore store, DeletionLog deletions) {
        this.store = store;
        this.deletions = deletions;
    }

    /**
     * @param messages ascending by seq
     * @param deletedRanges what between the page's ends is gone for this member alone
     * @param hasMore whether there is more in the direction of the page
     */
    record Page(List<Message> messages, SeqRanges deletedRanges, boolean hasMore) implements Reply {
        @Override
        public JsonObject toJson() {
            return new JsonObject()
                    .put("messages", toJson(messages))
                    .put("deletedRanges", deletedRanges.toJson())
                    .put("hasMore", hasMore);
        }

        static JsonArray toJson(List<Message> messages) {
            var array = new JsonArray();
            messages.forEach(message -> array.add(message.toJson()));
            return array;
        }
    }

    Future<Page> page(Conversation conversation, long userId, ReadHistory request) {
        return page(Window.of(request, conversation.lastSeq()), conversation.id, userId, conversation::state);
    }

    /** The newest of the other side's messages that the member has not read, ascending. */
    Future<List<Message>> newestUnread(SummaryRow row, int limit) {
        return store.newestUnread(row, limit, (senderId, seq) -> row.mine().state(seq));
    }

    /** The newest message that is not gone for this member. */
    Future<Optional<Message>> newestSeenBy(long userId, SummaryRow row) {
        MessageRows.States states = (senderId, seq) -> (senderId == userId ? row.peers() : row.mine()).state(seq);
        return page(Window.newest(1, row.lastSeq()), row.conversationId(), userId, states)
                .map(page -> page.messages().stream().findFirst());
    }

    /** Steps over what is gone until the page is full or the conversation ends. */
    private Future<Page> page(Window window, long conversationId, long userId, MessageRows.States states) {
        return store.read(conversationId, userId, window.edge(), window.mostRows(), window.isAscending(), states)
                .compose(rows -> gone(rows, window, conversationId, userId)
                        .compose(gone -> window.take(rows, gone)
                                ? Future.succeededFuture(window.page())
                                : page(window, conversationId, userId, states)));
    }

    private Future<SeqRanges> gone(List<Message> rows, Window window, long conversationId, long userId) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(SeqRanges.NONE);
        }
        var span = window.span(rows);
        return deletions.goneFor(userId, conversationId, span.from(), span.to());
    }
}
