package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Mute;
import io.webim.chat.messages.MessageWriter;
import io.webim.chat.messages.NewestFirst;
import io.webim.chat.presence.Presence;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.Summary;
import io.webim.contract.Caller;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import io.webim.contract.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A member's list of conversations, and what the member makes of each: listed, hidden, muted. */
final class Listings {
    private static final int MOST_BYTES = Weight.MAX_REPLY - 8 * 1024;

    private final Conversations conversations;
    private final MessageWriter writer;
    private final ListingStore store;
    private final Summaries summaries;
    private final Presence presence;
    private final Announcer announcer;

    Listings(
            Conversations conversations,
            MessageWriter writer,
            ListingStore store,
            Summaries summaries,
            Presence presence,
            Announcer announcer) {
        this.conversations = conversations;
        this.writer = writer;
        this.store = store;
        this.summaries = summaries;
        this.presence = presence;
        this.announcer = announcer;
    }

    /** The caller's contacts and requests, newest conversation first; or those blocked. As many as fit into an answer. */
    Future<Reply> page(Caller caller, ListContacts request) {
        var all = request.blocked() ? summaries.blocked(caller.userId()) : summaries.directPlaces(caller.userId());
        return page(caller, all, request.after(), request.limit(), "contacts", Summary::toJson);
    }

    /** The caller's conversations of every kind, likewise. */
    Future<Reply> conversations(Caller caller, ListConversations request) {
        return page(
                caller,
                summaries.places(caller.userId()),
                request.after(),
                request.limit(),
                "conversations",
                Summary::toConversation);
    }

    private Future<Reply> page(
            Caller caller,
            Future<List<NewestFirst>> all,
            NewestFirst place,
            int limit,
            String name,
            Function<Summary, JsonObject> shown) {
        return all.compose(places -> {
            var after = places.stream().filter(one -> one.compareTo(place) > 0).toList();
            var some = after.subList(0, Math.min(limit, after.size()));
            return summaries
                    .of(caller.userId(), ids(some))
                    .map(found -> page(name, inOrder(found, some, shown), some, some.size() < after.size()));
        });
    }

    Future<Reply> entries(Caller caller, List<Long> conversationIds) {
        return summaries.of(caller.userId(), conversationIds).map(found -> {
            var entries = new JsonArray();
            found.forEach(entry -> entries.add(entry.toJson()));
            return Reply.of(new JsonObject().put("contacts", entries));
        });
    }

    /**
     * What the contacts changed of how the caller has the other one of a conversation.
     *
     * @param listed null where that stays as it is
     * @param showsPresence whether the other sees from now on when the caller is there; null where that stays as it is
     */
    record Change(
            long conversationId,
            @Nullable Boolean listed,
            @Nullable Boolean showsPresence) {
        static Change read(Fields fields) {
            return new Change(
                    fields.id("conversationId"),
                    fields.has("listed") ? (Boolean) fields.flag("listed") : null,
                    fields.has("showsPresence") ? (Boolean) fields.flag("showsPresence") : null);
        }
    }

    /** @return the entry as it is now */
    Future<Reply> change(Caller caller, Change change) {
        return conversations
                .ofMember(caller, change.conversationId())
                .compose(conversation -> list(caller, conversation, change.listed())
                        .compose(listed -> conversations.refresh(conversation.id))
                        .onSuccess(fresh -> {
                            announcer.related(conversation);
                            tellPresence(conversation, caller.userId(), change.showsPresence());
                        })
                        .compose(told -> summaries.of(caller.userId(), List.of(conversation.id)))
                        .map(found -> Reply.of(
                                new JsonObject().put("contact", found.get(0).toJson()))));
    }

