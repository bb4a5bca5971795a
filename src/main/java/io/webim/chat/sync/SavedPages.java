package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Authors;
import io.webim.chat.messages.FindMessage;
import io.webim.chat.messages.History;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.chat.messages.ListSaved;
import io.webim.chat.messages.SavedStore;
import io.webim.chat.messages.SavedStore.Saved;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Shows what a user has saved, as the user sees it at that moment, with the conversation that each is from. */
public final class SavedPages {
    private static final int MOST_BYTES_OF_PLACES = 80 * 1024;
    private static final int MOST_BYTES = Weight.MAX_REPLY - Authors.MOST_BYTES - MOST_BYTES_OF_PLACES;
    private static final List<String> OF_PLACE = List.of("conversationId", "kind", "title", "picture", "user");

    private final SavedStore store;
    private final HistoryStore messages;
    private final Summaries summaries;
    private final Authors authors;

    public SavedPages(SavedStore store, HistoryStore messages, Summaries summaries, Authors authors) {
        this.store = store;
        this.messages = messages;
        this.summaries = summaries;
        this.authors = authors;
    }

    /** As many as fit, the newest first. */
    public Future<Reply> page(Caller caller, ListSaved request) {
        return store.page(caller.userId(), request).compose(saved -> {
            var asked = saved.subList(0, Math.min(request.limit(), saved.size()));
            return entries(caller, asked)
                    .compose(entries -> fitting(asked)
                            .compose(fitting -> texts(caller, fitting, entries).map(texts -> new Page(fitting, texts)))
                            .compose(page -> reply(caller, page, saved.size(), entries)));
        });
    }

    /**
     * @param saved what was looked for
     * @param texts what was found of it: meanwhile some may be gone
     */
    private record Page(List<Saved> saved, Map<FindMessage, Message> texts) {
        /** As much of it as fits now that it is known how long it is. */
        private Page fitting() {
            return new Page(Weight.fitting(saved, this::weight, MOST_BYTES), texts);
        }

        private int weight(Saved one) {
            var text = texts.get(one.message());
            return text == null ? 0 : Weight.of(text);
        }

        private List<Message> messages() {
            return saved.stream()
                    .map(one -> texts.get(one.message()))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private Future<Map<Long, Summary>> entries(Caller caller, List<Saved> saved) {
        var ids = saved.stream().map(Saved::conversationId).distinct().toList();
        return summaries.of(caller.userId(), ids).map(found -> {
            var entries = new TreeMap<Long, Summary>();
            found.forEach(entry -> entries.put(entry.row().conversationId(), entry));
            return entries;
        });
    }

    private Future<List<Saved>> fitting(List<Saved> asked) {
        return messages.sizes(pieces(asked)).map(sizes -> {
            var weights = new HashMap<FindMessage, Integer>();
            sizes.forEach(size -> weights.put(new FindMessage(size.conversationId(), size.seq()), size.weight()));
            return Weight.fitting(asked, one -> weights.getOrDefault(one.message(), 0), MOST_BYTES);
        });
    }

    private Future<Map<FindMessage, Message>> texts(Caller caller, List<Saved> saved, Map<Long, Summary> entries) {
        var there = saved.stream()
                .filter(one -> entries.containsKey(one.conversationId()))
                .toList();
        return messages.read(
                        caller.userId(),
                        pieces(there),
                        id -> Objects.requireNonNull(entries.get(id)).states())
                .map(found -> {
                    var texts = new HashMap<FindMessage, Message>();
                    found.stream()
                            .filter(message -> !message.deleted())
                            .forEach(message ->
                                    texts.put(new FindMessage(message.conversationId(), message.seq()), message));
                    return texts;
                });
    }

    private static List<Piece> pieces(List<Saved> saved) {
        var seqs = new TreeMap<Long, List<Long>>();
        saved.forEach(one -> seqs.computeIfAbsent(one.conversationId(), id -> new ArrayList<>())
                .add(one.seq()));
        return seqs.entrySet().stream()
                .map(place -> new Piece(place.getKey(), SeqRanges.ofSeqs(place.getValue())))
                .toList();
    }

    /** @param count how many there are from the beginning of the page on, as far as that was looked at */
    private Future<Reply> reply(Caller caller, Page read, int count, Map<Long, Summary> entries) {
        var page = read.fitting();
        var messages = page.messages();
        return authors.of(caller.userId(), messages, List.of()).map(users -> {
            var json = new JsonObject()
                    .put("messages", History.Page.toJson(messages))
                    .put("conversations", places(messages, entries))
                    .put("users", users);
            var shown = page.saved();
            return Reply.of(
                    shown.size() < count
                            ? json.put("next", shown.get(shown.size() - 1).id())
                            : json);
        });
    }

    private static JsonArray places(List<Message> messages, Map<Long, Summary> entries) {
        var places = new JsonArray();
        messages.stream()
                .map(Message::conversationId)
                .distinct()
                .map(id -> Objects.requireNonNull(entries.get(id)).toConversation())
                .forEach(conversation -> places.add(place(conversation)));
        return places;
    }

    private static JsonObject place(JsonObject conversation) {
        var place = new JsonObject();
        OF_PLACE.stream()
                .filter(conversation::containsKey)
                .forEach(name -> place.put(name, conversation.getValue(name)));
        return place;
    }
}
