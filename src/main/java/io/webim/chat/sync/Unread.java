package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.messages.DeletionLog;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.chat.messages.HistoryStore.Size;
import io.webim.chat.messages.NewestFirst;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The conversations with unread messages and the newest of these, in a number of statements that does not depend on how
 * many there are, cut by bytes before the texts are read.
 */
public final class Unread {
    private static final int MESSAGES = 20;
    /** Own messages and deleted ones may stand in between: so far down it is looked, first and at most. */
    private static final List<Integer> DEPTHS = List.of(64, 1_024);

    private static final int BYTES_OF_CONVERSATION = 64 * 1024;
    private static final int BYTES_BESIDES = 200;
    private static final int MOST_BYTES = Weight.MAX_REPLY - BYTES_OF_CONVERSATION - Authors.MOST_BYTES - 16 * 1024;

    private final Summaries summaries;
    private final HistoryStore store;
    private final DeletionLog deletions;
    private final Authors authors;

    public Unread(Summaries summaries, HistoryStore store, DeletionLog deletions, Authors authors) {
        this.authors = authors;
        this.summaries = summaries;
        this.store = store;
        this.deletions = deletions;
    }

    /** What is told of one conversation, its newest message first. */
    private record Part<T>(SummaryRow row, List<T> newestFirst) {}

    public Future<Reply> page(Caller caller, ListUnread request) {
        return summaries.withUnread(caller.userId()).compose(all -> {
            var places = all.stream()
                    .map(SummaryStore.Listed::place)
                    .filter(place -> place.compareTo(request.after()) > 0)
                    .toList();
            var some = places.subList(0, Math.min(request.limit(), places.size()));
            return rows(caller, some)
                    .compose(rows -> sized(rows)
                            .compose(parts -> withTexts(caller.userId(), parts))
                            .compose(parts -> authors.of(caller.userId(), messages(parts), people(parts))
                                    .map(users -> reply(parts, next(parts, rows, places, some), users))));
        });
    }

    /** After the last that is told, where there are more. */
    private static @Nullable NewestFirst next(
            List<Part<Message>> parts, List<SummaryRow> rows, List<NewestFirst> places, List<NewestFirst> some) {
        if (parts.size() < rows.size()) {
            long last = parts.get(parts.size() - 1).row().conversationId();
            return some.stream()
                    .filter(place -> place.conversationId() == last)
                    .findFirst()
                    .orElse(null);
        }
        return some.size() < places.size() ? some.get(some.size() - 1) : null;
    }

    private Future<List<SummaryRow>> rows(Caller caller, List<NewestFirst> places) {
        var order = places.stream().map(NewestFirst::conversationId).toList();
        return summaries
                .of(caller.userId(), order)
                .map(found -> found.stream()
                        .map(Summary::row)
                        .filter(row -> row.unread() > 0)
                        .sorted(Comparator.comparingInt(row -> order.indexOf(row.conversationId())))
                        .toList());
    }

    private Future<List<Part<Size>>> sized(List<SummaryRow> rows) {
        var found = new HashMap<Long, List<Size>>();
        Future<Void> done = Future.succeededFuture();
        int lookedAt = 0;
        for (int depth : DEPTHS) {
            int from = lookedAt;
            done = done.compose(before -> look(rows, from, depth, found));
            lookedAt = depth;
        }
        return done.map(looked -> rows.stream()
                        .map(row -> new Part<>(row, found.getOrDefault(row.conversationId(), List.of())))
                        .toList())
                .map(parts -> fitting(parts, Size::weight));
    }

