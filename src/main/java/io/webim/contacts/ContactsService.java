package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contacts.ContactsStore.Entry;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Event;
import io.webim.contract.Failure;
import io.webim.contract.NewestFirst;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.contract.Weight;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides who is on whose list. What a list shows of a conversation comes from chat, in one call for all of it. */
final class ContactsService {
    private static final int MOST_BYTES = Weight.MAX_REPLY - 8 * 1024;

    private final ContactsStore store;
    private final Bus bus;

    ContactsService(ContactsStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    /** The caller's contacts and requests, newest conversation first; or those blocked. As many as fit into an answer. */
    Future<Reply> list(Caller caller, ListContacts request) {
        return (request.blocked() ? store.blocked(caller.userId()) : listed(caller)).compose(all -> {
            var after = all.stream()
                    .filter(place -> place.compareTo(request.after()) > 0)
                    .toList();
            var places = after.subList(0, Math.min(request.limit(), after.size()));
            return store.inConversations(caller.userId(), ids(places))
                    .compose(entries -> complete(caller, entries))
                    .map(contacts -> page(inOrder(contacts, places), places, places.size() < after.size()));
        });
    }

    private Future<List<NewestFirst>> listed(Caller caller) {
        return bus.call(Address.CHAT_CONVERSATION_LIST, caller, new JsonObject())
                .map(reply -> reply.getJsonArray("places").stream()
                        .map(place -> NewestFirst.of((String) place).orElseThrow())
                        .toList());
    }

    private static List<Long> ids(List<NewestFirst> places) {
        return places.stream().map(NewestFirst::conversationId).toList();
    }

    private static List<JsonObject> inOrder(List<JsonObject> contacts, List<NewestFirst> places) {
        var byId = new HashMap<Long, JsonObject>();
        contacts.forEach(contact -> byId.put(contact.getLong("conversationId"), contact));
        return ids(places).stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private static Reply page(List<JsonObject> contacts, List<NewestFirst> places, boolean more) {
        var fitting = Weight.fitting(contacts, Weight::of, MOST_BYTES);
        var json = new JsonObject().put("contacts", new JsonArray(List.copyOf(fitting)));
        if (fitting.size() < contacts.size()) {
            long last = fitting.get(fitting.size() - 1).getLong("conversationId");
            places.stream()
                    .filter(place -> place.conversationId() == last)
                    .forEach(place -> json.put("next", place.text()));
        } else if (more) {
            json.put("next", places.get(places.size() - 1).text());
        }
        return Reply.of(json);
    }

    Future<Reply> entries(Caller caller, List<Long> conversationIds) {
        return store.inConversations(caller.userId(), conversationIds)
                .map(entries -> entries.stream().filter(Entry::isListed).toList())
                .compose(entries -> complete(caller, entries))
                .map(ContactsService::contacts);
    }

    /** One-sided: the other is neither asked nor told. */
    Future<Reply> add(Caller caller, String username) {
        return store.userId(username).compose(peerId -> {
            if (peerId == caller.userId()) {
                throw Failure.invalid("username", "must be somebody else");
            }
            return open(caller, peerId)
                    .compose(opened -> entry(caller, peerId))
                    .compose(entry -> addConversation(caller, entry));
        });
    }

    /** Turns a request into a contact. */
    Future<Reply> accept(Caller caller, long peerId) {
        return listedEntry(caller, peerId).compose(entry -> addConversation(caller, entry));
    }

    /** Hides the conversation until a newer message comes. */
    Future<Reply> remove(Caller caller, long peerId) {
        return listedEntry(caller, peerId)
                .compose(entry -> store.remove(caller.userId(), entry.conversationId())
                        .compose(removed -> tellChat(caller, entry)))
                .map(done -> {
                    deliver(caller.userId(), Event.contactRemoved(peerId));
                    return Reply.EMPTY;
                });
    }

    /** The other is not told, and cannot tell. */
    Future<Reply> block(Caller caller, long peerId) {
        if (peerId == caller.userId()) {
            throw Failure.invalid("userId", "must be somebody else");
        }
        return open(caller, peerId)
                .compose(opened -> entry(caller, peerId)
                        .compose(entry -> store.block(caller.userId(), entry.conversationId(), leftAt(opened))
                                .compose(changed -> changed(caller, entry, changed))));
    }

    Future<Reply> unblock(Caller caller, long peerId) {
        return entry(caller, peerId)
                .compose(entry -> store.unblock(caller.userId(), entry.conversationId())
                        .compose(changed -> changed(caller, entry, changed)));
    }

    /** The other is not told; it counts as unread as before. */
    Future<Reply> mute(Caller caller, Mute request) {
        return listedEntry(caller, request.userId())
                .compose(entry -> store.mute(caller.userId(), entry.conversationId(), request.until()))
                .compose(changed -> contact(caller, request.userId()).map(contact -> {
                    if (changed) {
                        deliver(caller.userId(), Event.contactAdded(contact));
                    }
                    return Reply.of(new JsonObject().put("contact", contact));
                }));
    }

    /** Shows an entry that is new or changed on all of the user's devices. */
    Future<Reply> announce(long userId, long conversationId) {
        var user = new Caller(userId, 0);
        return entries(user, List.of(conversationId)).map(reply -> {
            for (var contact : reply.toJson().getJsonArray("contacts")) {
                deliver(userId, Event.contactAdded((JsonObject) contact));
            }
            return Reply.EMPTY;
        });
    }

    private Future<Reply> addConversation(Caller caller, Entry entry) {
        return store.add(caller.userId(), entry.conversationId())
                .compose(added -> added ? tellChat(caller, entry).map(true) : Future.succeededFuture(false))
                .compose(added -> contact(caller, entry.peer().id()).map(contact -> {
                    if (added) {
                        deliver(caller.userId(), Event.contactAdded(contact));
                    }
                    return Reply.of(new JsonObject().put("contact", contact).put("created", added));
                }));
    }

    private Future<Reply> changed(Caller caller, Entry before, boolean changed) {
        if (!changed) {
            return Future.succeededFuture(Reply.EMPTY);
        }
        return tellChat(caller, before)
                .compose(told -> before.isListed()
                        ? announce(caller.userId(), before.conversationId())
                        : Future.succeededFuture(Reply.EMPTY));
    }

    private Future<JsonObject> contact(Caller caller, long peerId) {
        return entry(caller, peerId)
                .compose(entry -> complete(caller, List.of(entry)))
                .map(completed -> completed.get(0));
    }

    private Future<Entry> entry(Caller caller, long peerId) {
        return store.ofPeer(caller.userId(), peerId).map(entry -> entry.orElseThrow(ContactsStore::unknownUser));
    }

    private Future<Entry> listedEntry(Caller caller, long peerId) {
        return store.ofPeer(caller.userId(), peerId)
                .map(entry -> entry.filter(Entry::isListed).orElseThrow(ContactsStore::unknownUser));
    }

    private Future<JsonObject> open(Caller caller, long peerId) {
        return bus.call(Address.CHAT_CONVERSATION_OPEN, caller, new JsonObject().put("userId", peerId));
    }

    /** To the other a block looks as if the user had left, or as if nothing was where the user was not there. */
    private static @Nullable Instant leftAt(JsonObject opened) {
        return opened.getBoolean("online") ? Times.now() : null;
    }

    /**
     * Chat remembers who blocks whom. Presence it tells only where it begins or ceases to be shown: whoever never saw it
     * must not learn of a block by a word about it.
     */
    private Future<Void> tellChat(Caller caller, Entry before) {
        return entry(caller, before.peer().id()).compose(after -> {
            var change = new JsonObject().put("conversationId", after.conversationId());
            if (before.showsPresence() != after.showsPresence()) {
                change.put("showsPresence", after.showsPresence());
            }
            return bus.call(Address.CHAT_CONVERSATION_CHANGED, caller, change).mapEmpty();
        });
    }

    private void deliver(long userId, JsonObject event) {
        bus.publish(Address.CHAT_DELIVER, new JsonObject().put("userId", userId).put("event", event));
    }

    private Future<List<JsonObject>> complete(Caller caller, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var ids = new JsonArray();
        entries.forEach(entry -> ids.add(entry.conversationId()));
        return bus.call(Address.CHAT_CONVERSATION_SUMMARY, caller, new JsonObject().put("conversationIds", ids))
                .map(ContactsService::byConversation)
                .map(summaries -> entries.stream()
                        .map(entry -> contact(entry, summaries.getOrDefault(entry.conversationId(), new JsonObject())))
                        .toList());
    }

    private static Map<Long, JsonObject> byConversation(JsonObject reply) {
        var summaries = new HashMap<Long, JsonObject>();
        for (var summary : reply.getJsonArray("summaries")) {
            summaries.put(((JsonObject) summary).getLong("conversationId"), (JsonObject) summary);
        }
        return summaries;
    }

    private static JsonObject contact(Entry entry, JsonObject summary) {
        var contact = new JsonObject()
                .put("user", entry.peer().toJson())
                .put("conversationId", entry.conversationId())
                .put("status", entry.status());
        if (entry.blocked()) {
            contact.put("blocked", true);
        }
        putMuted(contact, entry.mutedUntil());
        return contact.mergeIn(summary);
    }

    private static void putMuted(JsonObject contact, @Nullable Instant until) {
        if (until == null || !until.isAfter(Times.now())) {
            return;
        }
        contact.put("muted", true);
        if (until.isBefore(Mute.FOR_EVER)) {
            contact.put("mutedUntil", Times.iso(until));
        }
    }

    private static Reply contacts(List<JsonObject> contacts) {
        return Reply.of(new JsonObject().put("contacts", new JsonArray(contacts)));
    }
}