    /** The caller's conversation with oneself, made and listed where it is not. */
    Future<Reply> self(Caller caller) {
        long userId = caller.userId();
        return conversations
                .open(caller, userId)
                .compose(conversation -> summaries
                        .of(userId, List.of(conversation.id))
                        .compose(found -> found.stream().anyMatch(Summary::isListed)
                                ? Future.succeededFuture(false)
                                : list(caller, conversation, true).map(true))
                        .compose(created -> changed(caller, conversation, Future.succeededFuture(created))
                                .map(reply -> Reply.of(reply.toJson().put("created", created)))));
    }

    /** The other is not told; it counts as unread as before. */
    Future<Reply> mute(Caller caller, Mute request) {
        return conversations
                .between(caller, request.userId())
                .compose(id -> listed(caller, id))
                .compose(id -> store.mute(id, caller.userId(), request.until())
                        .compose(changed -> summaries
                                .of(caller.userId(), List.of(id))
                                .map(found -> found.get(0).toJson())
                                .onSuccess(contact -> {
                                    if (changed) {
                                        announcer.contact(caller.userId(), contact);
                                    }
                                })))
                .map(contact -> Reply.of(new JsonObject().put("contact", contact)));
    }

    /** The same of a conversation of any kind; nobody else is told. */
    Future<Reply> mute(Caller caller, MuteConversation request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation ->
                        changed(caller, conversation, store.mute(conversation.id, caller.userId(), request.until())));
    }

    /** What is pushed of it. */
    Future<Reply> notify(Caller caller, NotifyOf request) {
        return conversations
                .ofMember(caller, request.conversationId())
                .compose(conversation ->
                        changed(caller, conversation, store.notify(conversation.id, caller.userId(), request.level())));
    }

    private Future<Reply> changed(Caller caller, Conversation conversation, Future<Boolean> change) {
        return change.compose(changed -> summaries
                .of(caller.userId(), List.of(conversation.id))
                .map(found -> {
                    var entry = found.stream().findFirst().orElseThrow(Conversations::unknown);
                    if (changed) {
                        announcer.entry(caller.userId(), entry);
                    }
                    return Reply.of(new JsonObject().put("conversation", entry.toConversation()));
                }));
    }

    private Future<Long> listed(Caller caller, long conversationId) {
        return summaries.of(caller.userId(), List.of(conversationId)).map(found -> {
            if (found.stream().noneMatch(Summary::isListed)) {
                throw ConversationStore.unknownUser();
            }
            return conversationId;
        });
    }

    private Future<?> list(Caller caller, Conversation conversation, @Nullable Boolean listed) {
        if (listed == null) {
            return Future.succeededFuture();
        }
        long id = conversation.id;
        return writer.inTurn(
                caller.userId(), id, () -> listed ? store.show(id, caller.userId()) : store.hide(id, caller.userId()));
    }

    private void tellPresence(Conversation conversation, long userId, @Nullable Boolean shows) {
        var peer = conversation.peerOf(userId);
        if (peer != null && shows != null && !peer.blocksPeer()) {
            presence.shown(userId, peer.userId, shows);
        }
    }

    private static List<Long> ids(List<NewestFirst> places) {
        return places.stream().map(NewestFirst::conversationId).toList();
    }

    private static List<JsonObject> inOrder(
            List<Summary> found, List<NewestFirst> places, Function<Summary, JsonObject> shown) {
        var byId = new HashMap<Long, Summary>();
        found.forEach(summary -> byId.put(summary.row().conversationId(), summary));
        return ids(places).stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .map(shown)
                .toList();
    }

    private static Reply page(String name, List<JsonObject> entries, List<NewestFirst> places, boolean more) {
        var fitting = Weight.fitting(entries, Weight::of, MOST_BYTES);
        var json = new JsonObject().put(name, new JsonArray(List.copyOf(fitting)));
        if (fitting.size() < entries.size()) {
            long last = fitting.get(fitting.size() - 1).getLong("conversationId");
            places.stream()
                    .filter(place -> place.conversationId() == last)
                    .forEach(place -> json.put("next", place.text()));
        } else if (more) {
            json.put("next", places.get(places.size() - 1).text());
        }
        return Reply.of(json);
    }
}