    /** Adds what is found down to a depth where something is missing. */
    private Future<Void> look(List<SummaryRow> rows, int from, int to, Map<Long, List<Size>> found) {
        var pieces = rows.stream()
                .filter(row -> isMissing(row, found))
                .map(row -> new Piece(row.conversationId(), span(row, from, to)))
                .filter(piece -> !piece.seqs().isEmpty())
                .toList();
        if (pieces.isEmpty()) {
            return Future.succeededFuture();
        }
        long userId = rows.get(0).userId();
        return deletions
                .within(userId, pieces)
                .compose(gaps -> store.sizes(pieces).map(sizes -> {
                    sizes.stream()
                            .filter(size ->
                                    size.senderId() != userId && size.senderId() != Message.NOBODY && !size.deleted())
                            .filter(size -> !gaps.getOrDefault(size.conversationId(), SeqRanges.NONE)
                                    .contains(size.seq()))
                            .sorted(Comparator.comparingLong(Size::seq).reversed())
                            .forEach(size -> add(size, found));
                    return null;
                }));
    }

    private static void add(Size size, Map<Long, List<Size>> found) {
        var some = found.computeIfAbsent(size.conversationId(), id -> new ArrayList<>());
        if (some.size() < MESSAGES) {
            some.add(size);
        }
    }

    private static boolean isMissing(SummaryRow row, Map<Long, List<Size>> found) {
        return found.getOrDefault(row.conversationId(), List.of()).size() < Math.min(MESSAGES, row.unread());
    }

    private static SeqRanges span(SummaryRow row, int from, int to) {
        return SeqRanges.between(Math.max(row.base(), row.lastSeq() - to) + 1, row.lastSeq() - from);
    }

    private Future<List<Part<Message>>> withTexts(long userId, List<Part<Size>> parts) {
        var states = new HashMap<Long, MessageRows.States>();
        parts.forEach(part -> states.put(
                part.row().conversationId(),
                (senderId, seq) -> part.row().mine().state(seq)));
        var pieces = parts.stream()
                .map(part -> new Piece(
                        part.row().conversationId(),
                        SeqRanges.ofSeqs(
                                part.newestFirst().stream().map(Size::seq).toList())))
                .toList();
        return store.read(userId, pieces, id -> states.getOrDefault(id, (senderId, seq) -> MessageState.CACHE))
                .map(read -> {
                    var byConversation = new HashMap<Long, List<Message>>();
                    read.stream()
                            .sorted(Comparator.comparingLong(Message::seq).reversed())
                            .forEach(message -> byConversation
                                    .computeIfAbsent(message.conversationId(), id -> new ArrayList<>())
                                    .add(message));
                    return parts.stream()
                            .map(part -> new Part<>(
                                    part.row(),
                                    byConversation.getOrDefault(part.row().conversationId(), List.of())))
                            .toList();
                })
                .map(read -> fitting(read, Weight::of));
    }

    private static <T> List<Part<T>> fitting(List<Part<T>> parts, ToIntFunction<T> weight) {
        var cut = parts.stream()
                .map(part -> new Part<>(part.row(), Weight.fitting(part.newestFirst(), weight, BYTES_OF_CONVERSATION)))
                .toList();
        return Weight.fitting(
                cut,
                part -> BYTES_BESIDES
                        + part.newestFirst().stream().mapToInt(weight).sum(),
                MOST_BYTES);
    }

    private static List<Message> messages(List<Part<Message>> parts) {
        return parts.stream().flatMap(part -> part.newestFirst().stream()).toList();
    }

    private static List<User> people(List<Part<Message>> parts) {
        return parts.stream().flatMap(part -> part.row().people()).toList();
    }

    private static Reply reply(List<Part<Message>> parts, @Nullable NewestFirst next, JsonArray users) {
        var conversations = new JsonArray();
        parts.forEach(part -> conversations.add(toJson(part)));
        var json = new JsonObject().put("conversations", conversations).put("users", users);
        return Reply.of(next == null ? json : json.put("next", next.text()));
    }

    private static JsonObject toJson(Part<Message> part) {
        var messages = new JsonArray();
        var newestFirst = part.newestFirst();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            messages.add(newestFirst.get(i).toJson());
        }
        return new JsonObject()
                .put("conversationId", part.row().conversationId())
                .put("unread", part.row().unread())
                .put("messages", messages);
    }
}
