package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Message;
import io.webim.contract.ReadHistory;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import java.util.ArrayList;
import java.util.Collections;
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
        if (request.after() != null) {
            return new Walk(conversation.id, userId, conversation::state, request.limit(), true)
                    .from(request.after(), conversation.lastSeq());
        }
        long before = request.before() == null ? Long.MAX_VALUE : request.before();
        return new Walk(conversation.id, userId, conversation::state, request.limit(), false)
                .from(before, conversation.lastSeq());
    }

    /** The newest of the other side's messages that the member has not read, ascending. */
    Future<List<Message>> newestUnread(SummaryRow row, int limit) {
        return store.newestUnread(row, limit, (senderId, seq) -> row.mine().state(seq));
    }

    /** The newest message that is not gone for this member. */
    Future<Optional<Message>> newestSeenBy(long userId, SummaryRow row) {
        MessageRows.States states = (senderId, seq) -> (senderId == userId ? row.peers() : row.mine()).state(seq);
        return new Walk(row.conversationId(), userId, states, 1, false)
                .from(Long.MAX_VALUE, row.lastSeq())
                .map(page -> page.messages().stream().findFirst());
    }

    /** Steps over what is gone until the page is full or the conversation ends. */
    private final class Walk {
        private final long conversationId;
        private final long userId;
        private final MessageRows.States states;
        private final int limit;
        private final boolean ascending;
        private final List<Message> seen = new ArrayList<>();
        private SeqRanges gone = SeqRanges.NONE;

        Walk(long conversationId, long userId, MessageRows.States states, int limit, boolean ascending) {
            this.conversationId = conversationId;
            this.userId = userId;
            this.states = states;
            this.limit = limit;
            this.ascending = ascending;
        }

        /** @param edge the seq beyond which the page begins, itself not included */
        Future<Page> from(long edge, long lastSeq) {
            return step(edge).map(ended -> page(edge, lastSeq));
        }

        private Future<Void> step(long edge) {
            return store.read(conversationId, userId, edge, limit + 1, ascending, states)
                    .compose(rows -> rows.isEmpty() ? Future.succeededFuture() : take(edge, rows));
        }

        private Future<Void> take(long edge, List<Message> rows) {
            long last = rows.get(rows.size() - 1).seq();
            return deletions
                    .goneFor(userId, conversationId, Math.min(edge, last), Math.max(edge, last))
                    .compose(found -> {
                        gone = gone.plus(found);
                        rows.stream()
                                .filter(message -> !found.contains(message.seq()))
                                .forEach(seen::add);
                        boolean ended = rows.size() <= limit || seen.size() > limit;
                        return ended ? Future.succeededFuture() : step(beyond(found, last));
                    });
        }

        /** The far end of the gap that covers a seq, or the seq itself. */
        private long beyond(SeqRanges found, long seq) {
            return found.ranges().stream()
                    .filter(range -> range.from() <= seq && seq <= range.to())
                    .map(range -> ascending ? range.to() : range.from())
                    .findFirst()
                    .orElse(seq);
        }

        private Page page(long edge, long lastSeq) {
            boolean hasMore = seen.size() > limit;
            var messages = new ArrayList<>(hasMore ? seen.subList(0, limit) : seen);
            if (!ascending) {
                Collections.reverse(messages);
            }
            return new Page(
                    messages,
                    gone.within(lowest(edge, hasMore, messages), highest(edge, lastSeq, hasMore, messages)),
                    hasMore);
        }

        private long lowest(long edge, boolean hasMore, List<Message> messages) {
            if (ascending) {
                return edge + 1;
            }
            return hasMore ? messages.get(0).seq() : 1;
        }

        private long highest(long edge, long lastSeq, boolean hasMore, List<Message> messages) {
            if (!ascending) {
                return Math.min(edge - 1, lastSeq);
            }
            return hasMore ? messages.get(messages.size() - 1).seq() : lastSeq;
        }
    }
}
